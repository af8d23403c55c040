/** One Dockerfile built by several builders, and one image in several forms: what is found does not depend on either. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Entry } from '../../src/image/facts.ts';
import { openImage } from '../../src/source/open.ts';
import { run } from './run.ts';

const folder = 'fixtures/images/one-image-in-every-form';
const forms = readdirSync(`${folder}/forms`).map((name) => `${folder}/forms/${name}`);

/** Rules that judge the form an image comes in: only some forms can hold what they look for. */
const aboutTheForm = new Set([
  'missing-provenance',
  'missing-sbom-attestation',
  'uncompressed-layer-in-registry',
  'mixed-compression',
  'missing-image-healthcheck',
]);

/** Findings by rule and by what they point at: the number of a layer or step is the builder's. */
async function findings(reference: string, ...flags: string[]): Promise<string[]> {
  const { stdout } = await run([
    'image',
    reference,
    '--format',
    'json',
    '--no-cache',
    '--no-config',
    '--today',
    '2027-01-01',
    ...flags,
  ]);
  const { reports } = JSON.parse(stdout);
  expect(reports[0].skipped).toEqual([]);
  const judged = reports[0].findings.filter(({ rule }: { rule: string }) => !aboutTheForm.has(rule));
  const keys = judged.map(
    (finding: { rule: string; place: { kind: string; path?: string; key?: string } }) =>
      `${finding.rule} ${finding.place.path ?? finding.place.key ?? finding.place.kind}`,
  );
  return [...new Set<string>(keys)].sort();
}

/** eStargz adds files of its own to every layer; times are those of the build. */
function essence(entries: readonly Entry[]): unknown[] {
  return entries
    .filter(({ path }) => !/^(stargz\.index\.json|\.(no\.)?prefetch\.landmark)$/.test(path))
    .map(({ mtime: _, ...rest }) => rest)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

test('there are archives of every builder', () => {
  expect(forms.length).toBeGreaterThan(10);
});

for (const reference of forms) {
  const name = reference.slice(folder.length + 7);

  test(`${name} holds what the others hold`, async () => {
    const [expected, opened] = await Promise.all(
      [forms[0] ?? '', reference].map((one) => openImage(one, { cache: false, secrets: {} })),
    );
    if (!expected?.ok || !opened?.ok) throw new Error('not opened');
    expect(opened.value.skipped).toEqual([]);
    const layers = opened.value.layers.map(({ entries }) => essence(entries));
    expect(layers).toEqual(expected.value.layers.map(({ entries }) => essence(entries)));
    expect(opened.value.config.env).toContainEqual({ name: 'APP_ENV', value: 'production' });
  });

  test(`${name} gives the findings the others give`, async () => {
    expect(await findings(reference)).toEqual(await findings(forms[0] ?? ''));
    const dockerfile = `${folder}/context/Dockerfile`;
    expect(await findings(reference, '-d', dockerfile)).toEqual(await findings(forms[0] ?? '', '-d', dockerfile));
  });
}
