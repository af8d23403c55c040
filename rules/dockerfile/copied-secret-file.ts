import { hasWildcard, isAddress } from '../../src/dockerfile/copy-source.ts';
import type { Context } from '../../src/dockerfile/facts.ts';
import { cleanPath, parseIgnore } from '../../src/dockerfile/ignore.ts';
import { defineRule } from '../../src/rule.ts';
import { isSecretFileName } from '../../src/secrets/files.ts';

export default defineRule({
  id: 'copied-secret-file',
  on: 'dockerfile',
  needs: { instructions: ['copy', 'add'] },
  since: '1.0',
  severity: 'warning',
  category: 'secrets',
  securitySeverity: 7.5,
  precision: 'high',
  summary: 'Files that hold secrets must not be copied into an image.',
  why: 'What COPY brings stays in its layer, whatever a later instruction removes.',
  bad: [
    {
      code: 'FROM debian:12.9\nCOPY [|.env|] /app/',
      message: '`.env` is there to hold secrets, and COPY takes it into the image.',
    },
    'FROM debian:12.9\nADD [|id_rsa|] /root/.ssh/id_rsa',
    'FROM debian:12.9\nCOPY app.conf [|tls/server.key|] /etc/app/',
    'FROM debian:12.9\nCOPY [|.aws/|] /root/.aws/',
    {
      code: 'FROM debian:12.9\nCOPY [|.|] /app',
      files: ['main.py', '.env', 'Dockerfile'],
      message: '`.` holds `.env`, and COPY takes it into the image.',
    },
  ],
  good: [
    'FROM debian:12.9\nCOPY .env.example .env.sample .env.template .env.dist /app/',
    'FROM debian:12.9\nCOPY id_rsa.pub ca.pem cert.pem public.key dhparam.pem ffdhe4096.pem /app/',
    'FROM debian:12.9\nCOPY .npmrc package.json ./',
    'FROM debian:12.9 AS build\nRUN make\nFROM debian:12.9\nCOPY --from=build /app/.env /app/',
    { code: 'FROM debian:12.9\nCOPY . /app', files: ['main.py', '.env'], ignore: '.env\n' },
    'FROM debian:12.9\nCOPY . /app',
  ],

  *check({ stages, facts }) {
    let inContext: readonly string[] | undefined;
    for (const copy of stages.flatMap((stage) => stage.of('copy', 'add'))) {
      if (copy.from) continue;
      for (const source of copy.sources) {
        const { text } = source;
        if (text === undefined || isAddress(text)) continue;
        const isSecret = isSecretFileName(text);
        if (!isSecret) inContext ??= secretsOf(facts.context);
        const within = isSecret ? undefined : secretBelow(inContext ?? [], text);
        if (within === undefined && !isSecret) continue;
        yield {
          place: source.place,
          message:
            within === undefined
              ? `\`${text}\` is there to hold secrets, and ${copy.keyword} takes it into the image.`
              : `\`${text}\` holds \`${within}\`, and ${copy.keyword} takes it into the image.`,
          evidence: [{ kind: 'file', path: within ?? text }],
          help: `Name it in \`.dockerignore\`, and mount it where it is needed: \`RUN --mount=type=secret,target=… …\`.`,
        };
      }
    }
  },
});

/** The first secret file that a directory takes along. */
function secretBelow(secrets: readonly string[], source: string): string | undefined {
  if (secrets.length === 0 || hasWildcard(source)) return undefined;
  const folder = cleanPath(source).replace(/^\/|^\.$/g, '');
  return secrets.find((path) => folder === '' || path.startsWith(`${folder}/`));
}

/** The secret files of the context that a build is given, as far as it is known. */
function secretsOf(context: Context | undefined): readonly string[] {
  const ignore = context?.ignore && parseIgnore(context.ignore.text);
  return [...(context?.files?.keys() ?? [])].filter((path) => {
    if (/(?:^|\/)(?:node_modules|test|tests|testdata|fixtures|examples?)\//.test(path) || !isSecretFileName(path))
      return false;
    const decided = ignore?.decidedBy(path);
    return !decided || decided.exception;
  });
}
