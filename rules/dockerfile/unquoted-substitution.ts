import { fix } from '../../src/dockerfile/edits.ts';
import { expansionsOf } from '../../src/dockerfile/ran.ts';
import type { Expansion } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

/** `date` without a format, or with one that holds a blank. */
const dated = /^(?:\$\(|`)\s*date(?:\s+-u)?(?:\s+(?:"\+[^"]* [^"]*"|'\+[^']* [^']*'))?\s*[)`]$/;

export default defineRule({
  id: 'unquoted-substitution',
  aliases: ['SC2046'],
  on: 'dockerfile',
  needs: { parts: ['command', 'backquotes'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'What a command prints must be quoted where it would fall apart.',
  why: 'Outside quotes the output is split at its blanks, and an empty one vanishes: `[ -n $(command) ]` is then `[ -n ]`, which holds. ShellCheck speaks of every `$(…)` without quotes; this rule of conditions that hold whatever is printed, and of dates, which are printed with blanks. A list of files or packages is meant to be split.',
  fault: 'SC2046',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN if [ -n [|$(find /app -name a)|] ]; then make; fi',
      fixed: 'FROM debian:12.9\nRUN if [ -n "$(find /app -name a)" ]; then make; fi',
    },
    {
      code: 'FROM debian:12.9\nRUN make DATE=[|$(date)|]',
      fixed: 'FROM debian:12.9\nRUN make DATE="$(date)"',
    },
  ],
  good: [
    'FROM debian:12.9\nRUN if [ -n "$(find /app -name a)" ] || [ -z $(cat /b) ]; then make; fi',
    'FROM debian:12.9\nRUN apt-get install -y $(cat /packages) && make -j $(nproc)',
    'FROM debian:12.9\nRUN echo $(date) > /built && touch $(date +%F) && D=$(date) make',
  ],

  *check({ stages }) {
    for (const { part } of expansionsOf(stages)) {
      if (part.form === 'variable' || part.guarded || !part.command || part.command.wrapper) continue;
      const message = harm(part);
      if (message === undefined) continue;
      yield {
        place: part.place,
        message,
        help: 'Put it in double quotes.',
        fixes: [fix('Quote it', 'unsafe', { span: part.span, text: `"${part.raw}"` })],
      };
    }
  },
});

function harm({ command, word, raw, span }: Expansion): string | undefined {
  const { name = '', args = [] } = command ?? {};
  if (name === '[' || name === 'test') {
    const at = args.findIndex((one) => one.span.start === span.start);
    const holds = word === raw && args[at - 1]?.raw === '-n';
    return holds ? `When \`${short(raw)}\` prints nothing, this condition holds all the same.` : undefined;
  }
  if (/^(?:echo|printf|export|eval|set|sh|bash)$/.test(name) || !dated.test(raw)) return undefined;
  return `\`${short(raw)}\` is split at the blanks of the date.`;
}

function short(raw: string): string {
  const line = raw.replace(/\s*\\?\r?\n\s*/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
