import { pinFix } from '../../src/dockerfile/pin.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'latest-tag',
  aliases: ['DL3007', 'CKV_DOCKER_7', 'DS-0001'],
  on: 'dockerfile',
  needs: { within: [{ kinds: ['from'], texts: ['latest', '$'] }] },
  since: '1.0',
  severity: 'warning',
  category: 'reproducibility',
  summary: 'Base images must not use the `latest` tag.',
  why: '`latest` is whatever was pushed last, so one Dockerfile can build two different images.',
  options: (z) => z.strictObject({ allow: z.array(z.string()).default([]).describe('Image names that may float.') }),
  bad: [
    'FROM [|debian:latest|]',
    'FROM --platform=linux/amd64 [|node:latest|] AS build',
    'ARG TAG=latest\nFROM [|debian:$TAG|]',
    'FROM [|$REGISTRY/acme/app:latest|]',
  ],
  good: [
    'FROM debian:12.9',
    'FROM debian:latest@sha256:2222222222222222222222222222222222222222222222222222222222222222',
    { code: 'FROM acme/app:latest', options: { allow: ['acme/app'] } },
    'FROM debian:12.9 AS latest\nFROM latest',
    { code: 'FROM acme/base:latest', contexts: ['acme/base'] },
  ],

  *check(file, { allow }) {
    for (const { base } of file.stages) {
      if (base.kind === 'unknown') {
        // The name is a variable's business; the tag stands there.
        if (base.context !== undefined || !/^["']?[^@]*:latest["']?$/.test(base.raw)) continue;
        yield {
          place: base.place,
          message: `\`${base.raw}\` resolves to whatever was pushed last.`,
          help: 'Pin a release tag or a digest.',
        };
      }
      if (base.kind !== 'image' || base.tag !== 'latest' || base.digest || allow.includes(base.name)) continue;
      const pin = pinFix(file, base);
      yield {
        place: base.place,
        message: `\`${base.name}:latest\` resolves to whatever was pushed last.`,
        evidence: [{ kind: 'reference', name: base.name, tag: base.tag }],
        help: 'Pin a release tag or a digest.',
        ...(pin && { fixes: [pin] }),
      };
    }
  },
});
