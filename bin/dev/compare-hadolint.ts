/**
 * `node bin/dev/compare-hadolint.ts --list FILE [--hadolint PROGRAM | --theirs JSON] [--show CODE]`: our preset `hadolint` beside
 * hadolint itself, code by code and instruction by instruction; every disagreement with its reason, or as unexplained (exit 1).
 */
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { compareWith, listed, printComparison, type Said, saidIn } from './compare.ts';
import { presetCalled } from './governed.ts';
import { hadolintClasses } from './hadolint-classes.ts';

const { values } = parseArgs({
  options: {
    list: { type: 'string' },
    hadolint: { type: 'string', default: 'hadolint' },
    theirs: { type: 'string' },
    show: { type: 'string' },
  },
});

function said(files: readonly string[]): readonly Said[] {
  if (values.theirs !== undefined) return saidIn(values.theirs);
  const all: Said[] = [];
  for (let index = 0; index < files.length; index += 100) {
    const args = ['--no-fail', '-f', 'json', ...files.slice(index, index + 100)];
    all.push(...JSON.parse(execFileSync(values.hadolint, args, { encoding: 'utf8', maxBuffer: 1 << 28 })));
  }
  return all;
}

const files = listed(values.list);
const peer = {
  name: 'hadolint',
  preset: presetCalled('hadolint'),
  isCode: (alias: string) => /^DL\d/.test(alias),
  gaveUp: ({ code }: Said) => code === 'DL1000',
  classes: hadolintClasses,
};
const found = await compareWith(peer, files, said(files));
process.stdout.write(printComparison(found, peer.name, values.show));
process.exitCode = found.disagreements.some(({ why }) => why === undefined) ? 1 : 0;
