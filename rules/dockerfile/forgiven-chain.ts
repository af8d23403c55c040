import { runsOf } from '../../src/dockerfile/ran.ts';
import type { Command, ListItem } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

/** Commands whose work is what the RUN is for. */
const works =
  /^(?:sed|cp|mv|ln|mkdir|chmod|chown|install|useradd|adduser|groupadd|bash|sh|python3?|apt|apt-get|aptitude|apk|yum|dnf|microdnf|zypper|pip[\d.]*|npm|yarn|pnpm|composer|bundle|gem|cargo|go|make|cmake|mvn|gradle|curl|wget|git|tar|unzip|dpkg|rpm|conda|mamba|uv|poetry|configure)$/;
/** Commands that only tidy up. */
const tidies = /^(?:rm|rmdir|find|unlink|truncate)$/;

export default defineRule({
  id: 'forgiven-chain',
  aliases: ['SC2015'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: '`|| true` must not stand at the end of a chain that does more than tidy up.',
  why: '`a && b && c || true` forgives `a` and `b`, too: the install fails, and the build goes on without it.',
  needs: { texts: ['||'] },
  fault: 'SC2015',
  bad: [
    'FROM debian:12.9\nRUN apt-get update && apt-get install -y curl [|&& rm -r /var/cache/apt || true|]',
    'FROM debian:12.9\nRUN true; make install [|&& rm -r /src || :|]',
  ],
  good: [
    'FROM debian:12.9\nRUN apt-get update && apt-get install -y curl && (rm -r /var/cache/apt || true)',
    'FROM debian:12.9\nRUN make install; rm -r /src || true',
    'FROM debian:12.9\nRUN [ -d /src ] && rm -r /src || true',
    'FROM debian:12.9\nRUN apt-get update && apt-get install -y curl || true',
    'FROM debian:12.9\nRUN make install && rm -r /src || exit 1',
  ],

  *check(file) {
    for (const { stage, script } of runsOf(file.stages)) {
      if (stage.windows) continue;
      for (const [at, item] of script.items.entries()) {
        if (item.joiner !== '||' || !forgives(item)) continue;
        const chain = chainBefore(script.items, at);
        const last = chain.at(-1);
        const worker = chain
          .slice(0, -1)
          .flatMap(outer)
          .find(({ name }) => works.test(name ?? ''));
        if (last === undefined || worker === undefined || !outer(last).every(({ name }) => tidies.test(name ?? '')))
          continue;
        yield {
          place: file.at({ start: operatorBefore(file.text, last.span.start), end: item.span.end }),
          message: `This forgives \`${worker.name}\` as well, not only \`${outer(last)[0]?.name}\`.`,
          help: 'Put the last command and `|| true` in brackets: `&& (command || true)`.',
          related: [{ place: worker.place, message: 'When this fails, the build goes on.' }],
        };
      }
    }
  },
});

function forgives({ simple, commands }: ListItem): boolean {
  return simple && commands.length === 1 && (commands[0]?.name === 'true' || commands[0]?.name === ':');
}

/** What `&&` joins, up to the item at this position. */
function chainBefore(items: readonly ListItem[], at: number): readonly ListItem[] {
  let start = at - 1;
  while (start > 0 && items[start]?.joiner === '&&') start--;
  return items[start]?.joiner === '||' ? [] : items.slice(start, at);
}

/** Commands that stand there themselves, not in a substitution. */
function outer({ commands, simple }: ListItem): readonly Command[] {
  return simple ? commands.filter(({ context, wrapper }) => !context.substitution && !wrapper) : [];
}

function operatorBefore(text: string, end: number): number {
  return Math.max(0, text.lastIndexOf('&&', end - 1));
}
