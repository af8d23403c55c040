import { defineRule } from '../../src/rule.ts';

const images = new Map([['debian:12.9', { exists: true, platforms: ['linux/amd64', 'linux/arm64/v8'] }]]);

export default defineRule({
  id: 'base-platform-mismatch',
  aliases: ['InvalidBaseImagePlatform'],
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'A base must exist for the platform it is asked for.',
  why: 'The builder fails, or silently takes an image of another platform and runs it by emulation.',
  needs: { facts: ['registry'] },
  bad: [
    { code: 'FROM --platform=[|linux/s390x|] debian:12.9', facts: { registry: { images } } },
    { code: 'FROM --platform=[|windows/amd64|] debian:12.9', facts: { registry: { images } } },
  ],
  good: [
    'FROM --platform=linux/s390x debian:12.9',
    { code: 'FROM --platform=linux/arm64 debian:12.9', facts: { registry: { images } } },
    { code: 'FROM --platform=$BUILDPLATFORM debian:12.9', facts: { registry: { images } } },
    { code: 'FROM debian:12.9', facts: { registry: { images } } },
  ],

  *check({ stages, facts }) {
    for (const { base, from } of stages) {
      const { platform } = from;
      if (base.kind !== 'image' || platform?.text === undefined) continue;
      const platforms = facts.registry?.images.get(base.raw)?.platforms;
      const wanted = platform.text.toLowerCase();
      if (!platforms || platforms.length === 0 || platforms.some((have) => covers(have, wanted))) continue;
      yield {
        place: platform.place,
        message: `\`${base.raw}\` is not published for \`${platform.text}\`.`,
        evidence: [{ kind: 'value', name: 'platforms', value: platforms.join(', ') }],
        help: `Choose one of ${platforms.map((name) => `\`${name}\``).join(', ')}.`,
      };
    }
  },
});

/** A variant that one side does not name is any. */
function covers(have: string, wanted: string): boolean {
  const [os, arch, variant] = have.split('/');
  const [wantedOs, wantedArch, wantedVariant] = wanted.split('/');
  if (os !== wantedOs || (wantedArch !== undefined && arch !== alias(wantedArch))) return false;
  return variant === undefined || wantedVariant === undefined || variant === wantedVariant;
}

function alias(arch: string): string {
  return { x86_64: 'amd64', aarch64: 'arm64' }[arch] ?? arch;
}
