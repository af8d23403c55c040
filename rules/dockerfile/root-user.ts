import { isRoot } from '../../src/dockerfile/accounts.ts';
import { images } from '../../src/dockerfile/images.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'root-user',
  aliases: ['DL3002', 'CKV_DOCKER_8', 'DS-0002'],
  on: 'dockerfile',
  needs: { within: [{ kinds: ['user'], texts: ['root', '0', '$'] }] },
  since: '1.0',
  severity: 'warning',
  category: 'security',
  securitySeverity: 6.5,
  summary: 'A stage that ships must not end as root.',
  why: 'A process that runs as root in the container is root on the host the moment it breaks out, and can change every file of the image until then.',
  fault: 'runs-as-root',
  options: (z) =>
    z.strictObject({
      stages: z.enum(['shipped', 'all']).default('shipped').describe('Which stages are judged.'),
    }),
  bad: [
    'FROM debian:12.9\nUSER [|root|]',
    'FROM debian:12.9\nUSER app\nUSER [|0:0|]',
    'FROM debian:12.9 AS base\nUSER [|root|]\nFROM base\nCMD ["app"]',
    'FROM debian:12.9\nARG RUN_AS=root\nUSER [|$RUN_AS|]',
    { code: 'FROM debian:12.9 AS build\nUSER [|root|]\nFROM debian:12.9\nUSER app', options: { stages: 'all' } },
  ],
  good: [
    'FROM debian:12.9\nUSER root\nRUN true\nUSER app',
    'FROM debian:12.9 AS build\nUSER root\nFROM debian:12.9\nUSER app',
    'FROM debian:12.9\nARG RUN_AS\nUSER $RUN_AS',
    'FROM debian:12.9',
    'FROM debian:12.9 AS base\nUSER root\nFROM base\nUSER app',
    'FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nUSER root',
  ],

  *check(file, { stages }) {
    const judged = stages === 'all' ? file.stages : images(file);
    const told = new Set<unknown>();
    for (const { end, windows } of judged) {
      const { text, explicit } = end.user;
      if (!explicit?.user || text === undefined || windows || told.has(explicit) || !isRoot(text)) continue;
      told.add(explicit);
      yield {
        place: explicit.user.place,
        message: `The image runs as \`${text}\`, which is root.`,
        evidence: [{ kind: 'account', user: text, uid: 0 }],
        help: 'Switch to an unprivileged user after the last step that needs root: `USER app`.',
      };
    }
  },
});
