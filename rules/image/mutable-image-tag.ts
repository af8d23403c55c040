import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'mutable-image-tag',
  aliases: ['DKL-DI-0006'],
  on: 'image',
  since: '1.0',
  severity: 'info',
  category: 'reproducibility',
  summary: 'An image should be named by a tag of its own.',
  why: '`latest` names another image tomorrow: nobody can say what runs, or go back.',
  bad: [{ reference: 'registry:ghcr.io/acme/app:latest', layers: [], whole: '[||]' }],
  good: [
    { reference: 'registry:ghcr.io/acme/app:1.4.2', layers: [] },
    { name: 'a file has no tag', reference: 'build/app.tar', layers: [] },
  ],

  *check({ reference, source }) {
    const isName =
      source === 'registry' ||
      source === 'docker-daemon' ||
      source === 'podman' ||
      /^(registry|docker|podman):/.test(reference);
    if (!isName || /@sha256:/.test(reference)) return;
    const name = reference.replace(/^(registry|docker|podman):/, '');
    const tag = /:([\w][\w.-]*)$/.exec(name)?.[1];
    if (tag !== undefined && tag !== 'latest') return;
    yield {
      place: { kind: 'image' },
      message: `\`${name}\` names whatever was pushed last.`,
      evidence: [{ kind: 'reference', name, tag }],
      help: 'Tag it with its version or its commit, and deploy that.',
    };
  },
});
