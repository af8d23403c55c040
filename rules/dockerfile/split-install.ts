import { insertAfter } from '../../src/dockerfile/command-edits.ts';
import { fix, removeInstruction } from '../../src/dockerfile/edits.ts';
import type { Dockerfile } from '../../src/dockerfile/model.ts';
import { type PackageRan, packageCommandsOf } from '../../src/dockerfile/package-commands.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'split-install',
  on: 'dockerfile',
  needs: { actions: ['install'] },
  since: '1.0',
  severity: 'off',
  category: 'size',
  summary: 'One stage should install its packages at once.',
  why: "Each install resolves anew, may pull a newer copy of what the one before it brought, and stores the manager's database again.",
  bad: [
    {
      code: 'FROM alpine:3.21\nRUN apk add --no-cache curl\nRUN [|apk add|] --no-cache git',
      fixed: 'FROM alpine:3.21\nRUN apk add --no-cache curl git',
    },
    'FROM debian:12.9\nRUN apt-get install -y curl\nCOPY app /app\nRUN [|apt-get install|] -y git && app',
  ],
  good: [
    'FROM alpine:3.21\nRUN apk add --no-cache curl git',
    'FROM alpine:3.21 AS build\nRUN apk add --no-cache curl\nRUN apk add --no-cache git\nFROM alpine:3.21\nRUN apk add --no-cache tini',
    'FROM alpine:3.21\nRUN apk add --virtual .build gcc && make && apk del .build && apk add curl',
  ],

  *check(file) {
    for (const stage of file.shipped) {
      const first = new Map<string, PackageRan>();
      for (const ran of packageCommandsOf([stage])) {
        const { action, manager, command, verb, verbWord, run } = ran;
        if (action !== 'install' || !manager.system || command.has('--virtual', '-t')) continue;
        const earlier = first.get(manager.name);
        first.set(manager.name, earlier ?? ran);
        if (earlier === undefined || earlier.run === run) continue;
        yield {
          place: file.at({ start: command.span.start, end: verbWord.span.end }),
          message: `\`${command.name} ${verb}\` runs again in this stage.`,
          help: 'Install everything in one RUN.',
          related: [{ place: earlier.command.place, message: 'The first install.' }],
          fixes: merged(file, earlier, ran),
        };
      }
    }
  },
});

/** The second RUN does nothing else, with the same flags: its packages move to the first. */
function merged(file: Dockerfile, first: PackageRan, second: PackageRan) {
  const last = first.packages.at(-1);
  const flags = ({ command }: PackageRan) => command.parsed.flags.map(({ word }) => word.raw).join(' ');
  if (last === undefined || flags(first) !== flags(second) || second.run.onbuild) return [];
  if (second.command.script.commands.length !== 1 || second.run.flags.length !== first.run.flags.length) return [];
  const added = second.packages.map(({ word }) => ` ${word.raw}`).join('');
  return [
    fix('Install it with the first', 'unsafe', insertAfter(last.word, added), removeInstruction(file, second.run)),
  ];
}
