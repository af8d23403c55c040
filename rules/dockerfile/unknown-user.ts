import type { Stage, Word } from '../../src/dockerfile/model.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'unknown-user',
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'A stage without `/etc/passwd` knows no users by name.',
  why: 'Nothing can turn the name into a number: the build fails at `--chown`, and the container does not start.',
  needs: { bases: ['scratch'] },
  bad: [
    'FROM scratch\nCOPY app /app\nUSER [|app|]',
    'FROM golang:1.26 AS build\nFROM scratch\nCOPY --from=build --chown=[|app:app|] /app /app',
  ],
  good: [
    'FROM scratch\nCOPY app /app\nUSER 65534:65534',
    'FROM scratch\nCOPY --from=build /etc/passwd /etc/passwd\nUSER app',
    'FROM scratch\nADD rootfs.tar.gz /\nUSER app',
    'FROM scratch\nCOPY etc/ /etc/\nUSER app',
    'FROM scratch\nARG TARGET\nCOPY passwd $TARGET\nUSER app',
    'FROM debian:12.9\nUSER app',
    'FROM scratch\nCOPY app /app\nUSER root',
  ],

  *check({ stages }) {
    for (const stage of stages) {
      if (stage.root.kind !== 'scratch' || stage.windows || mayKnowUsers(stage)) continue;
      for (const instruction of stage.of('user', 'copy', 'add')) {
        const word = instruction.kind === 'user' ? instruction.user : instruction.flag('chown')?.value;
        if (!word?.text || !namesUser(word)) continue;
        yield {
          place: word.place,
          message: `\`${word.text}\` is a name, and this stage has no \`/etc/passwd\` to look it up in.`,
          evidence: [{ kind: 'account', user: word.text }],
          help: 'Write numbers, or copy `/etc/passwd` and `/etc/group` into the stage.',
        };
      }
    }
  },
});

/** The runtime knows `root` without a file. */
function namesUser({ text = '' }: Word): boolean {
  const [user = '', group = ''] = text.split(':');
  return [user, group].some((name) => name !== '' && name !== 'root' && !/^\d+$/.test(name));
}

function mayKnowUsers({ lineage }: Stage): boolean {
  return lineage.some((stage) =>
    stage.of('copy', 'add', 'run').some((one) => {
      if (one.kind === 'run') return true;
      const target = one.destination?.text;
      return target === undefined || /^\.?\/?$|(?:^|\/)etc(?:\/|$)/.test(target) || one.kind === 'add';
    }),
  );
}
