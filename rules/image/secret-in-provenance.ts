import { atLeast } from '../../src/image/secret-files.ts';
import { defineRule } from '../../src/rule.ts';
import type { SecretHit } from '../../src/secrets/hit.ts';
import { scanPair } from '../../src/secrets/pair.ts';
import { scanText } from '../../src/secrets/scan-text.ts';
import type { Search } from '../../src/secrets/stated.ts';
import { evidenceOf, listOf } from '../../src/secrets/wording.ts';

export default defineRule({
  id: 'secret-in-provenance',
  on: 'image',
  since: '1.0',
  severity: 'error',
  category: 'secrets',
  securitySeverity: 8.5,
  precision: 'high',
  summary: 'No attestation of an image may hold a secret.',
  why: 'BuildKit writes the arguments of the build, and with `mode=max` the whole Dockerfile, into the provenance that it pushes beside the image.',
  bad: [
    {
      layers: [],
      whole: '[||]',
      attestations: ['https://ci:kX9-pQ2vLm@provenance.acme.dev/v1'],
    },
  ],
  good: [{ layers: [], attestations: ['https://slsa.dev/provenance/v1'] }],

  *check({ manifest, facts }) {
    for (const { digest, predicateType, statement } of manifest.attestations) {
      const hits = atLeast(
        [...textsIn([predicateType, statement], '', 0)].flatMap(({ name, text }) => hitsOf(name, text, facts.secrets)),
        'likely',
      );
      if (hits.length === 0) continue;
      yield {
        place: { kind: 'image' },
        message: `An attestation${digest ? ` (\`${digest.slice(0, 19)}\`)` : ''} holds ${listOf(hits)}.`,
        evidence: hits.slice(0, 10).map(evidenceOf),
        help: 'Revoke the secret, mount it instead of handing it over as a build argument, and push the image anew.',
      };
    }
  },
});

function hitsOf(name: string, text: string, search: Search | undefined): readonly SecretHit[] {
  const pair = scanPair(name.replace(/^build-arg:/, ''), text, search);
  return pair ? [pair] : scanText(text, search);
}

/** Every text in a JSON value, with the name of its member. */
function* textsIn(
  value: unknown,
  name: string,
  depth: number,
): Iterable<{ readonly name: string; readonly text: string }> {
  if (typeof value === 'string') yield { name, text: value };
  else if (typeof value === 'object' && value !== null && depth < 40) {
    for (const [key, member] of Object.entries(value)) yield* textsIn(member, key, depth + 1);
  }
}
