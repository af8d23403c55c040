import { atLeast, madeByStep } from '../../src/image/secret-files.ts';
import { defineRule } from '../../src/rule.ts';
import { scanText } from '../../src/secrets/scan-text.ts';
import { evidenceOf, listOf } from '../../src/secrets/wording.ts';

export default defineRule({
  id: 'secret-in-history-command',
  aliases: ['CIS-DI-0010'],
  on: 'image',
  since: '1.0',
  severity: 'error',
  category: 'secrets',
  securitySeverity: 8.5,
  precision: 'high',
  fault: 'secret-in-command',
  summary: 'No command in the history of an image may show a secret.',
  why: 'The history keeps every command as it was written: `docker history --no-trunc` shows it to whoever pulls the image.',
  bad: [
    {
      layers: [{ 'app/a': 'x' }],
      history: ['[|/bin/sh -c git clone https://deploy:kX9-pQ2vLm@git.acme.dev/app.git|]'],
      message: 'The history shows a password in a URL.',
    },
    {
      layers: [{ 'app/a': 'x' }],
      history: [
        '[|RUN /bin/sh -c curl -H "Authorization: Bearer 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" https://api.example.com # buildkit|]',
      ],
    },
  ],
  good: [
    {
      layers: [{ 'app/a': 'x' }],
      history: ['RUN /bin/sh -c curl -H "Authorization: Bearer $TOKEN" https://api.example.com # buildkit'],
    },
    { name: 'a variable: other rules', layers: [{ 'app/a': 'x' }], history: ['ENV API_KEY=q8Zr0PfLw3VbXcT2mN5d'] },
  ],

  *check(image) {
    for (const step of image.history) {
      const { instruction, createdBy } = step;
      if (instruction && /^(?:ENV|ARG|LABEL)$/.test(instruction.keyword)) continue;
      // Arguments of the build stand before the command, and have a rule of their own.
      const command = instruction?.args ?? createdBy;
      const hits = atLeast(scanText(`${command}\n${step.comment}\n${step.author}`, image.facts.secrets), 'likely');
      if (hits.length === 0) continue;
      yield {
        place: step.place,
        message: `The history shows ${listOf(hits)}.`,
        evidence: hits.slice(0, 10).map(evidenceOf),
        related: madeByStep(image, step.index, 'says it'),
        help: 'Revoke the secret, and read it where the command needs it: `RUN --mount=type=secret,id=token …`.',
      };
    }
  },
});
