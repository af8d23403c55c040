import { fix, newline } from '../../src/dockerfile/edits.ts';
import type { Dockerfile, RunInstruction } from '../../src/dockerfile/model.ts';
import type { Command } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'cd-instead-of-workdir',
  aliases: ['DL3003', 'DS-0013'],
  on: 'dockerfile',
  needs: { commands: ['cd'] },
  since: '1.0',
  severity: 'info',
  category: 'style',
  summary: 'A RUN that happens in another directory should stand below a WORKDIR.',
  why: '`cd` holds for one RUN only and is easily overlooked; WORKDIR says where everything below it happens.',
  options: (z) =>
    z.strictObject({
      anywhere: z.boolean().default(false).describe('Speak of every `cd`, wherever it stands.'),
    }),
  bad: [
    {
      code: 'FROM debian:12.9\nWORKDIR /app\nRUN [|cd /src|] && make\nCOPY . .',
      fixed: 'FROM debian:12.9\nWORKDIR /app\nWORKDIR /src\nRUN make\nWORKDIR /app\nCOPY . .',
    },
    'FROM debian:12.9\nRUN [|cd src|]; make && make install',
    { code: 'FROM debian:12.9\nRUN make && ([|cd /src|] && make)', options: { anywhere: true } },
  ],
  good: [
    'FROM debian:12.9\nWORKDIR /src\nRUN make',
    'FROM debian:12.9\nRUN mkdir /src && cd /src && make',
    'FROM debian:12.9\nRUN (cd /src && make) && true',
    'FROM debian:12.9\nRUN cd /src && make && cd / && true',
    'FROM debian:12.9\nRUN cd /tmp && curl -O example.com/a',
    'FROM debian:12.9\nRUN cd /src && make install && rm -rf /src',
    'FROM debian:12.9\nRUN cd "$DIR" && make',
    'FROM debian:12.9\nRUN cd /src',
  ],

  *check(file, { anywhere }) {
    for (const run of file.stages.flatMap((stage) => stage.of('run'))) {
      const commands = run.script?.commands ?? [];
      const [first] = commands;
      for (const command of commands) {
        if (command.name !== 'cd' || run.stage?.windows) continue;
        const whole = command === first && governs(command);
        if (!whole && !anywhere) continue;
        yield {
          place: command.place,
          message: `\`cd ${command.args[0]?.raw ?? ''}\` ${whole ? 'moves this whole `RUN`' : 'holds for this `RUN` alone'}.`,
          help: 'Set `WORKDIR` above it.',
          fixes: whole ? repaired(file, run, command) : [],
        };
      }
    }
  },
});

/** The rest of the script runs there, and the directory outlives it. */
function governs(cd: Command): boolean {
  const { items, commands } = cd.script;
  const [target] = cd.args;
  const directory = target?.text;
  if (items.length < 2 || !directory || cd.context.subshell || cd.args.length !== 1) return false;
  if (/^(?:\/(?:var\/)?tmp|-|~)(?:\/|$)/.test(directory) || items[1]?.joiner === '||') return false;
  return !commands.slice(1).some((later) => later.name === 'cd' || later.name === 'pushd' || removes(later, directory));
}

function removes({ name, args }: Command, directory: string): boolean {
  return (
    name === 'rm' &&
    args.some(
      ({ text }) =>
        text === undefined ||
        text === directory ||
        text.startsWith(`${directory}/`) ||
        directory.startsWith(`${text}/`),
    )
  );
}

function repaired(file: Dockerfile, run: RunInstruction, cd: Command) {
  const before = run.state.workdir.text;
  const next = cd.script.items[1];
  if (before === undefined || !next || run.heredocs.length > 0) return [];
  const start = run.keywordSpan.start;
  const end = run.span.end;
  const line = newline(file);
  return [
    fix(
      'Use WORKDIR',
      'unsafe',
      { span: { start, end: start }, text: `WORKDIR ${cd.args[0]?.raw ?? ''}${line}` },
      { span: { start: cd.span.start, end: next.span.start }, text: '' },
      { span: { start: end, end }, text: `${line}WORKDIR ${before}` },
    ),
  ];
}
