import { fix } from '../../src/dockerfile/edits.ts';
import type { Word } from '../../src/dockerfile/model.ts';
import type { Fix } from '../../src/finding.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'relative-workdir',
  aliases: ['DL3000', 'WorkdirRelativePath', 'DS-0009', 'CKV_DOCKER_10'],
  on: 'dockerfile',
  needs: { instructions: ['workdir'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'The first WORKDIR must be absolute.',
  why: 'A relative path starts from wherever the base image happens to stand, and moves with it.',
  options: (z) =>
    z.strictObject({
      any: z.boolean().default(false).describe('Speak of every relative WORKDIR, below an absolute one too.'),
    }),
  bad: [
    { code: 'FROM debian:12.9\nWORKDIR [|app|]', fixed: 'FROM debian:12.9\nWORKDIR /app' },
    { code: 'FROM debian:12.9\nWORKDIR [|"my app"|]', fixed: 'FROM debian:12.9\nWORKDIR "/my app"' },
    {
      code: 'FROM debian:12.9\nWORKDIR /srv\nWORKDIR [|app|]',
      options: { any: true },
      fixed: 'FROM debian:12.9\nWORKDIR /srv\nWORKDIR /srv/app',
    },
  ],
  good: [
    'FROM debian:12.9\nWORKDIR /app',
    'FROM debian:12.9\nWORKDIR /srv\nWORKDIR app',
    'FROM debian:12.9 AS base\nWORKDIR /srv\nFROM base\nWORKDIR app',
    'FROM debian:12.9\nARG DIR\nWORKDIR $DIR',
    'FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nWORKDIR C:\\\\app',
    'FROM debian:12.9\nWORKDIR "/app"',
  ],

  *check({ stages }, { any }) {
    for (const { path, state } of stages.flatMap((stage) => stage.of('workdir'))) {
      const { explicit, text: before } = state.workdir;
      if (path?.text === undefined || path.text.startsWith('/') || /^(?:[\\/]|[A-Za-z]:|$)/.test(path.text)) continue;
      if (explicit && !any) continue;
      yield {
        place: path.place,
        message: `\`${path.text}\` is relative${explicit ? '.' : ' to whatever directory the base image stands in.'}`,
        help: 'Write an absolute path.',
        fixes: before === undefined ? [] : [absolute(path, explicit ? before : '/')],
      };
    }
  },
});

function absolute({ raw, span }: Word, before: string): Fix {
  const start = span.start + (/^["']/.test(raw) ? 1 : 0);
  const text = before.endsWith('/') ? before : `${before}/`;
  return fix('Make it absolute', 'unsafe', { span: { start, end: start }, text });
}
