import type { Dockerfile, Instruction } from '../../src/dockerfile/model.ts';
import type { DockerfilePlace } from '../../src/finding.ts';
import { atLeast } from '../../src/image/secret-files.ts';
import { secretsIn } from '../../src/image/secret-text.ts';
import { defineRule } from '../../src/rule.ts';
import type { SecretHit } from '../../src/secrets/hit.ts';
import { scanPair } from '../../src/secrets/pair.ts';
import { evidenceOf, phraseOf } from '../../src/secrets/wording.ts';

export default defineRule({
  id: 'hardcoded-secret',
  on: 'dockerfile',
  since: '1.0',
  severity: 'error',
  category: 'secrets',
  securitySeverity: 8.5,
  precision: 'high',
  summary: 'No secret may be written in a Dockerfile.',
  why: 'The Dockerfile is read by everyone who can read the repository, and what it says ends up in the configuration and the history of the image.',
  options: (z) =>
    z.strictObject({
      least: z
        .enum(['confirmed', 'likely', 'possible'])
        .default('likely')
        .describe(
          'How sure a detector must be: a checksum or a structure that was checked, a format of its own, or a name and a look.',
        ),
    }),
  bad: [
    {
      code: 'FROM debian:12.9\nENV GITHUB=[|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|]',
      message: 'ENV holds a GitHub personal access token (`ghp_****17`).',
    },
    'FROM debian:12.9\nARG API_KEY=[|q8Zr0PfLw3VbXcT2mN5d|]',
    'FROM debian:12.9\nENV DB_PASSWORD [|q8Zr0PfLw3VbXcT2mN5d|]',
    'FROM debian:12.9\nLABEL deploy=[|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|]',
    'FROM debian:12.9\nRUN export API_TOKEN=[|q8Zr0PfLw3VbXcT2mN5d|] && make',
    'FROM debian:12.9\nRUN <<EOF\ncurl -H "Authorization: Bearer [|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|]" https://api.example.com\nEOF',
    'FROM debian:12.9\nCMD ["app", "--api-key=[|q8Zr0PfLw3VbXcT2mN5d|]"]',
  ],
  good: [
    'FROM debian:12.9\nARG API_KEY\nENV API_KEY=$API_KEY',
    'FROM debian:12.9\nENV DB_PASSWORD=changeme',
    'FROM debian:12.9\n# 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 was revoked\nRUN make',
    'FROM debian:12.9\nRUN key=\'B97B0AFCAA1A47F044F244A07FCC7D4C46910259\'; gpg --recv-keys "$key"',
    'FROM python:3.12\nENV GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D',
    'FROM debian:12.9\nRUN --mount=type=secret,id=token API_TOKEN=$(cat /run/secrets/token) make',
    'FROM debian:12.9\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/a.tgz /a/',
  ],

  *check(dockerfile, { least }) {
    for (const outer of dockerfile.instructions) {
      const instruction = outer.kind === 'onbuild' ? (outer.trigger ?? outer) : outer;
      for (const { hit, place } of hitsOf(dockerfile, instruction)) {
        if (hit.detector === 'url-credentials' || atLeast([hit], least).length === 0) continue;
        yield {
          place,
          message: `${instruction.keyword} holds ${phraseOf(hit)}.`,
          evidence: [evidenceOf(hit)],
          help: 'Revoke the secret. A build reads it with `RUN --mount=type=secret`, a container is given it when it runs.',
        };
      }
    }
  },
});

interface Placed {
  readonly hit: SecretHit;
  readonly place: DockerfilePlace;
}

/** Values of ARG, ENV and LABEL are judged by their names as well; everything else as text. */
function* hitsOf(dockerfile: Dockerfile, instruction: Instruction): Iterable<Placed> {
  if (instruction.kind === 'arg' || instruction.kind === 'env' || instruction.kind === 'label') {
    for (const { key, value } of instruction.pairs) {
      const hit =
        value?.text === undefined || value.variables.length > 0
          ? undefined
          : scanPair(key.text ?? key.raw, value.text, dockerfile.facts.secrets);
      if (hit && value) yield { hit, place: value.place };
    }
    return;
  }
  if (instruction.kind === 'copy' || instruction.kind === 'unknown') return;
  for (const hit of secretsIn(dockerfile, instruction)) {
    yield { hit, place: dockerfile.at({ start: hit.offset, end: hit.end }) };
  }
}
