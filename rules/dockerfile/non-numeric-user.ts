import { images } from '../../src/dockerfile/images.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'non-numeric-user',
  aliases: ['DL3066'],
  on: 'dockerfile',
  needs: { instructions: ['user'] },
  since: '1.0',
  severity: 'off',
  category: 'security',
  summary: 'USER must be a number.',
  why: 'Kubernetes cannot tell of a name whether it is root, and refuses the image where `runAsNonRoot` is set.',
  options: (z) =>
    z.strictObject({
      every: z
        .boolean()
        .default(false)
        .describe('Speak of every USER of every stage, not only of the one that an image runs as.'),
    }),
  bad: [
    'FROM debian:12.9\nUSER [|app|]',
    'FROM debian:12.9\nUSER [|app:1000|]',
    'FROM debian:12.9\nARG RUN_AS=app\nUSER [|$RUN_AS|]',
    { code: 'FROM debian:12.9\nUSER [|root|]\nUSER 1000', options: { every: true } },
  ],
  good: [
    'FROM debian:12.9\nUSER 1000',
    'FROM debian:12.9\nUSER 1000:app',
    'FROM debian:12.9\nUSER app\nUSER 1000',
    'FROM debian:12.9\nARG RUN_AS\nUSER $RUN_AS',
    'FROM debian:12.9',
    'FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nUSER ContainerUser',
  ],

  *check(file, { every }) {
    const users = every
      ? file.stages.flatMap((stage) => stage.of('user'))
      : new Set(images(file).flatMap(({ end }) => end.user.explicit ?? []));
    for (const { user, stage } of users) {
      if (!user?.text || stage?.windows || /^\d+(?::|$)/.test(user.text)) continue;
      yield {
        place: user.place,
        message: `\`${user.text}\` is a name, which Kubernetes cannot check.`,
        evidence: [{ kind: 'account', user: user.text }],
        help: 'Write the number of the user: `USER 1000`.',
      };
    }
  },
});
