import { expect, test } from 'vitest';
import type { Finding, Place } from '../../../src/finding.ts';
import { dedupe } from '../../../src/refine/dedupe.ts';

const at = (start: number, end: number, file = 'Dockerfile'): Place => ({
  kind: 'dockerfile',
  file,
  span: { start, end },
});

const finding = (given: Partial<Finding> & Pick<Finding, 'rule' | 'place'>): Finding => ({
  severity: 'warning',
  message: `${given.rule} is here.`,
  related: [],
  evidence: [],
  fixes: [],
  fingerprint: given.rule,
  ...given,
});

const instruction = at(20, 90);
const text = finding({
  rule: 'apt-lists-kept',
  fault: 'apt-lists',
  place: at(24, 40),
  fixes: [{ title: 'Remove the lists', safety: 'safe', edits: [{ span: { start: 90, end: 90 }, text: ' && rm' }] }],
});
const layer = finding({
  rule: 'apt-lists-in-layer',
  fault: 'apt-lists',
  place: { kind: 'layer', layer: 3, path: 'var/lib/apt/lists' },
  related: [{ place: instruction, message: 'This instruction made the layer.' }],
});

test('text and layer of one fault at one instruction become the layer finding, with the place of the text instead of its instruction, and its fix', () => {
  const [merged, ...rest] = dedupe([text, layer]);
  expect(rest).toEqual([]);
  expect(merged?.rule).toBe('apt-lists-in-layer');
  expect(merged?.related.map((entry) => entry.place)).toEqual([text.place]);
  expect(merged?.fixes[0]?.edits[0]?.file).toBe('Dockerfile');
});

test('another instruction, another file and another fault stay apart', () => {
  const elsewhere = finding({ ...text, place: at(100, 120) });
  const otherFile = finding({ ...text, place: at(24, 40, 'app/Dockerfile') });
  const otherFault = finding({ ...text, rule: 'pip-cache-kept', fault: 'pip-cache' });
  const all = [elsewhere, otherFile, otherFault, layer];
  expect(dedupe(all)).toEqual(all);
});

test('a layer whose instruction is not known is merged with nothing', () => {
  const unjoined = { ...layer, related: [] };
  expect(dedupe([text, unjoined])).toEqual([text, unjoined]);
});

test('what somebody silenced in the text stays silenced when the layer speaks for it', () => {
  const suppressed = { kind: 'inSource', reason: 'kept for the scanner' } as const;
  expect(dedupe([{ ...text, suppressed }, layer])[0]?.suppressed).toEqual(suppressed);
});

test('one rule on the text and on the history that repeats it keeps the exact place alone', () => {
  const exact = finding({ rule: 'sudo', place: at(24, 28) });
  const repeated = finding({
    rule: 'sudo',
    place: { kind: 'history', step: 4 },
    related: [{ place: instruction, message: 'Here.' }],
  });
  const [kept, ...rest] = dedupe([repeated, exact]);
  expect(rest).toEqual([]);
  expect(kept?.place).toEqual(exact.place);
  expect(kept?.related).toEqual([]);
});

test('history, text and layer of one fault end as the layer, which names the others', () => {
  const repeated = finding({
    rule: 'apt-lists-kept',
    fault: 'apt-lists',
    place: { kind: 'history', step: 4 },
    related: [{ place: instruction, message: 'Here.' }],
  });
  for (const order of [
    [text, repeated, layer],
    [layer, repeated, text],
  ]) {
    const merged = dedupe(order);
    expect(merged.map((one) => one.rule)).toEqual(['apt-lists-in-layer']);
    expect(merged[0]?.related.map((entry) => entry.place)).toContainEqual(text.place);
  }
});

test('the same finding twice is one; the same rule twice in one instruction is two', () => {
  const second = finding({ ...text, place: at(60, 70) });
  expect(dedupe([text, text, second])).toEqual([text, second]);
});
