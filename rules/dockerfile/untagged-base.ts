import { pinFix } from '../../src/dockerfile/pin.ts';
import { imageUses, mayBeContext } from '../../src/dockerfile/references.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'untagged-base',
  aliases: ['DL3006', 'CKV_DOCKER_7', 'DS-0001'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'reproducibility',
  summary: 'An image must be named with a tag or a digest.',
  why: 'Without a tag the builder takes `latest`: whatever was pushed last, so one Dockerfile can build two different images.',
  options: (z) => z.strictObject({ allow: z.array(z.string()).default([]).describe('Image names that may float.') }),
  bad: [
    'FROM [|debian|]',
    'FROM [|registry.example.com:5000/acme/app|] AS app',
    'ARG BASE=debian\nFROM [|$BASE|]',
    'FROM debian:12.9\nCOPY --from=[|acme/app|] /app /app',
    'FROM debian:12.9\nRUN --mount=type=bind,from=[|acme/app|],target=/in cp /in/app /app',
  ],
  good: [
    'FROM debian:12.9',
    'FROM scratch',
    'FROM debian@sha256:2222222222222222222222222222222222222222222222222222222222222222',
    'FROM debian:12.9 AS build\nFROM build',
    'ARG BASE\nFROM $BASE',
    'ARG BASE\nFROM debian$BASE',
    'FROM debian:12.9\nCOPY --from=assets / /srv/',
    'FROM base\nCOPY . /srv/',
    { code: 'FROM acme/app', options: { allow: ['acme/app'] } },
  ],

  *check(file, { allow }) {
    for (const use of imageUses(file)) {
      const { reference } = use;
      const { name, tag, digest, valid, place } = reference;
      if (tag !== undefined || digest !== undefined || !valid || allow.includes(name) || mayBeContext(use)) continue;
      const pin = pinFix(file, reference);
      yield {
        place,
        message: `\`${name}\` has no tag, so it resolves to whatever was pushed last.`,
        evidence: [{ kind: 'reference', name }],
        help: 'Name a release tag or a digest.',
        ...(pin && { fixes: [pin] }),
      };
    }
  },
});
