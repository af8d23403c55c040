import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'python-dev-artifacts',
  on: 'image',
  since: '1.0',
  severity: 'off',
  category: 'size',
  summary: 'Compiled Python need not ship beside its sources.',
  why: 'Python compiles what it needs; kept beside the sources it is the same code twice.',
  options: (z) =>
    z.strictObject({
      minimum: z
        .number()
        .int()
        .nonnegative()
        .default(1_000_000)
        .describe('Bytes in one layer below which nothing is said.'),
    }),
  bad: [
    {
      options: { minimum: 0 },
      layers: [{ '[|app/__pycache__/main.cpython-313.pyc|]': { size: 2000 }, 'app/main.py': 'x' }],
    },
  ],
  good: [{ layers: [{ 'app/main.py': 'x' }] }],

  *check({ layers }, { minimum }) {
    for (const { index, facts } of layers) {
      const compiled = facts.entries.filter(
        ({ path, type }) => type === 'file' && path.includes('__pycache__/') && path.endsWith('.pyc'),
      );
      const bytes = compiled.reduce((sum, entry) => sum + entry.size, 0);
      const [first] = compiled;
      if (!first || bytes < minimum) continue;
      yield {
        place: { kind: 'layer', layer: index, path: first.path },
        message: `${compiled.length} compiled Python files weigh ${size(bytes)} beside their sources.`,
        evidence: [{ kind: 'bytes', what: 'compiled Python', bytes, count: compiled.length }],
        help: 'Set `PYTHONDONTWRITEBYTECODE=1` while building.',
      };
    }
  },
});
