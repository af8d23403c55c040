import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'missing-provenance',
  on: 'image',
  since: '1.0',
  severity: 'info',
  category: 'security',
  summary: 'An image must come with its provenance.',
  why: 'Without it nobody can check which source and which builder an image is from.',
  bad: [
    { source: 'registry', whole: '[||]', layers: [], message: 'No provenance came with the image.' },
    { source: 'oci-layout', whole: '[||]', layers: [], attestations: ['https://spdx.dev/Document'] },
  ],
  good: [
    { source: 'registry', layers: [], attestations: ['https://slsa.dev/provenance/v1'] },
    { name: 'archives of docker cannot hold any', source: 'docker-archive', layers: [] },
  ],

  *check({ source, manifest: { attestations } }) {
    if (source !== 'registry' && !source.startsWith('oci-')) return;
    if (attestations.some(({ predicateType }) => predicateType.startsWith('https://slsa.dev/provenance/'))) return;
    yield {
      place: { kind: 'image' },
      message: 'No provenance came with the image.',
      help: 'Build with `docker buildx build --provenance=mode=max`.',
    };
  },
});
