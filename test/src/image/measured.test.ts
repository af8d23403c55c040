/** What a Dockerfile says of a layer is held against the layer; modes are told where they were given. */
import { expect, test } from 'vitest';
import { rules } from '../../../rules/index.ts';
import { parse } from '../../../src/dockerfile/parse.ts';
import { assemble } from '../../../src/image/assemble.ts';
import { givenIn } from '../../../src/image/mode.ts';
import { inspectImage } from '../../../src/inspect/image.ts';
import type { ImageSketch } from '../../../src/rule.ts';
import { sketchParts } from '../../../src/testing/parts.ts';

const text = 'FROM debian:12.9\nRUN pip install flask\nRUN chmod 666 /app/a\nRUN chown -R 1000 /app\nUSER 1000\n';
const history = [
  'ADD file:1 in /',
  'RUN /bin/sh -c pip install flask # buildkit',
  'RUN /bin/sh -c chmod 666 /app/a # buildkit',
  'RUN /bin/sh -c chown -R 1000 /app # buildkit',
  { by: 'USER 1000', empty: true },
];
const wanted = ['pip-cache-kept', 'pip-cache-in-layer', 'world-writable', 'world-writable-file'];

type Layers = NonNullable<ImageSketch['layers']>;
type Parts = ReturnType<typeof sketchParts>;

function judged(layers: Layers, read: (parts: Parts) => Parts = (parts) => parts) {
  const dockerfile = parse(text, { file: 'Dockerfile' });
  const image = assemble({ ...read(sketchParts({ layers, history, base: 1 })), dockerfile });
  const active = rules
    .filter(({ id }) => wanted.includes(id))
    .map(
      (rule) => ({ rule, options: { stages: 'shipped', minimum: 1 }, severity: 'warning', configured: false }) as const,
    );
  const settings = { rules: active, version: '1', today: '2026-01-01', refine: <F>(findings: F) => findings };
  const { findings, skipped } = inspectImage({ image, dockerfile, skipped: [] }, settings);
  expect(skipped).toEqual([]);
  return findings.map(({ rule }) => rule);
}

const base = { 'app/a': { content: 'a', mode: 0o644 } };
const rest = [
  { 'app/a': { content: 'a', mode: 0o666 } },
  { 'app/a': { content: 'a', mode: 0o666, uid: 1000 } },
] as const;

test('a cache that the text speaks of and the layer does not hold is not told', () => {
  const told = judged([base, { 'usr/lib/python3/flask.py': 'x' }, ...rest]);
  expect(told).not.toContain('pip-cache-kept');
});

test('one that is there is, and so is one in a layer that was not read', () => {
  const held = judged([base, { 'root/.cache/pip/http/a': 'x' }, ...rest]);
  expect(held).toContain('pip-cache-kept');
  const unread = judged([base, {}, ...rest], (parts) => ({
    ...parts,
    layers: parts.layers.map((layer, index) => (layer && index === 1 ? { ...layer, unread: 'truncated' } : layer)),
  }));
  expect(unread).toContain('pip-cache-kept');
});

test('a mode is given by the layer that first has it, not by those that store the file again', () => {
  const { files } = assemble(sketchParts({ layers: [base, {}, ...rest] }));
  const last = files.get('app/a');
  expect(last?.layer).toBe(3);
  expect(last && givenIn(files, last, 0o002).layer).toBe(2);
});

test('removed and brought anew, it is the new one that has it', () => {
  const open = { 'app/a': { content: 'a', mode: 0o666 } };
  const { files } = assemble(sketchParts({ layers: [open, { 'app/.wh.a': '' }, open] }));
  const last = files.get('app/a');
  expect(last && givenIn(files, last, 0o002).layer).toBe(2);
});
