import { defineRule } from '../../src/rule.ts';

const nameKey = 'org.opencontainers.image.base.name';
const digestKey = 'org.opencontainers.image.base.digest';

export default defineRule({
  id: 'base-not-pinned',
  aliases: ['CIS-4.2'],
  on: 'image',
  since: '1.0',
  severity: 'info',
  category: 'reproducibility',
  summary: 'An image that names its base must name the digest too.',
  why: 'A tag moves: by the name alone nobody can say which base the image stands on, or whether it is out of date.',
  bad: [
    {
      whole: '[||]',
      annotations: { [nameKey]: 'docker.io/library/debian:12.9' },
      layers: [],
      message: 'The image names its base `docker.io/library/debian:12.9`, and no digest of it.',
    },
  ],
  good: [
    {
      annotations: { [nameKey]: 'docker.io/library/debian:12.9', [digestKey]: `sha256:${'a'.repeat(64)}` },
      layers: [],
    },
    { annotations: { [nameKey]: `docker.io/library/debian@sha256:${'a'.repeat(64)}` }, layers: [] },
    { layers: [] },
  ],

  *check({ manifest: { annotations } }) {
    const name = annotations.get(nameKey);
    if (name === undefined || name === '' || name.includes('@') || annotations.has(digestKey)) return;
    yield {
      place: { kind: 'image' },
      message: `The image names its base \`${name}\`, and no digest of it.`,
      evidence: [{ kind: 'reference', name }],
      help: `Set the annotation \`${digestKey}\`.`,
    };
  },
});
