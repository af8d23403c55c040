import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'copy-from-self',
  aliases: ['DL3023', 'DS-0006'],
  on: 'dockerfile',
  needs: { texts: ['--from'] },
  since: '1.0',
  severity: 'error',
  category: 'correctness',
  summary: 'A stage must not copy from itself.',
  why: 'A stage cannot be read before it is built, and the builder stops.',
  bad: [
    'FROM debian:12.9 AS app\nCOPY --from=[|app|] /a /b',
    'FROM debian:12.9\nFROM debian:12.9 AS App\nCOPY --from=[|APP|] /a /b',
    'FROM debian:12.9\nCOPY --from=[|0|] /a /b',
  ],
  good: [
    'FROM debian:12.9 AS build\nFROM debian:12.9 AS app\nCOPY --from=build /a /b',
    'FROM debian:12.9 AS app\nFROM debian:12.9\nCOPY --from=app /a /b',
    'FROM debian:12.9\nCOPY a /a',
  ],

  *check({ stages }) {
    for (const { from, stage } of stages.flatMap((one) => one.of('copy', 'add'))) {
      if (from?.kind !== 'stage' || from.stage !== stage) continue;
      yield {
        place: from.place,
        message: `This copies from the stage it stands in${stage.name ? `, \`${stage.name}\`` : ''}.`,
        help: 'Name an earlier stage, or use `RUN cp`.',
      };
    }
  },
});
