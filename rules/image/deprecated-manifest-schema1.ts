import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'deprecated-manifest-schema1',
  on: 'image',
  since: '1.0',
  severity: 'info',
  category: 'metadata',
  summary: 'An image must have a manifest of schema 2 or OCI.',
  why: 'Docker and the registries have given up schema 1: newer ones neither pull nor store such an image.',
  bad: [
    {
      mediaType: 'application/vnd.docker.distribution.manifest.v1+prettyjws',
      whole: '[||]',
      layers: [],
      message: 'The manifest is of schema 1.',
    },
  ],
  good: [{ mediaType: 'application/vnd.oci.image.manifest.v1+json', layers: [] }, { layers: [] }],

  *check({ manifest: { mediaType } }) {
    if (!mediaType?.startsWith('application/vnd.docker.distribution.manifest.v1+')) return;
    yield {
      place: { kind: 'image' },
      message: 'The manifest is of schema 1.',
      evidence: [{ kind: 'value', name: 'mediaType', value: mediaType }],
      help: 'Build or push the image again with tools of this decade.',
    };
  },
});
