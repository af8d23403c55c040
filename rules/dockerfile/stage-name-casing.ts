import { fix } from '../../src/dockerfile/edits.ts';
import { renameStage } from '../../src/dockerfile/stage-references.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'stage-name-casing',
  aliases: ['StageNameCasing'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'style',
  summary: 'Names of stages must be lower-case.',
  why: 'Builders compare them lower-case; written otherwise, they look like names that differ.',
  needs: { texts: [' as ', '\tas', 'as\t'] },
  bad: [
    { code: 'FROM debian:12.9 AS [|Build|]', fixed: 'FROM debian:12.9 AS build' },
    {
      code: 'FROM golang:1.26 AS [|Build|]\nFROM Build AS test\nFROM debian:12.9\nCOPY --from=BUILD /a /a\nRUN --mount=from=Build,target=/b cp /b/c /c\nCOPY --from=0 /d /d',
      fixed:
        'FROM golang:1.26 AS build\nFROM build AS test\nFROM debian:12.9\nCOPY --from=build /a /a\nRUN --mount=from=build,target=/b cp /b/c /c\nCOPY --from=0 /d /d',
    },
  ],
  good: ['FROM debian:12.9 AS build', 'FROM debian:12.9 as build-2'],

  *check(file) {
    for (const stage of file.stages) {
      const written = stage.from.name;
      if (!written || written.raw === stage.name || stage.name === undefined) continue;
      yield {
        place: written.place,
        message: `\`${written.raw}\` is not lower-case.`,
        help: `Write \`${stage.name}\`.`,
        fixes: [fix(`Rename to \`${stage.name}\``, 'safe', ...renameStage(file, stage, stage.name))],
      };
    }
  },
});
