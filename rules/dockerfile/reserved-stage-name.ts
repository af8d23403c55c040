import { fix } from '../../src/dockerfile/edits.ts';
import { renameStage } from '../../src/dockerfile/stage-references.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'reserved-stage-name',
  aliases: ['DL3063', 'ReservedStageName'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'A stage must not be named `scratch` or `context`.',
  why: 'The builder means the empty base and the build context by them.',
  needs: { texts: [' as ', '\tas', 'as\t'], and: { texts: ['scratch', 'context'] } },
  bad: [
    { code: 'FROM debian:12.9 AS [|scratch|]', fixed: 'FROM debian:12.9 AS scratch-stage' },
    {
      code: 'FROM debian:12.9 AS [|Context|]\nFROM debian:12.9\nCOPY --from=context /a /a',
      fixed: 'FROM debian:12.9 AS context-stage\nFROM debian:12.9\nCOPY --from=context-stage /a /a',
    },
  ],
  good: ['FROM scratch AS app', 'FROM debian:12.9 AS build-context'],

  *check(file) {
    for (const stage of file.stages) {
      const written = stage.from.name;
      if (!written || (stage.name !== 'scratch' && stage.name !== 'context')) continue;
      const name = `${stage.name}-stage`;
      yield {
        place: written.place,
        message: `\`${written.raw}\` is a name that the builder has for itself.`,
        help: 'Name the stage after what it makes.',
        fixes: [fix(`Rename to \`${name}\``, 'unsafe', ...renameStage(file, stage, name))],
      };
    }
  },
});
