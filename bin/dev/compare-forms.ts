/**
 * `node bin/dev/compare-forms.ts REFERENCE REFERENCE…`: one image in several container forms, or as several builders made
 * it. Findings are compared by rule and by what they point at; what differs from those of the first reference is printed.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Place, Report } from '../../src/finding.ts';

/** Where a finding points, without what differs from builder to builder: the number of the layer or step. */
function pointOf(place: Place): string {
  if (place.kind === 'layer') return place.path;
  return place.kind === 'config' ? place.key : place.kind;
}

function findingsOf(reference: string): Set<string> {
  const program = join(import.meta.dirname, '../plimsoll.ts');
  const args = [program, 'image', reference, '--format', 'json', '--no-cache', '--no-config'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (stdout === '') throw new Error(stderr);
  const { reports }: { reports: Report[] } = JSON.parse(stdout);
  const keys = reports.flatMap(({ findings, skipped }) => [
    ...findings.map(({ rule, place }) => `${rule} ${pointOf(place)}`),
    ...skipped.map(({ reason, what }) => `skipped ${reason} ${what}`),
  ]);
  return new Set(keys);
}

const [first = '', ...others] = process.argv.slice(2);
const expected = findingsOf(first);
console.log(`${first}: ${expected.size} findings by rule and place`);
for (const reference of others) {
  const found = findingsOf(reference);
  const more = [...found].filter((key) => !expected.has(key)).map((key) => `  only here: ${key}`);
  const less = [...expected].filter((key) => !found.has(key)).map((key) => `  not here: ${key}`);
  console.log(`${reference}: ${more.length + less.length} differ`);
  for (const line of [...more, ...less]) console.log(line);
}
