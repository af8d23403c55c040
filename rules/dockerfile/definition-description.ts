import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'definition-description',
  aliases: ['InvalidDefinitionDescription'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'off',
  category: 'style',
  summary: 'A comment above an ARG or a named FROM must describe it by name.',
  why: '`docker build --call=outline` and `targets` print `# name description` as help; other comments are lost.',
  bad: [
    '[|# The version.|]\nARG VERSION=1\nFROM debian:12.9',
    'FROM debian:12.9\n[|# builds the app|]\nFROM golang:1.26 AS build',
    'FROM debian:12.9\n# VERSION is what is built\n[|# by default|]\nARG VERSION=1',
  ],
  good: [
    '# VERSION is what is built\nARG VERSION=1\nFROM debian:12.9',
    '# build makes the app\nFROM golang:1.26 AS build',
    '# A comment of its own.\n\nARG VERSION=1\nFROM debian:12.9',
    '# A base.\nFROM debian:12.9',
    'FROM debian:12.9\n# B is the second\nARG A=1 B=2',
  ],

  *check({ instructions }) {
    for (const instruction of instructions) {
      const { comments } = instruction;
      const names =
        instruction.kind === 'arg'
          ? instruction.pairs.map(({ key }) => key.raw)
          : instruction.kind === 'from' && instruction.name
            ? [instruction.name.raw.toLowerCase()]
            : [];
      const comment = comments.at(-1);
      const first = comment?.text.trim().split(' ')[0] ?? '';
      if (!comment || names.length === 0 || names.includes(first) || first === '') continue;
      yield {
        place: comment.place,
        message: `This comment does not begin with \`${names[0]}\`.`,
        help: `Write \`# ${names[0]} …\`, or leave an empty line below the comment.`,
      };
    }
  },
});
