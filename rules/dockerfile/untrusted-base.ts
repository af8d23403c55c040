import type { ImageReference } from '../../src/dockerfile/model.ts';
import { namePattern } from '../../src/dockerfile/name-pattern.ts';
import { fullName, imageUses, mayBeContext } from '../../src/dockerfile/references.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'untrusted-base',
  aliases: ['DL3026'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'off',
  category: 'security',
  summary: 'Images must come from the registries and repositories that you trust.',
  why: 'Whoever publishes a base decides what runs in your image; a list of who may is short, and worth keeping.',
  options: (z) =>
    z.strictObject({
      allow: z
        .array(z.string())
        .default([])
        .describe(
          'Registries (`ghcr.io`, `*.example.com`), repositories (`debian`, `ghcr.io/acme/*`) and tags (`node:22*`) that may be used; `*` stands for anything but `/`, `**` for anything. An empty list allows all.',
        ),
    }),
  bad: [
    {
      code: 'FROM [|evil.example.com/debian:12.9|]',
      options: { allow: ['docker.io', 'ghcr.io/acme/*'] },
      message: '`evil.example.com/debian:12.9` is not on the list of trusted images: `docker.io`, `ghcr.io/acme/*`.',
    },
    { code: 'FROM [|ghcr.io/other/app:1|]', options: { allow: ['ghcr.io/acme/*'] } },
    { code: 'FROM [|node:20|]', options: { allow: ['node:22*', 'debian'] } },
    { code: 'FROM debian:12.9\nCOPY --from=[|quay.io/acme/app:1|] / /', options: { allow: ['debian'] } },
  ],
  good: [
    'FROM evil.example.com/debian:12.9',
    { code: 'FROM debian:12.9', options: { allow: ['docker.io'] } },
    { code: 'FROM docker.io/library/node:22-slim', options: { allow: ['node:22*'] } },
    { code: 'FROM a.example.com/x/y:1', options: { allow: ['*.example.com'] } },
    { code: 'FROM $BASE', options: { allow: ['debian'] } },
    { code: 'FROM scratch', options: { allow: ['debian'] } },
    { code: 'FROM debian:12.9 AS build\nFROM build', options: { allow: ['debian'] } },
  ],

  *check(file, { allow }) {
    if (allow.length === 0) return;
    const patterns = allow.map(trusted);
    for (const use of imageUses(file)) {
      const { reference } = use;
      if (!reference.valid || mayBeContext(use) || patterns.some((matches) => matches(reference))) continue;
      yield {
        place: reference.place,
        message: `\`${reference.raw}\` is not on the list of trusted images: ${allow.map((name) => `\`${name}\``).join(', ')}.`,
        evidence: [{ kind: 'reference', name: reference.name, tag: reference.tag }],
        help: 'Use a trusted image, or add this one to the list.',
      };
    }
  },
});

/** A host alone trusts all of its repositories; a name without a host is Docker Hub's; without a tag, any tag will do. */
function trusted(pattern: string): (reference: ImageReference) => boolean {
  if (/^(?:localhost|\*+|[^/:]*\.[^/:]*)(?::\d+)?$/.test(pattern)) {
    const host = namePattern(pattern === 'hub.docker.com' ? 'docker.io' : pattern);
    return (reference) => host.test(fullName(reference).split('/')[0] ?? '');
  }
  const [, name = '', tag] = /^(.*?)(?::([^/:]+))?$/.exec(pattern) ?? [];
  const repository = namePattern(inFull(name));
  const tagged = namePattern(tag ?? '**');
  return (reference) => repository.test(fullName(reference)) && tagged.test(reference.tag ?? 'latest');
}

function inFull(name: string): string {
  const parts = name.split('/');
  if (parts.length === 1) return `docker.io/library/${name}`;
  return /[.:*]|^localhost$/.test(parts[0] ?? '') ? name : `docker.io/${name}`;
}
