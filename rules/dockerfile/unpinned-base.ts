import { pinFix } from '../../src/dockerfile/pin.ts';
import { imageUses, mayBeContext } from '../../src/dockerfile/references.ts';
import { defineRule } from '../../src/rule.ts';

const digest = 'sha256:2222222222222222222222222222222222222222222222222222222222222222';

export default defineRule({
  id: 'unpinned-base',
  on: 'dockerfile',
  since: '1.0',
  severity: 'info',
  category: 'reproducibility',
  summary: 'An image must be pinned by its digest.',
  why: 'Tags move: the same Dockerfile builds on another base tomorrow, and whoever takes over the registry chooses which.',
  options: (z) => z.strictObject({ allow: z.array(z.string()).default([]).describe('Image names that may float.') }),
  bad: [
    'FROM [|debian:12.9|]',
    'ARG TAG=12.9\nFROM [|debian:$TAG|]',
    {
      code: 'FROM [|debian:12.9|] AS build',
      facts: { registry: { images: new Map([['debian:12.9', { exists: true, digest }]]) } },
      fixed: `FROM debian:12.9@${digest} AS build`,
    },
  ],
  good: [
    `FROM debian:12.9@${digest}`,
    'FROM scratch',
    'FROM $BASE',
    { code: 'FROM acme/app:1', options: { allow: ['acme/app'] } },
  ],

  *check(file, { allow }) {
    for (const use of imageUses(file)) {
      const { reference } = use;
      const { name, tag, digest: pinned, valid, place } = reference;
      if (pinned !== undefined || !valid || allow.includes(name) || mayBeContext(use)) continue;
      const pin = pinFix(file, reference);
      yield {
        place,
        message: `\`${reference.raw}\` is not pinned by a digest.`,
        evidence: [{ kind: 'reference', name, tag }],
        help: `Write \`${name}:${tag ?? 'TAG'}@sha256:…\`, and let a bot renew it.`,
        ...(pin && { fixes: [pin] }),
      };
    }
  },
});
