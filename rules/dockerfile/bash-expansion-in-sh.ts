import { isDash } from '../../src/dockerfile/dash.ts';
import { expansionsOf, syntaxOf } from '../../src/dockerfile/ran.ts';
import { defineRule } from '../../src/rule.ts';

/** ShellCheck's code for each operator. */
const faults: ReadonlyMap<string | undefined, string> = new Map([
  ['/', 'SC3060'],
  ['//', 'SC3060'],
  ['/#', 'SC3060'],
  ['/%', 'SC3060'],
  [':', 'SC3057'],
  ['^', 'SC3059'],
  ['^^', 'SC3059'],
  [',', 'SC3059'],
  [',,', 'SC3059'],
  ['!', 'SC3053'],
]);

export default defineRule({
  id: 'bash-expansion-in-sh',
  aliases: ['SC3003', 'SC3053', 'SC3057', 'SC3059', 'SC3060'],
  on: 'dockerfile',
  needs: { parts: ['operator', 'ansi-quotes'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'Expansions of bash must not be used where `/bin/sh` is dash.',
  why: "At `${name//a/b}` or `${name:0:3}` dash stops with `Bad substitution`, and before `$'…'` it writes a dollar sign.",
  fault: 'SC3060',
  bad: [
    'FROM debian:12.9\nARG VERSION=1.2\nRUN make [|${VERSION//./_}|]',
    'FROM debian:12.9\nARG VERSION=1.2\nRUN make "[|${VERSION:0:1}|]"',
    "FROM debian:12.9\nRUN echo [|$'a\\tb'|]",
  ],
  good: [
    'FROM debian:12.9\nARG VERSION=1.2\nRUN make ${VERSION%.*} ${VERSION:-1} ${#VERSION}',
    'FROM alpine:3.21\nARG VERSION=1.2\nRUN make ${VERSION//./_}',
    'FROM debian:12.9\nSHELL ["/bin/bash", "-c"]\nARG VERSION=1.2\nRUN make ${VERSION//./_}',
  ],

  *check({ stages }) {
    for (const { stage, script, part } of expansionsOf(stages)) {
      const fault = faults.get(part.operator);
      if (!isDash(stage, script) || fault === undefined) continue;
      yield {
        place: part.place,
        message: `Dash stops at \`${part.raw}\`: it has no such expansion.`,
        help: 'Use `sed`, `cut` or `${name%…}`, or set `SHELL ["/bin/bash", "-c"]`.',
        fault,
      };
    }
    for (const { stage, script, part } of syntaxOf(stages, 'ansi-quotes')) {
      if (!isDash(stage, script)) continue;
      yield {
        place: part.place,
        message: `Dash writes the dollar sign of \`${part.raw}\`.`,
        help: 'Use `printf`.',
        fault: 'SC3003',
      };
    }
  },
});
