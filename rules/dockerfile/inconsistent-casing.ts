import { fix } from '../../src/dockerfile/edits.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'inconsistent-casing',
  aliases: ['ConsistentInstructionCasing'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'style',
  summary: 'Instructions must be written in one case.',
  why: 'A file that mixes `RUN` and `run` is harder to scan for its instructions.',
  bad: [
    { code: 'FROM debian:12.9\n[|run|] true', fixed: 'FROM debian:12.9\nRUN true' },
    { code: '[|FROM|] debian:12.9\nrun true\nrun true', fixed: 'from debian:12.9\nrun true\nrun true' },
    { code: '[|From|] debian:12.9\nRUN true', fixed: 'FROM debian:12.9\nRUN true' },
  ],
  good: ['FROM debian:12.9\nRUN true', 'from debian:12.9\nrun true', 'from debian:12.9\nrun cat <<EOF\nRUN true\nEOF'],

  *check(file) {
    const written = file.stages.flatMap((stage) => stage.instructions).filter(({ kind }) => kind !== 'unknown');
    const words = written.map(({ keywordSpan: { start, end } }) => file.text.slice(start, end));
    if (words.every((word) => word === word.toUpperCase())) return;
    const lower = words.filter((word) => word === word.toLowerCase()).length;
    const upper = words.filter((word) => word === word.toUpperCase()).length;
    for (const [at, { keywordSpan }] of written.entries()) {
      const word = words[at] ?? '';
      const wanted = lower > upper ? word.toLowerCase() : word.toUpperCase();
      if (word === wanted) continue;
      yield {
        place: file.at(keywordSpan),
        message: `\`${word}\` is not in the case of the other instructions.`,
        help: `Write \`${wanted}\`.`,
        fixes: [fix(`Write \`${wanted}\``, 'safe', { span: keywordSpan, text: wanted })],
      };
    }
  },
});
