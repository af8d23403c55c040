import { commandsOf } from '../../src/dockerfile/ran.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'two-downloaders',
  aliases: ['DL4001', 'DS-0014'],
  on: 'dockerfile',
  needs: { commands: ['wget'] },
  since: '1.0',
  severity: 'info',
  category: 'size',
  summary: 'One stage must not use both curl and wget.',
  why: 'Either does what the other does, and each is one more package to install and to patch.',
  bad: [
    'FROM debian:12.9\nRUN curl -fsSLO https://example.com/a\nRUN [|wget|] -q https://example.com/b',
    'FROM debian:12.9\nRUN wget -q https://example.com/a && [|curl|] -fO https://example.com/b && wget -q https://example.com/c',
  ],
  good: [
    'FROM debian:12.9\nRUN curl -fsSLO https://example.com/a && curl -fsSLO https://example.com/b',
    'FROM debian:12.9 AS build\nRUN wget -q https://example.com/a\nFROM debian:12.9\nRUN curl -fO https://example.com/b',
    'FROM debian:12.9\nRUN apt-get install -y curl wget && curl -fO https://example.com/a',
  ],

  *check({ stages }) {
    for (const stage of stages) {
      const used = commandsOf([stage], 'curl', 'wget');
      const [first] = used;
      const second = used.find(({ command }) => command.name !== first?.command.name);
      if (first === undefined || second === undefined) continue;
      yield {
        place: second.command.nameWord?.place ?? second.command.place,
        message: `\`${second.command.name}\` is used where \`${first.command.name}\` is used already.`,
        help: 'Use one of them.',
        related: [{ place: first.command.place, message: `\`${first.command.name}\` is used here.` }],
      };
    }
  },
});
