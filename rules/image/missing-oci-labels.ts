import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'missing-oci-labels',
  on: 'image',
  since: '1.0',
  severity: 'off',
  category: 'metadata',
  summary: 'An image should say where it comes from.',
  why: 'Whoever finds it running wants to know its source, its version and its licence.',
  options: (z) =>
    z.strictObject({
      keys: z
        .array(z.string())
        .default(['org.opencontainers.image.source', 'org.opencontainers.image.revision'])
        .describe('Labels or annotations that must be there.'),
    }),
  bad: [
    { config: { Labels: { 'org.opencontainers.image.source': 'https://example.com/app' } }, layers: [], whole: '[||]' },
  ],
  good: [
    {
      config: {
        Labels: {
          'org.opencontainers.image.source': 'https://example.com/app',
          'org.opencontainers.image.revision': 'abc',
        },
      },
      layers: [],
    },
    { annotations: { 'org.opencontainers.image.source': 'a', 'org.opencontainers.image.revision': 'b' }, layers: [] },
  ],

  *check({ config, manifest }, { keys }) {
    const missing = keys.filter((key) => !config.labels.get(key) && !manifest.annotations.get(key));
    if (missing.length === 0) return;
    yield {
      place: { kind: 'image' },
      message: `The image does not say ${missing.map((key) => `\`${key}\``).join(', ')}.`,
      evidence: missing.map((key) => ({ kind: 'value', name: 'label', value: key })),
      help: 'Set them with LABEL, or let the build action do it.',
    };
  },
});
