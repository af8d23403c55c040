import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'duplicate-stage-name',
  aliases: ['DL3024', 'DuplicateStageName', 'DS-0012', 'CKV_DOCKER_11'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'error',
  category: 'correctness',
  summary: 'Stages must have different names.',
  why: 'What a name means then depends on where it is used, and `--target` takes the last one.',
  needs: { texts: [' as ', '\tas', 'as\t'], and: { twice: ['from'] } },
  bad: [
    'FROM debian:12.9 AS build\nFROM node:22 AS [|build|]',
    'FROM debian:12.9 AS build\nFROM node:22 AS [|Build|]\nFROM node:22 AS [|BUILD|]',
  ],
  good: ['FROM debian:12.9 AS build\nFROM node:22 AS app', 'FROM debian:12.9\nFROM debian:12.9'],

  *check({ stages }) {
    const first = new Map<string, (typeof stages)[number]>();
    for (const stage of stages) {
      const { name, from } = stage;
      if (name === undefined || !from.name) continue;
      const before = first.get(name);
      if (!before) first.set(name, stage);
      else {
        yield {
          place: from.name.place,
          message: `\`${from.name.raw}\` is the name of an earlier stage${from.name.raw === name ? '' : '; case does not count'}.`,
          help: 'Give the stage a name of its own.',
          related: [{ place: before.from.name?.place ?? before.place, message: 'The earlier stage is here.' }],
        };
      }
    }
  },
});
