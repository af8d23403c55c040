import { memberships } from '../../src/dockerfile/accounts.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'dropped-supplementary-groups',
  on: 'dockerfile',
  needs: { instructions: ['user'], and: { commands: ['usermod', 'useradd', 'adduser', 'addgroup', 'gpasswd'] } },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'USER with a group drops the other groups of the user.',
  why: 'A group after the colon is the only one that the process gets; what `usermod -aG` gave before has no effect.',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN useradd app && usermod -aG video app\nUSER [|app:app|]',
      message: '`app:app` drops the group `video` that `app` was given.',
      fixed: 'FROM debian:12.9\nRUN useradd app && usermod -aG video app\nUSER app',
    },
    {
      code: 'FROM alpine:3.22\nRUN adduser -D app && addgroup app docker\nUSER [|app:app|]',
      fixed: 'FROM alpine:3.22\nRUN adduser -D app && addgroup app docker\nUSER app',
    },
  ],
  good: [
    'FROM debian:12.9\nRUN usermod -aG video app\nUSER app',
    'FROM debian:12.9\nRUN useradd app\nUSER app:app',
    'FROM debian:12.9\nRUN usermod -aG video other\nUSER app:app',
    'FROM debian:12.9\nRUN usermod -aG video app\nUSER app:video',
  ],

  *check({ shipped }) {
    for (const stage of shipped) {
      const given = Map.groupBy(stage.lineage.flatMap(memberships), ({ user }) => user);
      for (const { user } of stage.of('user')) {
        const [name = '', group] = user?.text?.split(':') ?? [];
        if (!user || group === undefined) continue;
        const first = given
          .get(name)
          ?.find(({ groups }) => groups.some((one) => one !== group))
          ?.groups.find((one) => one !== group);
        if (first === undefined) continue;
        const edit = { span: user.span, text: name };
        yield {
          place: user.place,
          message: `\`${user.text}\` drops the group \`${first}\` that \`${name}\` was given.`,
          help: `Write \`USER ${name}\`.`,
          fixes: user.raw === user.text ? [fix(`Write \`USER ${name}\``, 'unsafe', edit)] : [],
        };
      }
    }
  },
});
