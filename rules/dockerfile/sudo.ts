import { isRoot } from '../../src/dockerfile/accounts.ts';
import { baseOf } from '../../src/dockerfile/bases.ts';
import { runsOf } from '../../src/dockerfile/commands.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import type { RunInstruction } from '../../src/dockerfile/model.ts';
import type { Command } from '../../src/dockerfile/script-model.ts';
import type { Edit, Fix } from '../../src/finding.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'sudo',
  aliases: ['DL3004', 'DS-0010', 'CKV2_DOCKER_1', 'DKL-DI-0001'],
  on: 'dockerfile',
  needs: { commands: ['sudo'] },
  since: '1.0',
  history: true,
  severity: 'error',
  category: 'security',
  securitySeverity: 5.5,
  summary: 'RUN must not use sudo.',
  why: 'A build step is root already, or becomes it by USER; sudo changes the environment, confuses signals, and stays behind as a way to root.',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN [|sudo|] apt-get update && sudo apt-get install -y curl',
      fixed: 'FROM debian:12.9\nRUN apt-get update && apt-get install -y curl',
    },
    { code: 'FROM debian:12.9\nUSER app\nRUN [|sudo|] mkdir /a', fixed: 'FROM debian:12.9\nUSER app\nRUN mkdir /a' },
    { code: 'FROM debian:12.9\nRUN [|sudo|] -E make', fixed: 'FROM debian:12.9\nRUN make' },
    'FROM debian:12.9\nRUN [|sudo|] -u app make',
  ],
  good: [
    'FROM debian:12.9\nRUN apt-get install -y sudo',
    'FROM debian:12.9\nRUN echo "app ALL=NOPASSWD: ALL" > /etc/sudoers.d/app',
    'FROM debian:12.9\nRUN visudo -c',
  ],

  *check({ stages }) {
    for (const run of stages.flatMap(runsOf)) {
      const used = run.script?.commands.filter(({ name }) => name === 'sudo') ?? [];
      const [first] = used;
      if (!first?.nameWord) continue;
      const repair = repaired(run, used);
      yield {
        place: first.nameWord.place,
        message: `\`sudo\` has no business in a build${used.length > 1 ? `; this \`RUN\` uses it ${used.length} times.` : '.'}`,
        evidence: [{ kind: 'command', text: 'sudo' }],
        help: 'Put `USER root` above the step, and switch back below.',
        ...(repair && { fixes: [repair] }),
      };
    }
  },
});

/** Removing it is certain only where the step is root anyway, and sudo was not asked for more than that. */
function repaired({ state, stage }: RunInstruction, used: readonly Command[]): Fix | undefined {
  const edits = used.map(removal);
  if (!edits.every((edit) => edit !== undefined)) return undefined;
  const { user } = state;
  const root = user.text !== undefined && isRoot(user.text) && (user.explicit || (stage && baseOf(stage.root).known));
  const plain = used.every(({ parsed }) => parsed.flags.length === 0);
  return fix('Remove sudo', root && plain ? 'safe' : 'unsafe', ...edits);
}

/** Flags that only keep the environment can go with it; one that names a user cannot. */
function removal({ nameWord, script, span, parsed }: Command): Edit | undefined {
  const inner = script.commands.find((one) => one.wrapper?.nameWord === nameWord);
  const harmless = parsed.flags.every(({ name }) => /^-[EHnS]$|^--(?:preserve-env|non-interactive)/.test(name));
  return inner && harmless ? { span: { start: span.start, end: inner.span.start }, text: '' } : undefined;
}
