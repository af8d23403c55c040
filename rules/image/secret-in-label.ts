import { defineRule } from '../../src/rule.ts';
import { scanPair } from '../../src/secrets/pair.ts';
import { evidenceOf, phraseOf } from '../../src/secrets/wording.ts';

export default defineRule({
  id: 'secret-in-label',
  on: 'image',
  since: '1.0',
  severity: 'error',
  category: 'secrets',
  securitySeverity: 8.5,
  precision: 'high',
  summary: 'No label or annotation may hold a secret.',
  why: 'Labels and annotations are shown by every registry and every tool, before anything is pulled.',
  bad: [
    {
      layers: [],
      config: { Labels: { '[|com.example.deploy|]': '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' } },
      message: 'The label `com.example.deploy` holds a GitHub personal access token (`ghp_****17`).',
    },
  ],
  good: [
    {
      layers: [],
      config: { Labels: { 'org.opencontainers.image.revision': '3f9c2a715b0e4c8d9e6fa1b2c3d4e5f6a7b8c9d0' } },
    },
  ],

  *check({ config, manifest, facts }) {
    const labels = [...config.labels].map(([name, value]) => ({ what: 'label', name, value }));
    const annotations = [...manifest.annotations].map(([name, value]) => ({ what: 'annotation', name, value }));
    for (const { what, name, value } of [...labels, ...annotations]) {
      const hit = scanPair(name, value, facts.secrets);
      if (!hit || hit.confidence === 'possible') continue;
      yield {
        place: what === 'label' ? { kind: 'config', key: `Labels.${name}` } : { kind: 'image' },
        message: `The ${what} \`${name}\` holds ${phraseOf(hit)}.`,
        evidence: [evidenceOf(hit)],
        help: 'Revoke the secret, and take it out of the label.',
      };
    }
  },
});
