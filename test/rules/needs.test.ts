/** A rule that is not asked about a file has nothing to say of it: held to the texts of every rule's examples, and to all fixtures. */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { defaultsOf } from '../../rules/defaults.ts';
import { dockerfileRules } from '../../rules/dockerfile.ts';
import { decode } from '../../src/dockerfile/decode.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import type { DockerfileExample } from '../../src/rule.ts';
import { unmarkDockerfile } from '../../src/testing/expected.ts';

const gated = dockerfileRules.filter(({ needs }) => needs !== undefined);

/** Rules that found something in a text though it holds nothing that they need, and how many were not asked. */
function judge(text: string): { wrong: readonly string[]; unasked: number } {
  const file = parse(text, { file: 'Dockerfile' });
  const unasked = gated.filter(({ needs }) => needs && !file.holds(needs));
  const wrong = unasked.filter(({ id, check }) => [...check(file, defaultsOf(id) ?? {})].length > 0);
  return { wrong: wrong.map(({ id }) => `${id}: ${JSON.stringify(text)}`), unasked: unasked.length };
}

test('on the examples of all rules', () => {
  const examples = dockerfileRules.flatMap(({ bad, good }) => [...bad, ...good]);
  const texts = examples.filter((one): one is DockerfileExample<unknown> => typeof one === 'string' || 'code' in one);
  const judged = texts.map((one) => judge(unmarkDockerfile(one).example.code));
  expect(judged.flatMap(({ wrong }) => wrong)).toEqual([]);
  expect(judged.length).toBeGreaterThan(1000);
  // Most rules are about something that most files have not.
  expect(judged.reduce((sum, { unasked }) => sum + unasked, 0)).toBeGreaterThan(judged.length * gated.length * 0.5);
});

test('on every Dockerfile among the fixtures', () => {
  const files = globSync('fixtures/**/*Dockerfile*', { withFileTypes: true }).filter((one) => one.isFile());
  const judged = files.map((one) => judge(decode(readFileSync(`${one.parentPath}/${one.name}`)).text));
  expect(judged.flatMap(({ wrong }) => wrong)).toEqual([]);
  expect(judged.length).toBeGreaterThan(20);
});
