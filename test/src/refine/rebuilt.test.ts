import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultsOf } from '../../../rules/defaults.ts';
import { imageRules } from '../../../rules/image.ts';
import { assemble } from '../../../src/image/assemble.ts';
import { inspectImage } from '../../../src/inspect/image.ts';
import { compareToBaseline, readBaseline, writeBaseline } from '../../../src/refine/baseline.ts';
import { subjectName } from '../../../src/refine/fingerprint.ts';
import type { ImageSketch } from '../../../src/rule.ts';
import { sketchParts } from '../../../src/testing/parts.ts';

const asked = new Set([
  'setuid-setgid-file',
  'apt-lists-in-layer',
  'image-runs-as-root',
  'world-writable-file',
  'empty-password',
  'secret-in-file',
  'debug-env',
]);
const rules = imageRules
  .filter(({ id }) => asked.has(id))
  .map((rule) => ({ rule, severity: 'warning' as const, configured: false, options: defaultsOf(rule.id) ?? {} }));

/** Made of parts that no scanner of sources takes for a token. */
const token = ['ghp', 'zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17'].join('_');

const widely = { content: 'y', mode: 0o666 };

/** What a build of the same Dockerfile may bring anew: its base, the weight of files, other files, its time and its tag. */
interface Rebuilt {
  readonly baseLayers: number;
  readonly lists: number;
  readonly extra: string;
  readonly created: string;
  readonly tag: string;
}

function sketchOf({ baseLayers, lists, extra, created, tag }: Rebuilt): ImageSketch {
  const base = Array.from({ length: baseLayers }, (_, index) => ({ [`usr/share/base-${index}`]: extra }));
  return {
    reference: `ghcr.io/acme/app:${tag}`,
    base: baseLayers,
    top: { created },
    config: { Env: ['FLASK_DEBUG=1'] },
    history: [
      ...base.map((_, index) => `base ${index}`),
      'RUN /bin/sh -c apt-get update # buildkit',
      'COPY . /app # buildkit',
      { by: 'ENV FLASK_DEBUG=1', empty: true },
    ],
    layers: [
      ...base,
      { 'var/lib/apt/lists/deb.debian.org_Packages': { size: lists }, 'etc/shadow': 'app::19000:::\n' },
      {
        'app/settings.ini': `token = ${token}\n`,
        'app/tool': { content: extra || 'x', mode: 0o4755 },
        'app/open': { content: 'x', mode: 0o666 },
      },
    ],
  };
}

function judged(sketch: ImageSketch) {
  const image = assemble(sketchParts(sketch));
  const { findings, skipped } = inspectImage(
    { image, skipped: [] },
    { rules, version: '0', today: '2026-01-01', refine: (all) => all },
  );
  expect(skipped).toEqual([]);
  return { image, findings };
}

function fingerprints(rebuilt: Rebuilt): readonly string[] {
  return judged(sketchOf(rebuilt))
    .findings.map(({ rule, fingerprint }) => `${rule} ${fingerprint}`)
    .sort();
}

const rebuilds = fc.record({
  baseLayers: fc.integer({ min: 0, max: 6 }),
  lists: fc.integer({ min: 100, max: 100_000 }),
  extra: fc.string({ maxLength: 50 }),
  created: fc
    .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  tag: fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,20}$/),
});
const original: Rebuilt = { baseLayers: 1, lists: 4096, extra: 'x', created: '2026-01-01T00:00:00Z', tag: '1.0' };

test('findings of an image keep their fingerprints when it is rebuilt and tagged anew', () => {
  const first = fingerprints(original);
  expect(new Set(first.map((line) => line.split(' ')[0]))).toEqual(asked);
  fc.assert(
    fc.property(rebuilds, (one) => {
      expect(fingerprints(one)).toEqual(first);
    }),
    { numRuns: 60 },
  );
});

test('a baseline knows what was found before a rebuild, calls new what the rebuild brought, and reports what it mended', () => {
  const before = judged(sketchOf(original));
  const first = compareToBaseline(new Map(), () => false);
  first.mark(before.findings, subjectName(before.image));
  const known = readBaseline(writeBaseline(first.current()), 'known.json');
  if (!known.ok) throw new Error(known.problem.message);
  fc.assert(
    fc.property(rebuilds, fc.boolean(), (rebuilt, worse) => {
      const sketch = sketchOf(rebuilt);
      const [lists = {}, app = {}] = sketch.layers?.slice(-2) ?? [];
      const mended = { ...lists, 'etc/shadow': 'app:!:19000:::\n' };
      const layers = [...(sketch.layers?.slice(0, -2) ?? []), mended, worse ? { ...app, 'app/new': widely } : app];
      const { image, findings } = judged({ ...sketch, layers });
      const run = compareToBaseline(known.value, () => false);
      const marked = run.mark(findings, subjectName(image));
      const fresh = marked.filter(({ baseline }) => baseline === 'new').map(({ rule }) => rule);
      expect(fresh).toEqual(worse ? ['world-writable-file'] : []);
      expect(run.fixed().map(({ rule }) => rule)).toEqual(['empty-password']);
    }),
    { numRuns: 60 },
  );
});
