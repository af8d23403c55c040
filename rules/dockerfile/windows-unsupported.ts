import type { Stage } from '../../src/dockerfile/model.ts';
import type { DockerfilePlace } from '../../src/finding.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'windows-unsupported',
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'A Windows stage must not use what builders do on Linux only.',
  why: 'Owners, modes, mounts and signals have no counterpart on Windows: the builder fails, or ignores them without a word.',
  needs: { bases: ['windows'] },
  bad: [
    'FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nCOPY [|--chown=app|] a C:/a',
    'FROM mcr.microsoft.com/windows/servercore:ltsc2025\nRUN [|--mount=type=cache,target=C:/cache|] dir',
    {
      code: 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\n[|STOPSIGNAL SIGTERM|]',
      message: '`STOPSIGNAL` has no effect on Windows.',
    },
  ],
  good: [
    'FROM debian:12.9\nCOPY --chown=app a /a\nSTOPSIGNAL SIGTERM',
    'FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nCOPY a C:/a\nRUN dir',
    'FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nCOPY --from=acme/app:1 a C:/a',
  ],

  *check({ stages }) {
    for (const stage of stages) {
      if (!stage.windows) continue;
      for (const { what, place } of unsupported(stage)) {
        yield { place, message: `\`${what}\` has no effect on Windows.`, help: 'Remove it.' };
      }
    }
  },
});

function* unsupported(stage: Stage): Iterable<{ readonly what: string; readonly place: DockerfilePlace }> {
  for (const instruction of stage.of('copy', 'add', 'run', 'stopsignal')) {
    if (instruction.kind === 'stopsignal') yield { what: 'STOPSIGNAL', place: instruction.place };
    const names = instruction.kind === 'run' ? ['mount'] : ['chown', 'chmod'];
    for (const { name, place } of instruction.flags) if (names.includes(name)) yield { what: `--${name}`, place };
  }
}
