import { expect, test } from 'vitest';
import { parse } from '../../../src/dockerfile/parse.ts';

const file = 'Dockerfile';

test('a build argument whose value is not known hides the default', () => {
  const text = 'ARG TAG=latest\nFROM debian:$TAG';
  expect(parse(text, { file }).stages[0]?.base).toMatchObject({ kind: 'image', tag: 'latest' });
  expect(parse(text, { file, buildArgs: { TAG: undefined } }).stages[0]?.base.kind).toBe('unknown');
});

test('a build context goes before a stage and an image of its name', () => {
  const text = [
    'FROM golang:1.26 AS build',
    'FROM docker.io/library/debian:latest',
    'COPY --from=build /app /app',
    'RUN --mount=from=assets,target=/in true',
  ].join('\n');
  const { stages } = parse(text, { file, contexts: ['build', 'debian', 'assets'] });
  const [copy] = stages[1]?.of('copy', 'add') ?? [];
  const [run] = stages[1]?.of('run') ?? [];
  const found = [stages[1]?.base, copy?.from, run?.mounts[0]?.from];
  expect(found.map((one) => one?.kind === 'unknown' && one.context)).toEqual(['debian', 'build', 'assets']);
  expect(stages[0]?.reachable).toBe(false);
});
