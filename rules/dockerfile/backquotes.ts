import { fix } from '../../src/dockerfile/edits.ts';
import { expansionsOf } from '../../src/dockerfile/ran.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'backquotes',
  aliases: ['SC2006'],
  on: 'dockerfile',
  needs: { parts: ['backquotes'] },
  since: '1.0',
  severity: 'off',
  category: 'style',
  summary: 'Command substitutions must be written `$(…)`.',
  why: 'Between backquotes backslashes mean something else, and one pair cannot stand in another.',
  fault: 'SC2006',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN make -j [|`nproc`|]',
      fixed: 'FROM debian:12.9\nRUN make -j $(nproc)',
    },
    {
      code: 'FROM debian:12.9\nRUN make "[|`cat "a b"`|]"',
      fixed: 'FROM debian:12.9\nRUN make "`cat "a b"`"',
    },
  ],
  good: ["FROM debian:12.9\nRUN make -j $(nproc) && echo '`a`'"],

  *check({ stages }) {
    for (const { part } of expansionsOf(stages)) {
      if (part.form !== 'backquotes') continue;
      const inside = part.raw.slice(1, -1);
      const same = !/[\\`"'(\n]/.test(inside);
      yield {
        place: part.place,
        message: `\`$(…)\` is plainer than backquotes around \`${inside.replaceAll('`', '')}\`.`,
        help: 'Write `$(…)`.',
        fixes: same ? [fix('Write `$(…)`', 'safe', { span: part.span, text: `$(${inside})` })] : [],
      };
    }
  },
});
