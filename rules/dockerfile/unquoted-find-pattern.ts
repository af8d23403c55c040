import { replace } from '../../src/dockerfile/command-edits.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import { commandsOf } from '../../src/dockerfile/ran.ts';
import { defineRule } from '../../src/rule.ts';

const patterns: ReadonlySet<string | undefined> = new Set(['-name', '-iname', '-path', '-ipath']);

export default defineRule({
  id: 'unquoted-find-pattern',
  aliases: ['SC2061'],
  on: 'dockerfile',
  needs: { commands: ['find'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'A pattern for find must be quoted.',
  why: 'Where a file in the current folder fits the pattern, the shell puts its name in the place of the pattern, and find looks for that alone.',
  fault: 'SC2061',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN find /app -name [|*.pyc|] -delete',
      fixed: "FROM debian:12.9\nRUN find /app -name '*.pyc' -delete",
    },
  ],
  good: [
    "FROM debian:12.9\nRUN find /app -name '*.pyc' -delete",
    'FROM debian:12.9\nRUN find /app -name \\*.pyc -o -name app',
    'FROM debian:12.9\nRUN find /app/*/lib -name "$NAME"*',
  ],

  *check({ stages }) {
    for (const { command } of commandsOf(stages, 'find')) {
      for (const [at, word] of command.args.entries()) {
        if (!patterns.has(command.args[at - 1]?.text) || word.quoted || !/^[\w./-]*[*?][\w.*?/-]*$/.test(word.raw))
          continue;
        yield {
          place: word.place,
          message: `The shell expands \`${word.raw}\` before find sees it.`,
          help: 'Quote it.',
          fixes: [fix('Quote the pattern', 'unsafe', replace(word, `'${word.raw}'`))],
        };
      }
    }
  },
});
