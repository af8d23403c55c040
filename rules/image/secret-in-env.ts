import type { Related } from '../../src/finding.ts';
import type { Image } from '../../src/image/model.ts';
import { defineRule } from '../../src/rule.ts';
import { scanPair } from '../../src/secrets/pair.ts';
import { evidenceOf, phraseOf } from '../../src/secrets/wording.ts';

export default defineRule({
  id: 'secret-in-env',
  aliases: ['CIS-DI-0010', 'DS-0031'],
  on: 'image',
  since: '1.0',
  severity: 'error',
  category: 'secrets',
  securitySeverity: 8.5,
  precision: 'high',
  summary: 'No variable of the image may hold a secret.',
  why: "The environment is part of the image's configuration: `docker inspect` shows it to whoever can pull the image, and every process of the container inherits it.",
  options: (z) =>
    z.strictObject({
      least: z.enum(['confirmed', 'likely', 'possible']).default('likely').describe('How sure a detector must be.'),
      allow: z.array(z.string()).default([]).describe('Variables that may hold what looks like a secret.'),
    }),
  bad: [
    {
      config: { Env: ['PATH=/usr/bin', '[|DB_PASSWORD=q8Zr0PfLw3VbXcT2mN5d|]'] },
      message: '`DB_PASSWORD` holds what looks like its secret value.',
    },
    {
      name: 'whatever the variable is called',
      config: { Env: ['[|CONFIG=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|]'] },
    },
    { name: 'a word, when asked for', options: { least: 'possible' }, config: { Env: ['[|DB_PASSWORD=swordfish9|]'] } },
  ],
  good: [
    { config: { Env: ['GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D', 'PYTHON_VERSION=3.12.1'] } },
    { config: { Env: ['DB_PASSWORD_FILE=/run/secrets/db_password', 'DB_PASSWORD=changeme'] } },
    {
      name: 'a published checksum',
      config: { Env: ['PYTHON_SHA256=9d2ca6b9a7a7a1a5b4d0b4e8ab0f1b7be4d3f9b4c0f1a6e4a8d0a1b2c3d4e5f6'] },
    },
    { name: 'allowed', options: { allow: ['DB_PASSWORD'] }, config: { Env: ['DB_PASSWORD=q8Zr0PfLw3VbXcT2mN5d'] } },
  ],

  *check(image, { least, allow }) {
    for (const { name, value } of image.config.env) {
      const hit = allow.includes(name) ? undefined : scanPair(name, value, image.facts.secrets);
      if (!hit || (least !== 'possible' && hit.confidence !== 'confirmed' && hit.confidence !== least)) continue;
      yield {
        place: { kind: 'config', key: `Env.${name}` },
        message:
          hit.title === `value of ${name}`
            ? `\`${name}\` holds what looks like its secret value.`
            : `\`${name}\` holds ${phraseOf(hit)}.`,
        evidence: [evidenceOf(hit)],
        related: setBy(image, name),
        fault: `secret-in-variable ${name}`,
        help: 'Revoke the secret, and hand it to the container when it runs; a build reads it with `RUN --mount=type=secret`.',
      };
    }
  },
});

/** The last ENV of the history that names the variable. */
function setBy({ history, join }: Image, name: string): readonly Related[] {
  const step = history.findLast(
    ({ instruction }) =>
      instruction?.keyword === 'ENV' &&
      (instruction.args.startsWith(`${name}=`) ||
        instruction.args.startsWith(`${name} `) ||
        instruction.args.includes(` ${name}=`)),
  );
  const place = step && join.placeOf({ step: step.index });
  return place ? [{ place, message: 'This ENV set it.' }] : [];
}
