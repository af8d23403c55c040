import { imageUses } from '../../src/dockerfile/references.ts';
import { defineRule } from '../../src/rule.ts';

const images = new Map([['debian:12.9', { exists: true, created: '2025-01-13T00:00:00Z' }]]);

export default defineRule({
  id: 'stale-base',
  on: 'dockerfile',
  since: '1.0',
  severity: 'off',
  category: 'security',
  summary: 'A base must not be old.',
  why: 'An image that nobody has rebuilt for months lacks the fixes of those months.',
  options: (z) =>
    z.strictObject({ days: z.int().min(1).default(180).describe('The age in days that a base may have.') }),
  bad: [
    {
      code: 'FROM [|debian:12.9|]',
      facts: { today: '2026-08-15', registry: { images } },
      message: '`debian:12.9` was made 579 days ago, on 2025-01-13.',
    },
  ],
  good: [
    'FROM debian:12.9',
    { code: 'FROM debian:12.9', facts: { today: '2025-03-01', registry: { images } } },
    { code: 'FROM debian:12.9', facts: { today: '2026-08-15', registry: { images } }, options: { days: 1000 } },
    { code: 'FROM node:22', facts: { today: '2026-08-15', registry: { images } } },
  ],

  *check(file, { days }) {
    const { today, registry } = file.facts;
    if (today === undefined || registry === undefined) return;
    for (const { reference } of imageUses(file)) {
      const created = registry.images.get(reference.raw)?.created?.slice(0, 10);
      // Reproducible builds carry the dates of 1970 and 1980.
      if (created === undefined || created < '1990') continue;
      const age = Math.round((Date.parse(today) - Date.parse(created)) / 86_400_000);
      if (!(age > days)) continue;
      yield {
        place: reference.place,
        message: `\`${reference.raw}\` was made ${age} days ago, on ${created}.`,
        evidence: [{ kind: 'value', name: 'created', value: created }],
        help: 'Move to a tag that is rebuilt, or rebuild the base.',
      };
    }
  },
});
