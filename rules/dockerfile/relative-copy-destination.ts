import { baseOf } from '../../src/dockerfile/bases.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'relative-copy-destination',
  aliases: ['DL3045'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'COPY and ADD to a relative path need a WORKDIR.',
  why: 'Without one, the files land wherever the base image happens to stand, and move with it.',
  bad: [
    { code: 'FROM debian:12.9\nCOPY app [|bin/app|]', fixed: 'FROM debian:12.9\nCOPY app /bin/app' },
    { code: 'FROM acme/app:1\nCOPY app [|app|]', severity: 'info', fixed: 'FROM acme/app:1\nCOPY app /app' },
    { code: 'FROM debian:12.9\nADD app.tar.gz [|app|]', fixed: 'FROM debian:12.9\nADD app.tar.gz /app' },
    'FROM debian:12.9\nCOPY . [|.|]',
    { code: 'FROM debian:12.9\nCOPY ["app", [|"app"|]]', fixed: 'FROM debian:12.9\nCOPY ["app", "/app"]' },
  ],
  good: [
    'FROM debian:12.9\nWORKDIR /srv\nCOPY app bin/app',
    'FROM debian:12.9\nCOPY app /bin/app',
    'FROM debian:12.9 AS base\nWORKDIR /srv\nFROM base\nCOPY . .',
    'FROM debian:12.9\nARG TARGET\nCOPY app $TARGET',
    'FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nCOPY app.exe C:\\\\app.exe',
    'FROM $BASE\nCOPY . .',
    'FROM golang:1.26\nCOPY . .',
  ],

  *check({ stages }) {
    for (const { destination, state, stage } of stages.flatMap((one) => one.of('copy', 'add'))) {
      if (destination?.text === undefined || state.workdir.explicit || stage?.root.kind === 'unknown') continue;
      if (/^(?:[\\/$]|[A-Za-z]:|$)/.test(destination.text)) continue;
      const base = stage && baseOf(stage.root);
      if (base && base.workdir !== '/') continue;
      const start = destination.span.start + (/^["']/.test(destination.raw) ? 1 : 0);
      const root = fix('Make it absolute', 'unsafe', { span: { start, end: start }, text: '/' });
      yield {
        place: destination.place,
        message: `\`${destination.text}\` is relative, and no \`WORKDIR\` is set${base?.known ? '' : ', assuming the base sets none'}.`,
        help: 'Set `WORKDIR` first, or write an absolute path.',
        ...(!base?.known && { severity: 'info' as const }),
        // `/.` and `/..` help nobody.
        fixes: destination.text.startsWith('.') ? [] : [root],
      };
    }
  },
});
