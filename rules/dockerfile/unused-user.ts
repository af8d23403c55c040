import { accountsMade } from '../../src/dockerfile/accounts.ts';
import { commandsOf } from '../../src/dockerfile/commands.ts';
import { fix, insertBelow } from '../../src/dockerfile/edits.ts';
import { dropsRoot, images, startsProgram } from '../../src/dockerfile/images.ts';
import type { Stage } from '../../src/dockerfile/model.ts';
import { defineRule } from '../../src/rule.ts';

/** Commands that prepare a user; naming it there is no use of it. */
const preparing =
  /^(?:useradd|adduser|usermod|groupadd|addgroup|groupmod|gpasswd|passwd|chpasswd|chown|chgrp|install|mkdir|echo|printf|id|getent|chmod|cp|mv|rm|touch|ln|chsh|usermod)$/;

/** Accounts that daemons switch to by themselves, and those of workspaces, which an editor or runner chooses. */
const daemon =
  /^(?:www-data|www|nginx|apache|http|httpd|mysql|mariadb|postgres|redis|mongodb?|rabbitmq|memcached?|dockremap|sshd|postfix|squid|haproxy|varnish|zabbix|munge|slurm|elasticsearch|vscode|gitpod|coder|codebuild-user|runner|jenkins|developer|\w*test\w*|unprivileged\w*|_.*)$/;

export default defineRule({
  id: 'unused-user',
  on: 'dockerfile',
  since: '1.0',
  // Most users that real files make and do not name again are those of daemons, of logins, or of `docker run --user`.
  severity: 'off',
  category: 'security',
  summary: 'A user that is made for the image should run it.',
  why: 'Somebody meant to drop root and never did: the image still runs as root.',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN useradd --system [|app|]\nCMD ["app"]',
      fixed: 'FROM debian:12.9\nRUN useradd --system app\nCMD ["app"]\nUSER app',
    },
    {
      code: 'FROM alpine:3.22 AS base\nRUN adduser -D [|app|] && chown app /srv\nFROM base\nCOPY . /srv\nCMD ["app"]',
      fixed:
        'FROM alpine:3.22 AS base\nRUN adduser -D app && chown app /srv\nFROM base\nCOPY . /srv\nCMD ["app"]\nUSER app',
    },
  ],
  good: [
    'FROM debian:12.9\nRUN useradd app\nUSER app',
    'FROM debian:12.9\nRUN useradd -u 1000 app\nUSER 1000',
    'FROM debian:12.9\nRUN useradd app\nRUN apt-get install -y gosu\nENTRYPOINT ["entrypoint.sh"]',
    'FROM debian:12.9\nRUN useradd app\nCMD ["nginx", "-g", "user app;"]',
    'FROM debian:12.9\nRUN useradd app && su app -c true',
    'FROM debian:12.9\nRUN useradd app\nCOPY --chown=app . /srv\nUSER $RUN_AS',
    'FROM debian:12.9 AS build\nRUN useradd app\nFROM debian:12.9\nCMD ["app"]',
    'FROM debian:12.9\nRUN useradd app',
    'FROM debian:12.9\nRUN useradd app\nCMD ["bash"]',
    'FROM debian:12.9\nRUN useradd nginx\nCMD ["nginx"]',
  ],

  *check(file) {
    for (const stage of images(file)) {
      if (stage.end.user.explicit || stage.windows || dropsRoot(file, stage) || !startsProgram(stage)) continue;
      const last = stage.instructions.at(-1) ?? stage.from;
      const said = saidIn(stage);
      for (const { name, word } of stage.lineage.toReversed().flatMap(accountsMade)) {
        if (daemon.test(name) || isNamed(said, name)) continue;
        yield {
          place: word.place,
          message: `\`${name}\` is made here, and nothing runs as it.`,
          evidence: [{ kind: 'account', user: name }],
          help: `Add \`USER ${name}\` after the last step that needs root.`,
          fixes: [fix(`Run as \`${name}\``, 'unsafe', insertBelow(file, last, `USER ${name}`))],
        };
      }
    }
  },
});

/** In USER, or by a command that may act as it: a daemon's configuration, `su`, a script. */
function saidIn({ lineage }: Stage): Said {
  const lines: string[] = [];
  for (const stage of lineage) {
    for (const { user } of stage.of('user')) {
      if (user?.text === undefined) return { lines: 'any', words: new Set() };
      lines.push(user.text);
    }
    lines.push(...stage.of('env').flatMap(({ pairs }) => pairs.map(({ value }) => value?.raw ?? '')));
    // The program's own name is often that of its user; an option that names a user says more.
    const started = stage.of('cmd', 'entrypoint').map(({ words }) => words.map(({ raw }) => raw).join(' '));
    lines.push(...started.filter((line) => /user|uid|\B-u\b/i.test(line)));
    const acted = commandsOf(stage).filter(({ name: command = '' }) => !preparing.test(command));
    lines.push(...acted.flatMap(({ args }) => args.map(({ raw }) => raw)));
  }
  return { lines, words: new Set(lines.flatMap((line) => line.match(/[\w-]+/g) ?? [])) };
}

interface Said {
  /** `any`: what is said is not known. */
  readonly lines: readonly string[] | 'any';
  readonly words: ReadonlySet<string>;
}

function isNamed({ lines, words }: Said, name: string): boolean {
  if (lines === 'any' || words.has(name)) return true;
  if (/^[\w-]+$/.test(name)) return false;
  const word = new RegExp(`(?<![\\w-])${name.replace(/[^\w-]/g, '\\$&')}(?![\\w-])`);
  return lines.some((line) => word.test(line));
}
