import { commandsOf } from '../../src/dockerfile/commands.ts';
import { images } from '../../src/dockerfile/images.ts';
import type { Instruction, Stage } from '../../src/dockerfile/model.ts';
import type { DockerfilePlace } from '../../src/finding.ts';
import { defineRule } from '../../src/rule.ts';

const logFile = /(\/var\/log\/[\w./-]*\w|\/[\w./-]+\.log)$/;

export default defineRule({
  id: 'log-file-in-container',
  on: 'dockerfile',
  since: '1.0',
  severity: 'info',
  category: 'runtime',
  summary: 'A program in a container should log to its standard output.',
  why: 'A log file fills the container’s own layer, is seen by no `docker logs`, and is gone with the container.',
  needs: { texts: ['log'] },
  bad: [
    'FROM debian:12.9\nCMD ["app", [|"--log-file=/var/log/app.log"|]]',
    'FROM debian:12.9\nCMD ["app", "--logfile", [|"/var/log/app/app.log"|]]',
    'FROM debian:12.9\nCMD app [|>> /var/log/app.log|] 2>&1',
    'FROM debian:12.9\nENV [|APP_LOG_FILE=/var/log/app.log|]',
  ],
  good: [
    'FROM debian:12.9\nCMD ["app", "--log-file=/dev/stdout"]',
    'FROM debian:12.9\nCMD ["app", "--log-level", "info"]',
    'FROM nginx:1.29\nRUN ln -sf /dev/stdout /var/log/app.log\nCMD ["app", "--log-file=/var/log/app.log"]',
    'FROM debian:12.9\nCMD ["tail", "-f", "/var/log/app.log"]',
    'FROM debian:12.9\nRUN app > /var/log/build.log',
    'FROM debian:12.9\nCMD ["app", "--access-logfile", "-"]',
  ],

  *check(file) {
    for (const stage of images(file)) {
      const linked = stage.lineage
        .flatMap(commandsOf)
        .filter(({ name }) => name === 'ln')
        .flatMap(({ args }) => args.flatMap(({ text }) => text ?? []));
      for (const { path, place } of stage.lineage.flatMap(logFiles)) {
        if (linked.includes(path)) continue;
        yield {
          place,
          message: `The log goes to \`${path}\` inside the container.`,
          help: 'Log to standard output and error.',
        };
      }
    }
  },
});

interface LogFile {
  readonly path: string;
  readonly place: DockerfilePlace;
}

function logFiles(stage: Stage): readonly LogFile[] {
  return stage.of('cmd', 'entrypoint', 'env').flatMap((instruction) => [...inInstruction(instruction)]);
}

function* inInstruction(instruction: Instruction): Iterable<LogFile> {
  if (instruction.kind === 'env') {
    for (const { key, value, place } of instruction.pairs) {
      const path = logFile.exec(value?.text ?? '')?.[1];
      if (path && /LOG_?(?:FILE|PATH)$/i.test(key.raw)) yield { path, place };
    }
  }
  if (instruction.kind !== 'cmd' && instruction.kind !== 'entrypoint') return;
  yield* inWords(instruction.exec ?? []);
  for (const { args, redirections } of instruction.script?.commands ?? []) {
    yield* inWords(args);
    for (const { operator, target, place } of redirections) {
      const path = logFile.exec(target?.text ?? '')?.[1];
      if (path && operator.includes('>')) yield { path, place };
    }
  }
}

/** `--log-file=PATH`, `--logfile PATH`: a path alone may be read as well as written. */
function* inWords(
  words: readonly { readonly text: string | undefined; readonly place: DockerfilePlace }[],
): Iterable<LogFile> {
  for (const [at, { text = '', place }] of words.entries()) {
    const path = logFile.exec(text)?.[1];
    const flag = text.startsWith('-') ? text : (words[at - 1]?.text ?? '');
    if (path && /^--?[\w-]*log(?:[-_]?(?:file|path|output|dest))?(?:=|$)/i.test(flag)) yield { path, place };
  }
}
