/**
 * `node bin/dev/compare-buildkit.ts --list FILE --theirs JSON [--show CHECK]`: our preset `buildkit` beside BuildKit's checks, check by
 * check and instruction by instruction; every disagreement with its reason, or as unexplained (exit 1).
 */
import { parseArgs } from 'node:util';
import { aboutOf, buildkitClasses } from './buildkit-classes.ts';
import { compareWith, listed, printComparison, type Said, saidIn } from './compare.ts';
import { presetCalled } from './governed.ts';

const { values } = parseArgs({
  options: { list: { type: 'string' }, theirs: { type: 'string' }, show: { type: 'string' } },
});
if (values.theirs === undefined) throw new Error('--theirs is missing: a JSON array of {code, file, line, message}.');

// The experimental check is off in the preset as it is in BuildKit.
const peer = {
  name: 'BuildKit',
  preset: presetCalled('buildkit', { 'definition-description': 'warning' }),
  isCode: (alias: string) => /^[A-Z]\w*[a-z]/.test(alias),
  about: aboutOf,
  gaveUp: ({ code }: Said) => code === 'ERROR',
  classes: buildkitClasses,
};
const found = await compareWith(peer, listed(values.list), saidIn(values.theirs));
process.stdout.write(printComparison(found, peer.name, values.show));
process.exitCode = found.disagreements.some(({ why }) => why === undefined) ? 1 : 0;
