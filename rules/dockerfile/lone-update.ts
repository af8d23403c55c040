import { mountCovers } from '../../src/dockerfile/caches.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import type { Dockerfile, Instruction, RunInstruction } from '../../src/dockerfile/model.ts';
import { type PackageRan, packageCommandsOf } from '../../src/dockerfile/package-commands.ts';
import { packageCommand } from '../../src/dockerfile/packages.ts';
import { defineRule } from '../../src/rule.ts';

/** Commands that install nothing, whatever they are given. */
const harmless =
  /^(?:rm|echo|printf|set|true|:|sed|cat|mkdir|touch|ln|cp|mv|chmod|chown|export|cd|tee|gpg|curl|wget|grep|find|add-apt-repository|apt-key|test|\[|ls|sleep|date|dpkg-reconfigure|update-ca-certificates|locale-gen)$/;

export default defineRule({
  id: 'lone-update',
  aliases: ['DS-0017', 'CKV_DOCKER_5', 'CIS-DI-0007'],
  on: 'dockerfile',
  needs: { actions: ['refresh'] },
  since: '1.0',
  history: true,
  severity: 'warning',
  category: 'caching',
  summary: 'The package index must be updated in the RUN that installs.',
  why: 'The layer with the index is cached for as long as the text of its RUN stays the same: a later install then looks in an old index for packages that have been replaced since, and fails or gets old ones.',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN [|apt-get update|]\nRUN apt-get install -y curl',
      fixed: 'FROM debian:12.9\nRUN apt-get update && apt-get install -y curl',
    },
    'FROM alpine:3.21\nRUN [|apk update|] && echo done\nENV A=1\nRUN apk add curl',
    'FROM debian:12.9 AS base\nRUN [|apt-get -qq update|]\nFROM base\nRUN apt-get install -y curl',
  ],
  good: [
    'FROM debian:12.9\nRUN apt-get update && apt-get install -y curl',
    'FROM debian:12.9\nRUN apt-get update && apt-get upgrade -y',
    'FROM debian:12.9\nRUN apt-get update && ./install.sh',
    'FROM debian:12.9\nRUN apt-get update && apt-get build-dep -y git',
    'FROM debian:12.9\nRUN --mount=type=cache,target=/var/lib/apt apt-get update\nRUN --mount=type=cache,target=/var/lib/apt apt-get install -y curl',
    'FROM fedora:41\nRUN dnf -y update',
    'FROM debian:12.9\nRUN apt-get update && $INSTALL',
  ],

  *check(file) {
    const told = new Set<RunInstruction>();
    for (const ran of packageCommandsOf(file.stages)) {
      const { action, manager, command, run, verbWord } = ran;
      if (action !== 'refresh' || !manager.system || told.has(run) || !isAlone(ran)) continue;
      if (manager.caches.some(({ path }) => mountCovers(run, path))) continue;
      told.add(run);
      const edits = merged(file, run, ran);
      yield {
        place: file.at({ start: command.span.start, end: verbWord.span.end }),
        message: `\`${command.name} ${verbWord.text ?? ''}\` stands in a RUN that installs nothing.`,
        help: 'Update and install in one RUN.',
        fixes: edits,
      };
    }
  },
});

/** Nothing in the script installs, or could. */
function isAlone({ command: { script } }: PackageRan): boolean {
  return script.commands.every((command) => {
    const found = packageCommand(command);
    if (found !== undefined) return found.action === 'refresh' || found.action === 'clean';
    return command.name !== undefined && harmless.test(command.name);
  });
}

/** The next instruction is the RUN that installs: the two become one. */
function merged(file: Dockerfile, run: RunInstruction, { manager, command }: PackageRan) {
  const next: Instruction | undefined = file.instructions[run.index + 1];
  if (next?.kind !== 'run' || !next.script || run.onbuild || next.stage !== run.stage) return [];
  const first = next.script.commands[0];
  const installs = first && packageCommand(first);
  if (installs?.manager !== manager || installs.action !== 'install' || command.script.commands.length !== 1) return [];
  const flags = (one: RunInstruction) => one.flags.map(({ span }) => file.text.slice(span.start, span.end)).join(' ');
  const between = { start: command.span.end, end: next.script.span.start };
  if (flags(run) !== flags(next) || !/^\s*RUN\s+$/i.test(file.text.slice(between.start, between.end))) return [];
  return [fix('Join it with the next RUN', 'unsafe', { span: between, text: ' && ' })];
}
