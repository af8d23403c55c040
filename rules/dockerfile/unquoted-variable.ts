import { fix } from '../../src/dockerfile/edits.ts';
import { isEmptyUnlessGiven } from '../../src/dockerfile/empty-variables.ts';
import { expansionsOf, type RanPart } from '../../src/dockerfile/ran.ts';
import type { Expansion } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

const comparison = /^(?:==?|!=|-(?:eq|ne|lt|le|gt|ge))$/;

export default defineRule({
  id: 'unquoted-variable',
  aliases: ['SC2086', 'SC2070'],
  on: 'dockerfile',
  needs: { parts: ['variable'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'A variable must be quoted where its value would fall apart.',
  why: 'Outside quotes a value is split at its blanks, and an empty one vanishes: `[ $A = b ]` becomes `[ = b ]`, an error that counts as no. ShellCheck speaks of every variable without quotes; this rule only of values that are known to hold blanks inside a longer word, and of ones that are empty unless the build is given them, in a condition. A list of packages in a variable is meant to be split.',
  fault: 'SC2086',
  bad: [
    {
      code: 'FROM debian:12.9\nARG DEBUG\nRUN if [ [|$DEBUG|] = true ]; then make debug; fi',
      fixed: 'FROM debian:12.9\nARG DEBUG\nRUN if [ "$DEBUG" = true ]; then make debug; fi',
    },
    {
      code: 'FROM debian:12.9\nARG TOKEN=\nRUN if [ -n [|${TOKEN}|] ]; then make; fi',
      fixed: 'FROM debian:12.9\nARG TOKEN=\nRUN if [ -n "${TOKEN}" ]; then make; fi',
    },
    {
      code: 'FROM debian:12.9\nENV FLAGS="-O2 -g"\nRUN make CFLAGS=[|$FLAGS|]',
      fixed: 'FROM debian:12.9\nENV FLAGS="-O2 -g"\nRUN make CFLAGS="$FLAGS"',
    },
  ],
  good: [
    'FROM debian:12.9\nARG DEBUG\nRUN if [ "$DEBUG" = true ] || [ -z $DEBUG ] || [ x$DEBUG = x ]; then make; fi',
    'FROM debian:12.9\nARG DEBUG=false\nRUN if [ $DEBUG = true ]; then make; fi',
    'FROM debian:12.9\nENV PACKAGES="curl git" FLAGS="-O2 -g"\nRUN apt-get install -y $PACKAGES && make CFLAGS="$FLAGS" && echo a$FLAGS',
    'FROM debian:12.9\nENV DIR=/app\nRUN rm -r $DIR/lib $UNKNOWN/lib',
    'FROM debian:12.9\nARG TARGETARCH\nRUN [ $TARGETARCH = arm64 ] || true',
    'FROM debian:12.9\nARG DEBUG\nRUN DEBUG=${DEBUG:-no}; [ $DEBUG = true ] || make',
  ],

  *check({ stages }) {
    for (const where of expansionsOf(stages)) {
      const { part } = where;
      if (part.name === undefined || part.operator !== undefined || part.guarded || !part.command) continue;
      const message = part.command.wrapper ? undefined : harm(where, part.name);
      if (message === undefined) continue;
      yield {
        place: part.place,
        message,
        fault: holds(part) ? 'SC2070' : 'SC2086',
        help: 'Put it in double quotes.',
        fixes: [fix('Quote it', 'unsafe', { span: part.span, text: `"${part.raw}"` })],
      };
    }
  },
});

function harm(where: RanPart<Expansion>, name: string): string | undefined {
  const { value, word, raw, command } = where.part;
  const blanks = value !== undefined && /\S\s+\S/.test(value);
  const condition = command?.name === '[' || command?.name === 'test';
  if (condition && word === raw) {
    if (blanks) return `The blanks in \`${name}\` make this condition an error.`;
    return isEmptyUnlessGiven(where, name) ? emptyHarm(where.part, name) : undefined;
  }
  if (!blanks || /^(?:echo|printf|eval|export|sh|bash)$/.test(command?.name ?? '')) return undefined;
  const split = command?.name === 'cd' || word.replace(/\$\{?\w+\}?/g, '') !== '';
  return split ? `\`${word}\` is split at the blanks in \`${name}\`.` : undefined;
}

/** `[ -n ]`, for which ShellCheck has a code of its own. */
function holds({ command, span }: Expansion): boolean {
  const args = command?.name === '[' || command?.name === 'test' ? command.args : [];
  return args[args.findIndex((word) => word.span.start === span.start) - 1]?.raw === '-n';
}

function emptyHarm({ command, span }: Expansion, name: string): string | undefined {
  const args = command?.args ?? [];
  const at = args.findIndex((word) => word.span.start === span.start);
  const [before, after] = [args[at - 1]?.raw ?? '', args[at + 1]?.raw ?? ''];
  if (before === '-n') return `When \`${name}\` is empty, this condition holds.`;
  return comparison.test(before) || comparison.test(after)
    ? `When \`${name}\` is empty, this condition is an error.`
    : undefined;
}
