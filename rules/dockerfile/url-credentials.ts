import { secretsIn } from '../../src/image/secret-text.ts';
import { defineRule } from '../../src/rule.ts';
import { evidenceOf } from '../../src/secrets/wording.ts';

/** Nobody is let in anywhere by a password for these. */
const nowhere =
  /^@(?:localhost|127\.|0\.0\.0\.0|\[?::1|(?:[\w-]+\.)*example\.(?:com|org|net)\b|[\w.-]+\.(?:example|test|invalid|local)(?![\w.]))/i;

export default defineRule({
  id: 'url-credentials',
  on: 'dockerfile',
  needs: { texts: ['://'], and: { texts: ['@'] } },
  since: '1.0',
  severity: 'error',
  category: 'secrets',
  securitySeverity: 8,
  precision: 'high',
  summary: 'No URL in a Dockerfile may carry a password.',
  why: 'The URL stays in the Dockerfile, in the history of the image, and in the logs of every proxy and server it passes.',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN git clone https://deploy:[|kX9-pQ2vLm|]@git.acme.dev/app.git',
      message: 'A URL carries a password in clear.',
    },
    'FROM debian:12.9\nENV DATABASE_URL=postgres://app:[|Tr0ub4dor|]@db.acme.dev/app',
    'FROM python:3.12\nRUN pip install --index-url https://ci:[|s3cretsanta|]@pypi.acme.dev/simple app',
    'FROM debian:12.9\nADD https://ci:[|s3cretsanta|]@files.acme.dev/a.tgz /a/',
  ],
  good: [
    'FROM debian:12.9\nRUN git clone https://$USER:$TOKEN@git.acme.dev/app.git',
    'FROM debian:12.9\nRUN curl http://app:$(cat /run/secrets/token)@api.acme.dev',
    'FROM debian:12.9\nENV DATABASE_URL=postgres://app:Tr0ub4dor@localhost/app',
    'FROM debian:12.9\nRUN git clone https://git@github.com/acme/app.git',
    'FROM debian:12.9\nENV PROXY=http://user:password@proxy.acme.dev',
  ],

  *check(dockerfile) {
    for (const outer of dockerfile.instructions) {
      const instruction = outer.kind === 'onbuild' ? (outer.trigger ?? outer) : outer;
      for (const hit of secretsIn(dockerfile, instruction)) {
        if (hit.detector !== 'url-credentials' || nowhere.test(dockerfile.text.slice(hit.end, hit.end + 120))) continue;
        yield {
          place: dockerfile.at({ start: hit.offset, end: hit.end }),
          message: 'A URL carries a password in clear.',
          evidence: [evidenceOf(hit)],
          help: 'Revoke it, and read it from a secret where the command needs it: `RUN --mount=type=secret,id=token …`.',
        };
      }
    }
  },
});
