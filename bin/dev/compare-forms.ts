/**
 * `node bin/dev/compare-forms.ts REFERENCE REFERENCE…`: one image in several container forms, or as several builders made
 * it. Findings are compared by rule and by what they point at; what differs from those of the first reference is printed.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Place, Report } from '../../src/finding.ts';

/** What one form or builder can hold and another cannot, by rule. */
const accepted: Readonly<Record<string, string>> = {
  'missing-provenance': 'only an index has a place for attestations',
  'missing-sbom-attestation': 'only an index has a place for attestations',
  'onbuild-present': 'OCI configurations have no OnBuild',
  'missing-image-healthcheck': 'OCI configurations have no Healthcheck',
  'uncompressed-layer-in-registry': 'the form decides how layers are compressed',
  'mixed-compression': 'the form decides how layers are compressed',
  'secret-in-deleted-file': 'one layer for all holds nothing that a later one deletes',
  'metadata-only-rewrite': 'one layer for all holds nothing twice',
  'rewritten-file': 'one layer for all holds nothing twice',
  'empty-layers': 'builders differ in what a step that changes nothing leaves',
  'deprecated-maintainer': 'not every builder writes MAINTAINER into the configuration',
};

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
  const unlike = [
    ...[...found].filter((key) => !expected.has(key)).map((key) => ['only here', key] as const),
    ...[...expected].filter((key) => !found.has(key)).map((key) => ['not here', key] as const),
  ];
  const why = (key: string) => accepted[key.split(' ')[0] ?? ''];
  const unexplained = unlike.filter(([, key]) => why(key) === undefined).length;
  console.log(`${reference}: ${unlike.length} differ, ${unexplained} unexplained`);
  for (const [where, key] of unlike) console.log(`  ${where}: ${key} (${why(key) ?? 'UNEXPLAINED'})`);
  if (unexplained > 0) process.exitCode = 1;
}
