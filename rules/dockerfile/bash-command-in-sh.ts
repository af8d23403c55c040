import { replace } from '../../src/dockerfile/command-edits.ts';
import { isDash } from '../../src/dockerfile/dash.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import { commandsOf } from '../../src/dockerfile/ran.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'bash-command-in-sh',
  aliases: ['SC3044', 'SC3046'],
  on: 'dockerfile',
  needs: { commands: ['source', 'pushd', 'popd', 'dirs', 'shopt', 'declare', 'typeset'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'Commands of bash must not be used where `/bin/sh` is dash.',
  why: 'Dash has no `source`, `pushd`, `shopt` and their like: the command is not found, and what follows `;` runs all the same, in the wrong folder or without the settings.',
  fault: 'SC3044',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN [|source|] /app/env && make',
      fixed: 'FROM debian:12.9\nRUN . /app/env && make',
    },
    'FROM debian:12.9\nRUN [|pushd|] /app; make; [|popd|]',
  ],
  good: [
    'FROM debian:12.9\nRUN . /app/env && (cd /app && make)',
    'FROM alpine:3.21\nRUN source /app/env',
    'FROM debian:12.9\nSHELL ["/bin/bash", "-c"]\nRUN source /app/env && pushd /app',
    "FROM debian:12.9\nRUN bash -c 'source /app/env && make'",
    'FROM debian:12.9\nRUN pushd() { cd "$1"; }; pushd /app',
    'FROM debian:12.9\nRUN source /app/env || . /app/env',
  ],

  *check({ stages, text }) {
    for (const { stage, command, run } of commandsOf(
      stages,
      'source',
      'pushd',
      'popd',
      'dirs',
      'shopt',
      'declare',
      'typeset',
    )) {
      const { name, nameWord, wrapper, script } = command;
      if (!isDash(stage, script) || wrapper || !nameWord || nameWord.raw !== name) continue;
      if (script.items[command.item + 1]?.joiner === '||' || command.context.conditional) continue;
      if (new RegExp(`\\b${name}\\s*\\(\\)`).test(text.slice(run.span.start, run.span.end))) continue;
      const plain = name === 'source' && script.parsed;
      yield {
        place: nameWord.place,
        message: `Dash has no \`${name}\`.`,
        help: plain ? 'Write `.`.' : 'Set `SHELL ["/bin/bash", "-c"]`, or do without.',
        fault: name === 'source' ? 'SC3046' : 'SC3044',
        // `.` takes a bare name for a program's, as bash does not.
        fixes:
          plain && command.args[0]?.raw.includes('/') && command.args.length === 1
            ? [fix('Write `.`', 'unsafe', replace(nameWord, '.'))]
            : [],
      };
    }
  },
});
