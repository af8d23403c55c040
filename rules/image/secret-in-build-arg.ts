import { madeByStep } from '../../src/image/secret-files.ts';
import { defineRule } from '../../src/rule.ts';
import { isSecretName } from '../../src/secrets/names.ts';
import { scanPair } from '../../src/secrets/pair.ts';
import { isOpenValue, isReference } from '../../src/secrets/value.ts';
import { evidenceOf, phraseOf } from '../../src/secrets/wording.ts';

export default defineRule({
  id: 'secret-in-build-arg',
  aliases: ['CIS-DI-0010', 'DS-0031'],
  on: 'image',
  since: '1.0',
  severity: 'error',
  category: 'secrets',
  securitySeverity: 8.5,
  precision: 'high',
  summary: 'No secret may be handed to a build as an argument.',
  why: 'Builders write the arguments of a build into the history of the image, which `docker history` shows to whoever pulls it.',
  bad: [
    {
      layers: [{ 'app/a': 'x' }],
      history: ['[||1 NPM_TOKEN=q8Zr0PfLw3VbXcT2mN5d /bin/sh -c npm ci|]'],
      message: 'The build argument `NPM_TOKEN` is in the history with its value.',
    },
    {
      layers: [{ 'app/a': 'x' }],
      history: ['[||1 CONFIG=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 /bin/sh -c make|]'],
    },
  ],
  good: [
    { layers: [{ 'app/a': 'x' }], history: ['|1 VERSION=1.2.3 /bin/sh -c make'] },
    { layers: [{ 'app/a': 'x' }], history: ['|1 NPM_TOKEN= /bin/sh -c npm ci'] },
  ],

  *check(image) {
    const seen = new Set<string>();
    for (const step of image.history) {
      for (const { name, value } of step.buildArgs) {
        const key = `${name}=${value}`;
        if (value === '' || seen.has(key) || isReference(value) || isOpenValue(value)) continue;
        const hit = scanPair(name, value, image.facts.secrets);
        const named = isSecretName(name);
        if (!named && (!hit || hit.confidence === 'possible')) continue;
        if (named && !hit) continue;
        seen.add(key);
        yield {
          place: step.place,
          message: named
            ? `The build argument \`${name}\` is in the history with its value.`
            : `The build argument \`${name}\` holds ${hit ? phraseOf(hit) : 'a secret'}.`,
          evidence: hit ? [evidenceOf(hit)] : [],
          related: madeByStep(image, step.index, 'was given it'),
          ...(hit?.confidence === 'possible' && { severity: 'warning' as const }),
          fault: `secret-in-argument ${name}`,
          help: `Revoke the secret, and mount it instead: \`RUN --mount=type=secret,id=${name.toLowerCase()},env=${name} …\`.`,
        };
      }
    }
  },
});
