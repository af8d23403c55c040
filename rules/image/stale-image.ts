import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'stale-image',
  on: 'image',
  since: '1.0',
  severity: 'off',
  category: 'security',
  summary: 'An image must be rebuilt now and then.',
  why: 'An image that nobody has rebuilt for months lacks the fixes of those months.',
  options: (z) =>
    z.strictObject({ days: z.int().min(1).default(180).describe('The age in days that an image may have.') }),
  bad: [
    {
      top: { created: '[|2025-01-13T00:00:00Z|]' },
      facts: { today: '2026-08-15' },
      layers: [],
      message: 'The image was made 579 days ago, on 2025-01-13.',
    },
  ],
  good: [
    { top: { created: '2026-08-01T00:00:00Z' }, facts: { today: '2026-08-15' }, layers: [] },
    { top: { created: '2025-01-13T00:00:00Z' }, layers: [] },
    {
      name: 'a reproducible build',
      top: { created: '1980-01-01T00:00:01Z' },
      facts: { today: '2026-08-15' },
      layers: [],
    },
  ],

  *check({ config, facts: { today } }, { days }) {
    const created = config.created?.slice(0, 10);
    // Reproducible builds carry the dates of 1970 and 1980.
    if (created === undefined || today === undefined || created < '1990') return;
    const age = Math.round((Date.parse(today) - Date.parse(created)) / 86_400_000);
    if (!(age > days)) return;
    yield {
      place: { kind: 'config', key: 'created' },
      message: `The image was made ${age} days ago, on ${created}.`,
      evidence: [{ kind: 'value', name: 'created', value: created }],
      help: 'Build it again, on a base that is rebuilt.',
    };
  },
});
