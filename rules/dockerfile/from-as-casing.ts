import { fix } from '../../src/dockerfile/edits.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'from-as-casing',
  aliases: ['FromAsCasing'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'style',
  summary: '`AS` must be written in the case of its `FROM`.',
  why: 'Mixed keywords make a line harder to read.',
  needs: { texts: [' as ', '\tas', 'as\t'] },
  bad: [
    { code: 'FROM debian:12.9 [|as|] build', fixed: 'FROM debian:12.9 AS build' },
    { code: 'from debian:12.9 [|AS|] build', fixed: 'from debian:12.9 as build' },
  ],
  good: ['FROM debian:12.9 AS build', 'from debian:12.9 as build', 'From debian:12.9 as build', 'FROM debian:12.9'],

  *check(file) {
    for (const { from } of file.stages) {
      if (!from.asSpan) continue;
      const keyword = file.text.slice(from.keywordSpan.start, from.keywordSpan.end);
      const word = file.text.slice(from.asSpan.start, from.asSpan.end);
      const lower = keyword === keyword.toLowerCase();
      if (!lower && keyword !== keyword.toUpperCase()) continue;
      const wanted = lower ? 'as' : 'AS';
      if (word === wanted) continue;
      yield {
        place: file.at(from.asSpan),
        message: `\`${word}\` is not in the case of \`${keyword}\`.`,
        help: `Write \`${wanted}\`.`,
        fixes: [fix(`Write \`${wanted}\``, 'safe', { span: from.asSpan, text: wanted })],
      };
    }
  },
});
