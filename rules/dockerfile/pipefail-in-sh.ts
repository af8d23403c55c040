import { isDash } from '../../src/dockerfile/dash.ts';
import type { Stage } from '../../src/dockerfile/model.ts';
import { commandsOf } from '../../src/dockerfile/ran.ts';
import { releasesOf } from '../../src/dockerfile/release.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'pipefail-in-sh',
  aliases: ['SC3040'],
  on: 'dockerfile',
  needs: { commands: ['set'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: '`set -o pipefail` must not be said where `/bin/sh` is dash.',
  why: 'The dash of Debian 12, of Ubuntu 22.04 and of those before them knows no such option: it stops there with `Illegal option`. Later ones are not judged.',
  fault: 'SC3040',
  bad: ['FROM debian:12.9\nRUN set -eo [|pipefail|] && curl -f https://example.com/a | tar x'],
  good: [
    'FROM debian:12.9\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl -f https://example.com/a | tar x',
    'FROM alpine:3.21\nRUN set -o pipefail && wget -O - https://example.com/a | tar x',
    'FROM debian:12.9\nRUN (set -o pipefail 2>/dev/null) && true',
    'FROM debian:12.9\nRUN set -o pipefail || true',
    'FROM debian:trixie\nRUN set -o pipefail && true',
    'FROM acme/app:1.0\nRUN apt-get update && set -o pipefail && true',
  ],

  *check({ stages }) {
    for (const { stage, command } of commandsOf(stages, 'set')) {
      const { script, wrapper, context, redirections, args } = command;
      if (!isOld(stage) || !isDash(stage, script) || wrapper || redirections.length > 0) continue;
      if (context.subshell || context.substitution || context.conditional) continue;
      if (script.items[command.item + 1]?.joiner === '||') continue;
      const word = args.find(({ text }, at) => text === 'pipefail' && /^-[a-z]*o$/.test(args[at - 1]?.text ?? ''));
      if (word === undefined) continue;
      yield {
        place: word.place,
        message: 'Dash has no option `pipefail`, and stops here.',
        help: 'Set `SHELL ["/bin/bash", "-o", "pipefail", "-c"]`.',
      };
    }
  },
});

/** Whether the base is known to be one whose dash was there before the option was. */
function isOld({ root }: Stage): boolean {
  const last: Readonly<Record<string, number>> = { debian: 12, ubuntu: 22.04 };
  const releases = root.kind === 'image' ? releasesOf(root) : [];
  return releases.some(({ product, release }) => Number.parseFloat(release) <= (last[product] ?? 0));
}
