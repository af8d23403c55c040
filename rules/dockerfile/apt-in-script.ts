import { replace } from '../../src/dockerfile/command-edits.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import { commandsOf } from '../../src/dockerfile/ran.ts';
import { defineRule } from '../../src/rule.ts';

/** Subcommands that mean the same in `apt-get`, and those of `apt-cache`. */
const same: ReadonlySet<string> = new Set([
  'install',
  'reinstall',
  'update',
  'upgrade',
  'remove',
  'purge',
  'autoremove',
  'autopurge',
  'clean',
  'autoclean',
  'build-dep',
  'source',
  'download',
]);
const cache: ReadonlySet<string> = new Set(['search', 'show', 'policy', 'depends', 'rdepends']);

export default defineRule({
  id: 'apt-in-script',
  aliases: ['DL3027', 'CKV_DOCKER_9'],
  on: 'dockerfile',
  needs: { commands: ['apt'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: '`apt-get` must be used in place of `apt`.',
  why: '`apt` is made for people at a terminal: it says itself that its command line may change between versions, and that scripts should not rely on it.',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN [|apt|] update && [|apt|] install -y curl',
      fixed: 'FROM debian:12.9\nRUN apt-get update && apt-get install -y curl',
    },
    {
      code: 'FROM debian:12.9\nRUN sudo [|apt|] -y upgrade && /usr/bin/[|apt|] show curl',
      fixed: 'FROM debian:12.9\nRUN sudo apt-get -y upgrade && /usr/bin/apt-cache show curl',
    },
    'FROM debian:12.9\nRUN [|apt|] list --installed',
  ],
  good: [
    'FROM debian:12.9\nRUN apt-get update && apt-get install -y apt',
    'FROM debian:12.9\nRUN rm -rf /var/lib/apt/lists/* && echo apt',
  ],

  *check(file) {
    for (const { command } of commandsOf(file.stages, 'apt')) {
      const { nameWord } = command;
      if (nameWord === undefined) continue;
      const { end } = nameWord.span;
      const name = file.at({ start: end - 'apt'.length, end });
      if (nameWord.quoted || !nameWord.raw.endsWith('apt')) continue;
      const verb = command.parsed.operands[0]?.text ?? '';
      const better = same.has(verb) ? 'apt-get' : cache.has(verb) ? 'apt-cache' : undefined;
      yield {
        place: name,
        message: `\`apt${verb && ` ${verb}`}\` is meant for terminals, not for scripts.`,
        help: 'Use `apt-get`, and `apt-cache` to ask.',
        fixes: better === undefined ? [] : [fix(`Use ${better}`, 'safe', replace(name, better))],
      };
    }
  },
});
