import { commandsOf } from '../../src/dockerfile/ran.ts';
import { defineRule } from '../../src/rule.ts';

/** Commands that have no reason to fail. */
const sure =
  /^\w+="?(?:\$\(|`)\s*(?:mktemp|dpkg|apk|apt-mark|arch|uname|nproc|date|pwd|id|whoami|hostname|basename|dirname|echo|printf|cat)\b/;

export default defineRule({
  id: 'masked-failure',
  aliases: ['SC2155'],
  on: 'dockerfile',
  needs: { commands: ['export', 'readonly', 'local', 'declare'] },
  since: '1.0',
  severity: 'info',
  category: 'correctness',
  summary: 'A variable must be set before it is exported, where a command gives its value.',
  why: '`export A=$(command)` succeeds whatever the command did: the build goes on with an empty value.',
  fault: 'SC2155',
  bad: [
    'FROM debian:12.9\nRUN export [|VERSION="$(curl -f https://example.com/v)"|] && make',
    'FROM debian:12.9\nRUN set -e; export [|TAG=$(git describe)|]; make',
  ],
  good: [
    'FROM debian:12.9\nRUN VERSION="$(curl -f https://example.com/v)" && export VERSION && make',
    'FROM debian:12.9\nRUN export VERSION=1.0 DIR="$HOME/app" && make',
    'FROM debian:12.9\nRUN export GNUPGHOME="$(mktemp -d)" ARCH=$(dpkg --print-architecture) KEPT="$(apt-mark showmanual)" && make',
    'FROM debian:12.9\nRUN export NUMBER=$((1 + 2)) && make',
  ],

  *check({ stages }) {
    for (const { command } of commandsOf(stages, 'export', 'readonly', 'local', 'declare')) {
      for (const arg of command.args) {
        if (!/^\w+=.*(?:\$\((?!\()|`)/s.test(arg.raw) || sure.test(arg.raw) || /\\\$\(|="?\$\(\(/.test(arg.raw))
          continue;
        yield {
          place: arg.place,
          message: `When the command in \`${arg.raw.slice(0, arg.raw.indexOf('='))}\` fails, nobody sees it.`,
          help: `Set it first: \`NAME=$(…) && ${command.name} NAME\`.`,
        };
      }
    }
  },
});
