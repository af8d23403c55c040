import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'missing-sbom-attestation',
  on: 'image',
  since: '1.0',
  severity: 'off',
  category: 'security',
  summary: 'An image must come with a list of its packages.',
  why: 'With an SBOM a new vulnerability is looked up in a list; without one, every image is scanned again.',
  bad: [
    { source: 'registry', whole: '[||]', layers: [], message: 'No list of its packages came with the image.' },
    { source: 'oci-layout', whole: '[||]', layers: [], attestations: ['https://slsa.dev/provenance/v1'] },
  ],
  good: [
    { source: 'registry', layers: [], attestations: ['https://spdx.dev/Document'] },
    { name: 'archives of docker cannot hold any', source: 'docker-archive', layers: [] },
  ],

  *check({ source, manifest: { attestations } }) {
    if (source !== 'registry' && !source.startsWith('oci-')) return;
    if (attestations.some(({ predicateType }) => /spdx|cyclonedx/i.test(predicateType))) return;
    yield {
      place: { kind: 'image' },
      message: 'No list of its packages came with the image.',
      help: 'Build with `docker buildx build --sbom=true`.',
    };
  },
});
