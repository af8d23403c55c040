import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

const shown = 3;

export default defineRule({
  id: 'oversized-instruction',
  on: 'build',
  since: '1.0',
  severity: 'off',
  category: 'size',
  summary: 'An instruction must keep to its size budget.',
  why: 'The size of an image is made of single instructions; seen at the line, it is weighed before it is merged.',
  options: (z) =>
    z.strictObject({
      maximum: z
        .number()
        .int()
        .positive()
        .default(200_000_000)
        .describe('Bytes of files that one instruction may bring.'),
    }),
  bad: [
    {
      options: { maximum: 1000 },
      dockerfile: 'FROM scratch\nCOPY a /\n[|COPY models /models|]\n',
      layers: [{ a: 'x' }, { 'models/b': { size: 1500 }, 'models/c': { size: 10 } }],
      history: ['COPY a / # buildkit', 'COPY models /models # buildkit'],
      message: 'This `COPY` brings 1.5 kB: `/models/b`, 1.5 kB, `/models/c`, 10 B.',
    },
  ],
  good: [
    {
      dockerfile: 'FROM scratch\nCOPY models /models\n',
      layers: [{ 'models/b': { size: 1500 } }],
      history: ['COPY models /models # buildkit'],
    },
  ],

  *check({ image: { layers, join } }, { maximum }) {
    for (const { index, facts, size: bytes } of layers) {
      const instruction = join.instructionOf(index);
      if (bytes <= maximum || !instruction) continue;
      const largest = facts.entries.toSorted((a, b) => b.size - a.size).slice(0, shown);
      const named = largest.filter((entry) => entry.size > 0).map((entry) => `\`/${entry.path}\`, ${size(entry.size)}`);
      yield {
        place: instruction.place,
        message: `This \`${instruction.keyword}\` brings ${size(bytes)}: ${named.join(', ')}.`,
        evidence: [{ kind: 'bytes', what: 'files of the layer', bytes, count: facts.entries.length }],
        help: 'Bring less, or bring it when the container runs.',
      };
    }
  },
});
