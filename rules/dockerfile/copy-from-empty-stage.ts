import type { Stage } from '../../src/dockerfile/model.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'copy-from-empty-stage',
  on: 'dockerfile',
  needs: { texts: ['--from'], and: { bases: ['scratch'] } },
  since: '1.0',
  severity: 'error',
  category: 'correctness',
  summary: 'COPY must not take from a stage that holds no file.',
  why: 'A stage on `scratch` to which nothing was added has nothing to copy, and the builder stops.',
  bad: [
    'FROM scratch AS assets\nFROM debian:12.9\nCOPY --from=[|assets|] /a /a',
    'FROM scratch AS empty\nLABEL a=b\nFROM empty AS still\nENV A=1\nFROM debian:12.9\nCOPY --from=[|still|] /b /srv/',
  ],
  good: [
    'FROM scratch AS assets\nCOPY assets /\nFROM debian:12.9\nCOPY --from=assets /a /a',
    'FROM debian:12.9 AS assets\nFROM debian:12.9\nCOPY --from=assets /a /a',
    'FROM scratch AS assets\nADD rootfs.tar /\nFROM assets AS more\nFROM debian:12.9\nCOPY --from=more /a /a',
    'FROM scratch AS none\nFROM debian:12.9\nCOPY --from=none / /srv/',
    'FROM scratch AS context\nWORKDIR /a\nFROM debian:12.9\nCOPY --from=context /a /a',
  ],

  *check({ stages }) {
    for (const { from, sources } of stages.flatMap((stage) => stage.of('copy', 'add'))) {
      if (from?.kind !== 'stage' || !isEmpty(from.stage)) continue;
      // The root itself is always there: of an empty stage, nothing is copied.
      if (sources.every(({ text }) => text === undefined || /^[./]*$/.test(text))) continue;
      yield {
        place: from.place,
        message: `The stage \`${from.stage.name ?? from.stage.index}\` holds no file.`,
        help: 'Copy from the stage that makes the files.',
        related: [{ place: from.stage.from.place, message: 'It starts from `scratch`, and nothing adds to it.' }],
      };
    }
  },
});

/** A named build context may stand in for such a stage, but then it does so for its own sake. */
function isEmpty({ root, lineage }: Stage): boolean {
  return (
    root.kind === 'scratch' &&
    lineage.every((stage) => stage.of('copy', 'add', 'run', 'workdir', 'unknown').length === 0)
  );
}
