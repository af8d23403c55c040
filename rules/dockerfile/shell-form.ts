import { fix } from '../../src/dockerfile/edits.ts';
import type {
  CmdInstruction,
  Dockerfile,
  EntrypointInstruction,
  HealthcheckInstruction,
  Stage,
} from '../../src/dockerfile/model.ts';
import type { Script } from '../../src/dockerfile/script-model.ts';
import type { Fix } from '../../src/finding.ts';
import { defineRule } from '../../src/rule.ts';

type Started = CmdInstruction | EntrypointInstruction | HealthcheckInstruction;

/** Words that only a shell understands. */
const builtins = new Set([
  'exec',
  'cd',
  '.',
  'source',
  'export',
  'set',
  'eval',
  'ulimit',
  'umask',
  'trap',
  'exit',
  'wait',
  'alias',
  'unset',
  ':',
  'command',
  'type',
]);

export default defineRule({
  id: 'shell-form',
  aliases: ['DL3025', 'JSONArgsRecommended'],
  on: 'dockerfile',
  needs: { instructions: ['cmd', 'entrypoint', 'healthcheck'] },
  since: '1.0',
  severity: 'warning',
  category: 'runtime',
  summary: 'CMD and ENTRYPOINT must be JSON arrays.',
  why: 'The shell gets the signals, and does not always pass them on: `docker stop` then waits its ten seconds and kills. Arguments given to the container are lost.',
  options: (z) =>
    z.strictObject({
      healthcheck: z.boolean().default(false).describe('Speak of HEALTHCHECK CMD too, where a shell harms nobody.'),
      exec: z.boolean().default(false).describe('Speak of `exec program` too, where the shell gives its place up.'),
      shell: z.boolean().default(false).describe('Speak where a SHELL is set too, which says that a shell is wanted.'),
    }),
  bad: [
    { code: 'FROM debian:12.9\nCMD [|app --port 80|]', fixed: 'FROM debian:12.9\nCMD ["app", "--port", "80"]' },
    {
      code: "FROM debian:12.9\nENTRYPOINT [|nginx -g 'daemon off;'|]",
      fixed: 'FROM debian:12.9\nENTRYPOINT ["nginx", "-g", "daemon off;"]',
    },
    {
      code: 'FROM debian:12.9\nCMD [|app --port $PORT|]',
      fixed: 'FROM debian:12.9\nCMD ["/bin/sh", "-c", "exec app --port $PORT"]',
    },
    'FROM debian:12.9\nCMD [|migrate && app|]',
    {
      code: 'FROM debian:12.9\nHEALTHCHECK CMD [|curl -f localhost|]',
      options: { healthcheck: true },
      fixed: 'FROM debian:12.9\nHEALTHCHECK CMD ["curl", "-f", "localhost"]',
    },
    {
      code: 'FROM debian:12.9\nSHELL ["/bin/bash", "-c"]\nCMD [|app|]',
      options: { shell: true },
      fixed: 'FROM debian:12.9\nSHELL ["/bin/bash", "-c"]\nCMD ["app"]',
    },
  ],
  good: [
    'FROM debian:12.9\nCMD ["app", "--port", "80"]',
    'FROM debian:12.9\nSHELL ["/bin/bash", "-c"]\nCMD app',
    'FROM debian:12.9 AS base\nSHELL ["/bin/bash", "-c"]\nFROM base\nCMD app',
    'FROM debian:12.9\nCMD exec app --port $PORT',
    'FROM debian:12.9\nHEALTHCHECK CMD curl -f localhost',
    'FROM debian:12.9\nCMD [ "app", \\\n  "run" ]',
    'FROM debian:12.9\nCMD ["/bin/sh", "-c", "exec app $PORT"]',
  ],

  *check(file, { healthcheck, exec, shell }) {
    for (const stage of file.stages) {
      for (const started of stage.of('cmd', 'entrypoint', 'healthcheck')) {
        const { script, state, keyword } = started;
        if (!script || (started.kind === 'healthcheck' && !healthcheck) || (state.shell.explicit && !shell)) continue;
        if (!exec && script.commands[0]?.name === 'exec') continue;
        // What was meant as JSON is for `invalid-json-form`.
        const text = file.text.slice(script.span.start, script.span.end);
        if (text.startsWith('[') && /^\[(?!\s+["']?\$).*\]$/s.test(text)) continue;
        const repair = stage.windows ? undefined : repaired(file, started, script);
        yield {
          place: script.place,
          message: `\`${keyword}\` in shell form starts a shell, not the program.`,
          help: `Write \`${keyword} ["program", "argument"]\`.`,
          ...(repair && { fixes: [repair] }),
        };
      }
    }
  },
});

function repaired(
  file: Dockerfile,
  { kind, stage }: Started,
  { commands, items, span, parsed }: Script,
): Fix | undefined {
  const [command] = commands;
  const text = file.text.slice(span.start, span.end);
  if (!parsed || !command?.name || commands.length !== 1 || items.length !== 1 || text.includes('\n')) return undefined;
  if (items[0]?.background || command.pipe.length > 1 || !items[0]?.simple) return undefined;
  const words = [command.nameWord, ...command.args];
  const plain = words.every(
    (word) =>
      word?.text !== undefined && word.variables.length === 0 && !expanding.some((mark) => word.raw.includes(mark)),
  );
  if (plain && command.redirections.length === 0 && command.assignments.length === 0 && !builtins.has(command.name)) {
    // Beside an ENTRYPOINT the words of CMD are its arguments, so that the meaning changes with the form.
    const alone = kind !== 'cmd' || !stage?.lineage.some(hasEntrypoint);
    return fix('Write a JSON array', alone ? 'safe' : 'unsafe', {
      span,
      text: array(words.map((word) => word?.text ?? '')),
    });
  }
  if (command.assignments.length > 0 || (builtins.has(command.name) && command.name !== 'exec')) return undefined;
  const become = command.name === 'exec' ? text : `exec ${text}`;
  return fix('Let the shell become the program', 'unsafe', { span, text: array(['/bin/sh', '-c', become]) });
}

/** What a shell may make other words of. */
const expanding = ['*', '?', '[', '~', '{'];

const withEntrypoint = new WeakMap<Stage, boolean>();

function hasEntrypoint(stage: Stage): boolean {
  const found = withEntrypoint.get(stage) ?? stage.of('entrypoint').length > 0;
  withEntrypoint.set(stage, found);
  return found;
}

function array(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}
