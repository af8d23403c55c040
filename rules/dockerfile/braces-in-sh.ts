import { isDash } from '../../src/dockerfile/dash.ts';
import { syntaxOf } from '../../src/dockerfile/ran.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'braces-in-sh',
  aliases: ['SC3009'],
  on: 'dockerfile',
  needs: { parts: ['braces'] },
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: '`{a,b}` must not be used where `/bin/sh` is no bash.',
  why: "Dash and BusyBox's shell do not expand braces: `mkdir /app/{a,b}` makes one folder of that very name, and `rm` of it removes nothing.",
  fault: 'SC3009',
  bad: [
    'FROM debian:12.9\nRUN mkdir -p /app/[|{log,data}|]',
    'FROM alpine:3.21\nRUN for i in [|{1..5}|]; do echo $i; done',
  ],
  good: [
    'FROM debian:12.9\nRUN mkdir -p /app/log /app/data',
    'FROM debian:12.9\nSHELL ["/bin/bash", "-c"]\nRUN mkdir -p /app/{log,data}',
    'FROM fedora:41\nRUN mkdir -p /app/{log,data}',
    "FROM debian:12.9\nRUN bash -c 'mkdir -p /app/{log,data}' && mkdir '/app/{a,b}'",
    'FROM debian:12.9\nRUN curl -O https://example.com/{a,b}.txt && find / -exec ls {} +',
    'FROM debian:12.9\nRUN A={a,b} make',
  ],

  *check({ stages, text }) {
    for (const { stage, script, part } of syntaxOf(stages, 'braces')) {
      if (script.dialect !== 'ash' && !isDash(stage, script)) continue;
      // curl expands them itself; with quotes inside it is JSON.
      if (part.command?.name === 'curl' || /["'\\]/.test(part.raw)) continue;
      if (/(?:^|[\s;&(])\w+=\S*$/.test(text.slice(Math.max(0, part.span.start - 80), part.span.start))) continue;
      yield {
        place: part.place,
        message: `\`/bin/sh\` does not expand \`${part.raw}\` here.`,
        help: 'Write the words out, or set `SHELL ["/bin/bash", "-c"]` where there is one.',
      };
    }
  },
});
