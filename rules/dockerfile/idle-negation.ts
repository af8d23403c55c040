import { fix } from '../../src/dockerfile/edits.ts';
import type { RunInstruction } from '../../src/dockerfile/model.ts';
import { syntaxOf } from '../../src/dockerfile/ran.ts';
import type { Script } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'idle-negation',
  aliases: ['SC2251'],
  on: 'dockerfile',
  needs: { parts: ['negation'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: '`! command` must be followed by what is to happen when it fails.',
  why: '`set -e` never stops at a command with `!` before it: the check is made, and nothing comes of it.',
  fault: 'SC2251',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN set -e; [|! grep -q debug /etc/app.conf|]; make',
      fixed: 'FROM debian:12.9\nRUN set -e; ! grep -q debug /etc/app.conf || exit 1; make',
    },
    {
      code: 'FROM debian:12.9\nSHELL ["/bin/bash", "-ec"]\nRUN [|! ldd /app/run | grep missing|]; make',
      fixed: 'FROM debian:12.9\nSHELL ["/bin/bash", "-ec"]\nRUN ! ldd /app/run | grep missing || exit 1; make',
    },
  ],
  good: [
    'FROM debian:12.9\nRUN set -e; ! grep -q debug /etc/app.conf || exit 1; make',
    'FROM debian:12.9\nRUN set -e; make; ! grep -q debug /etc/app.conf',
    'FROM debian:12.9\nRUN set -e; if ! grep -q debug /etc/app.conf; then make; fi',
    'FROM debian:12.9\nRUN ! grep -q debug /etc/app.conf; make',
  ],

  *check({ stages }) {
    for (const { run, script, part } of syntaxOf(stages, 'negation')) {
      const { start, end } = part.span;
      if (!stopsAt(run, script, start)) continue;
      yield {
        place: part.place,
        message: `Nothing comes of \`${part.raw.split(/\s*\\?\n/)[0]}\`: \`set -e\` does not stop there.`,
        help: 'Add `|| exit 1`.',
        fixes: part.raw.includes('<<')
          ? []
          : [fix('Stop there', 'unsafe', { span: { start: end, end }, text: ' || exit 1' })],
      };
    }
  },
});

const firsts = new WeakMap<Script, number>();

/** Whether a command that fails at this offset ends the script. */
function stopsAt({ state }: RunInstruction, script: Script, offset: number): boolean {
  if (state.shell.words?.some((word) => /^-[a-z]*e[a-z]*$/.test(word)) === true) return true;
  let first = firsts.get(script);
  if (first === undefined) {
    const set = script.commands.find(
      ({ name, args, wrapper }) =>
        name === 'set' && !wrapper && args.some(({ text }) => /^-[a-z]*e|^errexit$/.test(text ?? '')),
    );
    first = set?.span.start ?? Number.POSITIVE_INFINITY;
    firsts.set(script, first);
  }
  return first < offset;
}
