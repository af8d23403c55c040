import type { Instruction, RunInstruction, Stage } from '../../src/dockerfile/model.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'shell-run-in-scratch',
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'A stage on `scratch` has no shell to run a command line.',
  why: '`scratch` is empty: the shell form of RUN asks for `/bin/sh`, which is not there, and the build stops.',
  needs: { bases: ['scratch'] },
  bad: [
    'FROM scratch\nCOPY app /app\n[|RUN chmod +x /app|]',
    'FROM debian:12.9 AS build\nRUN make\nFROM scratch\nCOPY --from=build /app /usr/local/app\n[|RUN /usr/local/app --init|]',
  ],
  good: [
    'FROM scratch\nCOPY app /app\nRUN ["/app", "--init"]',
    'FROM scratch\nADD rootfs.tar /\nRUN echo hello',
    'FROM scratch\nCOPY --from=busybox:1.37 /bin/ /bin/\nRUN echo hello',
    'FROM scratch\nCOPY rootfs .\nRUN echo hello',
    'FROM scratch\nCOPY $FILES /app/\nCOPY busybox /bin/sh\nRUN echo hello',
    'FROM scratch\nRUN --mount=from=busybox:1.37,dst=/ echo hello',
  ],

  *check({ stages }) {
    for (const stage of stages) {
      if (stage.root.kind !== 'scratch') continue;
      const run = stage.of('run').find((one) => one.script && one.mounts.length === 0 && !mayHaveShell(stage, one));
      if (run === undefined) continue;
      yield {
        place: run.place,
        message: 'There is no shell in this stage to run this.',
        help: 'Do it in a stage that has a shell and copy the result, or use the JSON form with a program that was copied in.',
      };
    }
  },
});

/** Something before it put files where a shell may be. */
function mayHaveShell(stage: Stage, run: RunInstruction): boolean {
  const shell = run.state.shell.words?.[0] ?? '/bin/sh';
  return stage.lineage
    .flatMap((one) => [...one.instructions])
    .some((one) => one.index < run.index && bringsTo(one, shell));
}

function bringsTo(one: Instruction, shell: string): boolean {
  if (one.kind === 'run') return one.exec !== undefined;
  if (one.kind !== 'copy' && one.kind !== 'add') return false;
  const to = one.destination?.text;
  if (to === undefined) return true;
  const workdir = one.state.workdir.text ?? '/';
  const parts = (to.startsWith('/') ? to : `${workdir}/${to}`).split('/').filter((part) => part !== '' && part !== '.');
  const path = `/${parts.join('/')}`;
  return path === '/' || shell === path || shell.startsWith(`${path}/`);
}
