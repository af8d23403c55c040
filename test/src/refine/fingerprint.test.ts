import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from '../../../src/dockerfile/parse.ts';
import type { Evidence, Place } from '../../../src/finding.ts';
import { assemble } from '../../../src/image/assemble.ts';
import type { Image } from '../../../src/image/model.ts';
import { fingerprint } from '../../../src/refine/fingerprint.ts';
import type { ImageSketch } from '../../../src/rule.ts';
import { sketchParts } from '../../../src/testing/parts.ts';
import { marked } from './marked.ts';

/** Sorted: what a baseline compares. */
function prints(text: string, file?: string): readonly string[] {
  return marked(text, file)
    .findings.map((finding) => finding.fingerprint)
    .sort();
}

const stages = [
  'FROM [untagged-base|node|] AS build\nRUN [sudo|sudo|] make && [sudo|sudo|] make install\n',
  'FROM [latest-tag|debian:latest|]\nCOPY a b\nRUN apt-get install \\\n  [unpinned-apt-package|curl|] \\\n  [unpinned-apt-package|git|]\n',
  'FROM [latest-tag|debian:latest|]\nCMD [duplicate-cmd|["a"]|]\nCMD ["b"]\n',
];
const [, second, third] = stages.map((text) => text);

const noise = fc.array(fc.constantFrom('# A comment.\n', '\n', 'ARG VERSION=1\n', '  # Another.\n'), { maxLength: 6 });

test('findings keep their fingerprints when lines move, stages change places and comments come and go', () => {
  const wanted = prints(stages.join(''));
  fc.assert(
    fc.property(fc.shuffledSubarray(stages, { minLength: stages.length }), noise, noise, (order, above, between) => {
      const text = above.join('') + order.join(between.join(''));
      expect(prints(text)).toEqual(wanted);
    }),
    { numRuns: 200 },
  );
});

test.each([
  ['line endings', second, second?.replaceAll('\n', '\r\n')],
  ['another layout of one instruction', second, second?.replaceAll(/ \\\n\s+/g, ' ')],
  ['a comment inside of it', second, second?.replace('install \\\n', 'install \\\n  # For the health check.\n')],
  [
    'a digest that is renewed',
    `FROM [latest-tag|a:latest@sha256:${'a'.repeat(64)}|]`,
    `FROM [latest-tag|a:latest@sha256:${'b'.repeat(64)}|]`,
  ],
  ['a digest that is added', 'FROM [latest-tag|a:latest|]', `FROM [latest-tag|a:latest@sha256:${'b'.repeat(64)}|]`],
  ['values beside the one that is wrong', 'ENV A=1 [sudo|B|]=2', 'ENV A=7 [sudo|B|]=8'],
])('the fingerprint survives %s', (_, before = '', after = '') => {
  expect(prints(after)).toEqual(prints(before));
});

test.each([
  ['another rule', 'FROM [latest-tag|a:latest|]', 'FROM [sudo|a:latest|]'],
  ['another instruction', 'FROM [latest-tag|a:latest|]', 'FROM [latest-tag|b:latest|]'],
  ['another file', third, third, 'other/Dockerfile'],
])('%s has another fingerprint', (_, before = '', after = '', file = 'Dockerfile') => {
  const shared = new Set(prints(before));
  expect(prints(after, file).filter((print) => shared.has(print))).toEqual([]);
});

test('equal findings are told apart, and the first keeps its fingerprint when the second goes', () => {
  const two = prints('FROM a:1\nRUN [sudo|sudo|] x && [sudo|sudo|] x');
  expect(new Set(two).size).toBe(2);
  expect(two).toContain(prints('FROM a:1\nRUN [sudo|sudo|] x && sudo x')[0]);
});

test('a renamed file keeps all but the first eight digits', () => {
  const local = (file: string) =>
    prints(stages.join(''), file)
      .map((print) => print.slice(8))
      .sort();
  expect(local('app/Dockerfile')).toEqual(local('services/app/Dockerfile'));
  expect(prints(stages.join(''), './app/Dockerfile')).toEqual(prints(stages.join(''), 'app/Dockerfile'));
});

test('a raw secret says nothing in a fingerprint', () => {
  const evidence: Evidence = { kind: 'secret', detector: 'password', confidence: 'likely', masked: 'h…2', length: 7 };
  const print = (value: string) => {
    const text = `FROM a:1\nRUN login -p ${value} && x`;
    const dockerfile = parse(text, { file: 'Dockerfile' });
    const start = text.indexOf(value);
    const place = dockerfile.at({ start, end: start + value.length });
    const login = dockerfile.at({ start: start - 3, end: start + value.length });
    const found = [
      { rule: 'hardcoded-secret', place, evidence: [evidence] },
      { rule: 'login-without-secret-mount', place: login, evidence: [] },
    ];
    return fingerprint(found, dockerfile).map((one) => one.fingerprint);
  };
  expect(print('hunter2')).toEqual(print('another'));
});

const sketch = (paths: readonly string[], more: Partial<ImageSketch> = {}): ImageSketch => ({
  layers: paths.map((path) => ({ [path]: 'x' })),
  history: paths.map((path) => `COPY ${path} / # buildkit`),
  ...more,
});

/** One finding of each kind of place. */
function imagePrints(image: Image, size = 1000): readonly string[] {
  const layer = image.layers.findIndex(({ facts }) => facts.entries.some((entry) => entry.path === 'srv/key.pem'));
  const bytes: Evidence = { kind: 'bytes', what: 'apt lists', bytes: size, count: size };
  const places: readonly (readonly [Place, readonly Evidence[]])[] = [
    [{ kind: 'layer', layer, path: 'srv/key.pem', line: size }, [{ kind: 'file', path: 'srv/key.pem', size }]],
    [{ kind: 'history', step: layer }, []],
    [{ kind: 'config', key: 'User' }, [{ kind: 'account', user: 'root', uid: 0 }]],
    [{ kind: 'image' }, [bytes, { kind: 'value', name: 'layers', value: String(size) }]],
  ];
  const found = places.map(([place, evidence], index) => ({ rule: `rule-${index}`, place, evidence }));
  return fingerprint(found, image).map((one) => one.fingerprint);
}

test('an image that is rebuilt, grown by a layer and tagged anew keeps its fingerprints', () => {
  const before = assemble(sketchParts(sketch(['srv/key.pem'], { reference: 'ghcr.io/acme/app:1.4' })));
  const after = assemble(
    sketchParts(sketch(['etc/motd', 'usr/bin/app', 'srv/key.pem'], { reference: 'ghcr.io/acme/app:1.5' })),
  );
  expect(imagePrints(after, 2_345)).toEqual(imagePrints(before));
  const other = assemble(sketchParts(sketch(['srv/key.pem'], { reference: 'ghcr.io/acme/web:1.4' })));
  expect(imagePrints(other).filter((print) => imagePrints(before).includes(print))).toEqual([]);
});
