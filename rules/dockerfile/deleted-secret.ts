import type { CopyInstruction } from '../../src/dockerfile/model.ts';
import { defineRule } from '../../src/rule.ts';
import { isSecretFileName } from '../../src/secrets/files.ts';

export default defineRule({
  id: 'deleted-secret',
  on: 'dockerfile',
  needs: { commands: ['rm', 'shred', 'unlink'] },
  since: '1.0',
  severity: 'error',
  category: 'secrets',
  securitySeverity: 8.5,
  precision: 'high',
  fault: 'secret-in-deleted-file',
  summary: 'A secret that one instruction brings is not gone because a later one removes it.',
  why: 'Every instruction makes a layer of its own: the file still ships in the layer of the COPY, and anyone who pulls the image can unpack it.',
  bad: [
    {
      code: 'FROM debian:12.9\nCOPY .env /app/.env\nRUN make\nRUN [|rm /app/.env|]',
      message: '`/app/.env` is removed here, but stays in the layer of the COPY that brought it.',
    },
    'FROM debian:12.9\nWORKDIR /app\nCOPY id_rsa /root/.ssh/id_rsa\nRUN git fetch && [|rm -rf /root/.ssh|]',
    'FROM debian:12.9\nWORKDIR /app\nCOPY .netrc ./\nRUN make && [|rm -f .netrc|]',
  ],
  good: [
    'FROM debian:12.9\nCOPY app.conf /app/app.conf\nRUN rm /app/app.conf',
    'FROM debian:12.9 AS build\nCOPY .env /app/.env\nRUN make && rm /app/.env\nFROM debian:12.9\nCOPY --from=build /app/bin /app/',
    'FROM debian:12.9\nRUN --mount=type=secret,id=env,target=/app/.env make',
  ],

  *check({ shipped }) {
    for (const stage of shipped) {
      const brought: { path: string; copy: CopyInstruction }[] = [];
      for (const instruction of stage.instructions) {
        if (instruction.kind === 'copy' || instruction.kind === 'add') brought.push(...secretsOf(instruction));
        if (instruction.kind !== 'run') continue;
        for (const command of instruction.script?.commands ?? []) {
          if (command.name !== 'rm' && command.name !== 'shred' && command.name !== 'unlink') continue;
          const cwd = instruction.state.workdir.text ?? '/';
          const targets = command.parsed.operands.flatMap((word) =>
            word.text === undefined ? [] : [absolute(cwd, word.text)],
          );
          const gone = brought.find(({ path }) =>
            targets.some((target) => path === target || path.startsWith(`${target}/`)),
          );
          if (!gone) continue;
          yield {
            place: command.place,
            message: `\`${gone.path}\` is removed here, but stays in the layer of the ${gone.copy.keyword} that brought it.`,
            evidence: [{ kind: 'file', path: gone.path.slice(1) }],
            related: [{ place: gone.copy.place, message: `This ${gone.copy.keyword} brings the file.` }],
            help: 'Mount the file into the one RUN that needs it: `RUN --mount=type=secret,target=… …`.',
          };
        }
      }
    }
  },
});

/** Secret files that an instruction brings, by the paths they get. */
function secretsOf(copy: CopyInstruction): { path: string; copy: CopyInstruction }[] {
  const to = copy.destination?.text;
  if (copy.from || to === undefined) return [];
  const target = absolute(copy.state.workdir.text ?? '/', to);
  return copy.sources.flatMap(({ text }) => {
    if (text === undefined || !isSecretFileName(text)) return [];
    const name = text.replace(/\/+$/, '').replace(/^.*\//, '');
    const folder = /\/$|^\.{1,2}$/.test(to) || copy.sources.length > 1;
    return [{ path: folder ? `${target === '/' ? '' : target}/${name}` : target, copy }];
  });
}

function absolute(cwd: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${cwd}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
