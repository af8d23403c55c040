import { loopsOf } from '../../src/dockerfile/ran.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'single-turn-loop',
  aliases: ['SC2043'],
  on: 'dockerfile',
  needs: { parts: ['loop'] },
  since: '1.0',
  severity: 'off',
  category: 'style',
  summary: 'A loop must have more than one turn.',
  why: 'A list of one fixed word is often one that was quoted whole, or meant as a pattern of names.',
  fault: 'SC2043',
  bad: ['FROM debian:12.9\nRUN for one in [|a|]; do make "$one"; done'],
  good: [
    'FROM debian:12.9\nRUN for one in a b; do make "$one"; done; for f in *.c; do :; done; for p in $LIST; do :; done',
  ],

  *check({ stages }) {
    for (const { part } of loopsOf(stages)) {
      const [word] = part.words;
      if (part.words.length !== 1 || !word || word.text === undefined || /[*?[{$`]/.test(word.raw)) continue;
      yield {
        place: word.place,
        message: `This loop runs once, with \`${word.raw}\`.`,
        help: 'Do without the loop, or add what is missing.',
      };
    }
  },
});
