import type { BuildFact } from '../../src/dockerfile/facts.ts';
import { nearest } from '../../src/dockerfile/suggest.ts';
import { defineRule } from '../../src/rule.ts';

const place = { kind: 'file' as const, file: 'compose.yaml', span: { start: 12, end: 15 } };
const facts = (target: string): { readonly build: BuildFact } => ({
  build: { title: 'the service `web`', targets: [{ name: target, place }], args: [] },
});

export default defineRule({
  id: 'missing-build-target',
  on: 'dockerfile',
  since: '1.0',
  severity: 'error',
  category: 'correctness',
  summary: 'A stage that a compose or bake file builds must be there.',
  why: 'The build ends before it begins: the Dockerfile has no stage of that name.',
  needs: { facts: ['build'] },
  bad: [
    {
      code: 'FROM node:22 AS runtime\n[|FROM runtime AS dev|]',
      facts: facts('runtme'),
      message: 'The service `web` builds the stage `runtme`, which is not here; did you mean `runtime`?',
    },
    { code: '[|FROM node:22|]', facts: facts('runtime') },
    { code: '[|FROM node:22|]', facts: facts('1') },
  ],
  good: [
    'FROM node:22',
    { code: 'FROM node:22 AS runtime\nFROM runtime AS dev', facts: facts('Runtime') },
    { code: 'FROM node:22', facts: facts('0') },
    { code: 'FROM node:22 AS $NAME', facts: facts('runtime') },
  ],

  *check({ stages, facts: { build } }) {
    const last = stages.at(-1);
    // A name that is no plain word is one that we cannot tell.
    if (!build || !last || stages.some(({ from }) => /[$\\]/.test(from.name?.raw ?? ''))) return;
    for (const { name, place: at } of build.targets) {
      const wanted = name.toLowerCase();
      if (stages.some((stage) => stage.name === wanted || String(stage.index) === wanted)) continue;
      const near = nearest(
        wanted,
        stages.flatMap((stage) => stage.name ?? []),
      );
      const who = build.title.replace(/^t/, 'T');
      yield {
        place: last.from.place,
        message: `${who} builds the stage \`${name}\`, which is not here${near === undefined ? '.' : `; did you mean \`${near}\`?`}`,
        help: 'Name a stage of this file, or add one of that name.',
        related: [{ place: at, message: 'It is named here.' }],
      };
    }
  },
});
