import { mountCovers, removedAfter } from '../../src/dockerfile/caches.ts';
import type { Command } from '../../src/dockerfile/model.ts';
import { defineRule } from '../../src/rule.ts';

const lists = '/var/lib/apt/lists';

export default defineRule({
  id: 'apt-lists-kept',
  aliases: ['DL3009'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'A RUN that updates the apt index must remove it again.',
  why: 'The package lists weigh some 20 to 50 MB, go stale the next day, and stay in the layer for good; a later `rm` only hides them.',
  fault: 'apt-lists',
  bad: [
    'FROM debian:12.9\nRUN [|apt-get update|] && apt-get install -y curl',
    'FROM debian:12.9\nRUN [|apt-get update|] && apt-get install -y curl && rm -rf /tmp/*',
    'FROM debian:12.9\nRUN rm -rf /var/lib/apt/lists/* && [|apt-get update|] && apt-get install -y curl',
  ],
  good: [
    'FROM debian:12.9\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*',
    'FROM debian:12.9\nRUN apt-get update && apt-get install -y curl; rm -fr /tmp/* /var/lib/apt',
    'FROM debian:12.9\nRUN --mount=type=cache,target=/var/lib/apt --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y curl',
    'FROM debian:12.9\nRUN apt-get update && apt-get install -y curl && apt-get dist-clean',
    'FROM debian:12.9 AS build\nRUN apt-get update && apt-get install -y gcc\nFROM debian:12.9',
  ],

  *check({ shipped }) {
    for (const run of shipped.flatMap((stage) => stage.of('run'))) {
      if (mountCovers(run, lists)) continue;
      for (const command of run.script?.commands ?? []) {
        if (!isUpdate(command) || removedAfter(command, lists) || cleanedAfter(command)) continue;
        yield {
          place: command.place,
          message: `\`${command.name} update\` leaves the package lists in \`${lists}\` of this layer.`,
          evidence: [{ kind: 'file', path: lists.slice(1) }],
          help: `End the same RUN with \`rm -rf ${lists}/*\`, or use a cache mount.`,
        };
        break;
      }
    }
  },
});

function isUpdate({ name, parsed }: Command): boolean {
  return (name === 'apt-get' || name === 'apt' || name === 'aptitude') && parsed.operands[0]?.text === 'update';
}

/** `apt-get dist-clean` (or `distclean`) removes the lists. */
function cleanedAfter(command: Command): boolean {
  const { commands } = command.script;
  return commands
    .slice(commands.indexOf(command) + 1)
    .some(
      ({ name, parsed }) => /^apt(-get)?$/.test(name ?? '') && /^dist-?clean$/.test(parsed.operands[0]?.text ?? ''),
    );
}
