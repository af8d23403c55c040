import { fix } from '../../src/dockerfile/edits.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'copy-without-slash',
  aliases: ['DL3021', 'DS-0011'],
  on: 'dockerfile',
  needs: { instructions: ['copy', 'add'] },
  since: '1.0',
  severity: 'error',
  category: 'correctness',
  summary: 'Several sources must be copied to a directory, written with a `/` at its end.',
  why: 'Builders refuse it, or write every source over the one before under the same name.',
  bad: [
    { code: 'FROM debian:12.9\nCOPY a.txt b.txt [|/app|]', fixed: 'FROM debian:12.9\nCOPY a.txt b.txt /app/' },
    {
      code: 'FROM debian:12.9\nCOPY ["a.txt", "b.txt", [|"/app"|]]',
      fixed: 'FROM debian:12.9\nCOPY ["a.txt", "b.txt", "/app/"]',
    },
    {
      code: 'FROM debian:12.9\nWORKDIR /srv\nADD a.txt b.txt [|app|]',
      fixed: 'FROM debian:12.9\nWORKDIR /srv\nADD a.txt b.txt app/',
    },
  ],
  good: [
    'FROM debian:12.9\nCOPY a.txt b.txt /app/',
    'FROM debian:12.9\nWORKDIR /app\nCOPY a.txt b.txt .',
    'FROM debian:12.9\nWORKDIR /app\nCOPY a.txt b.txt ../lib/..',
    'FROM debian:12.9\nCOPY a.txt /app',
    'FROM debian:12.9\nARG TARGET\nCOPY a.txt b.txt $TARGET',
    'FROM debian:12.9\nCOPY a.txt b.txt "/app/"',
    'FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nCOPY a.txt b.txt C:\\\\app\\\\',
  ],

  *check({ stages }) {
    for (const { sources, heredocs, destination } of stages.flatMap((stage) => stage.of('copy', 'add'))) {
      if (!destination?.text || sources.length + heredocs.length < 2) continue;
      if (destination.text.endsWith('/') || /[\\/]$|(?:^|\/)\.{1,2}$/.test(destination.text)) continue;
      const { raw, span } = destination;
      const quote = /["']$/.exec(raw)?.[0] ?? '';
      const slashed = `${raw.slice(0, raw.length - quote.length)}/${quote}`;
      yield {
        place: destination.place,
        message: `Several sources go to \`${destination.text}\`, which is not written as a directory.`,
        help: `Write \`${destination.text}/\`.`,
        fixes: [fix('Add the slash', 'safe', { span, text: slashed })],
      };
    }
  },
});
