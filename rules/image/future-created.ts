import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'future-created',
  on: 'image',
  since: '1.0',
  severity: 'info',
  category: 'metadata',
  summary: 'An image must not come from the future.',
  why: 'A clock was wrong where it was built; whatever goes by age, clean-ups and policies, takes it for new for too long.',
  bad: [{ top: { created: '[|2030-01-01T00:00:00Z|]' }, facts: { today: '2026-01-01' }, layers: [] }],
  good: [
    { top: { created: '2025-12-31T00:00:00Z' }, facts: { today: '2026-01-01' }, layers: [] },
    { name: 'a time zone ahead', top: { created: '2026-01-02T01:00:00Z' }, facts: { today: '2026-01-01' }, layers: [] },
    { name: 'the day is not known', top: { created: '2030-01-01T00:00:00Z' }, layers: [] },
  ],

  *check({ config: { created }, facts: { today } }) {
    if (created === undefined || today === undefined) return;
    const days = (Date.parse(created) - Date.parse(today)) / 86_400_000;
    if (!(days > 2)) return;
    yield {
      place: { kind: 'config', key: 'created' },
      message: `The image says that it was made on \`${created.slice(0, 10)}\`, and today is ${today}.`,
      evidence: [{ kind: 'value', name: 'created', value: created }],
      help: 'Set the clock of the build machine, or SOURCE_DATE_EPOCH.',
    };
  },
});
