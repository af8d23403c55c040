import type { Command } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

/** With what the patterns begin: most commands are none of these. */
const programs: ReadonlySet<string> = new Set([
  ...['docker', 'podman', 'buildah', 'skopeo', 'nerdctl', 'helm', 'crane'],
  ...['npm', 'pnpm', 'yarn', 'aws', 'gcloud', 'az', 'doctl', 'heroku'],
]);

export default defineRule({
  id: 'login-without-secret-mount',
  aliases: ['DS-0031'],
  on: 'dockerfile',
  needs: { commands: [...programs], and: { texts: ['login', 'set', 'auth'] } },
  since: '1.0',
  severity: 'warning',
  category: 'secrets',
  securitySeverity: 7,
  precision: 'high',
  summary: 'A RUN that logs in somewhere must take its secret from a mount.',
  why: 'What the login is given stays in the history, and what it writes down (tokens, configuration) stays in the layer.',
  bad: [
    {
      code: 'FROM debian:12.9\nARG TOKEN\nRUN [|docker login -u app -p $TOKEN registry.example.com|]',
      message: '`docker login` gets its secret without a secret mount.',
    },
    'FROM node:22\nARG NPM_TOKEN\nRUN [|npm config set //registry.npmjs.org/:_authToken $NPM_TOKEN|] && npm ci',
    'FROM debian:12.9\nRUN [|aws configure set aws_secret_access_key $KEY|]',
    'FROM debian:12.9\nRUN [|az login --service-principal -u app -p $SECRET|]',
    'FROM debian:12.9\nRUN [|gcloud auth activate-service-account --key-file=/key.json|]',
    'FROM debian:12.9\nRUN [|doctl auth init -t $TOKEN|]',
  ],
  good: [
    'FROM debian:12.9\nRUN --mount=type=secret,id=token docker login -u app --password-stdin registry.example.com < /run/secrets/token',
    'FROM debian:12.9\nRUN aws configure set region eu-central-1',
    'FROM debian:12.9\nRUN az --version && gcloud config set project acme',
    'FROM node:22\nRUN npm config set fund false',
  ],

  *check({ stages }) {
    for (const run of stages.flatMap((stage) => stage.of('run'))) {
      if (run.mounts.some((mount) => mount.type === 'secret' || mount.type === 'ssh')) continue;
      for (const command of run.script?.commands ?? []) {
        const what = loginOf(command);
        if (what === undefined) continue;
        yield {
          place: command.place,
          message: `\`${what}\` gets its secret without a secret mount.`,
          evidence: [{ kind: 'command', text: what }],
          help: 'Mount the secret for this RUN, log out in it, and let nothing be written: `RUN --mount=type=secret,id=token …`.',
        };
      }
    }
  },
});

const logins: readonly (readonly [what: string, pattern: RegExp])[] = [
  [
    'docker login',
    /^(?:docker|podman|buildah|skopeo|nerdctl|helm registry|crane auth) login(?=.*\s(?:-p|--password)(?![\w-]))/,
  ],
  ['npm config set', /^(?:npm|pnpm|yarn) config set \S*_?(?:auth|authToken|_password)\b/i],
  ['npm login', /^(?:npm|pnpm|yarn) login\b/],
  ['aws configure set', /^aws configure set \S*aws_(?:access_key_id|secret_access_key|session_token)\b/],
  ['gcloud auth activate-service-account', /^gcloud auth activate-service-account\b/],
  ['az login', /^az login(?=.*\s(?:-p|--password|--federated-token)\b)/],
  ['doctl auth init', /^doctl auth init(?=.*\s(?:-t|--access-token)\b)/],
  ['heroku login', /^heroku (?:login|auth:login)\b/],
];

/** One of these is in each of them. */
const verbs = ['login', ' set ', ' auth '];

/** The words of the command as they are written, flags and all. */
function loginOf({ name, args }: Command): string | undefined {
  if (name === undefined || !programs.has(name)) return undefined;
  const line = [name, ...args.map((word) => word.raw)].join(' ');
  return verbs.some((verb) => line.includes(verb)) ? logins.find(([, pattern]) => pattern.test(line))?.[0] : undefined;
}
