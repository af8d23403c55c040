import type { CopyInstruction, EnvInstruction } from '../../src/dockerfile/model.ts';
import { defineRule } from '../../src/rule.ts';

/** Which environment a program thinks it is in. */
const mode =
  /^(?:NODE|APP|RAILS|RACK|FLASK|DJANGO|GO|MIX|SYMFONY|DEPLOY|BUILD|SERVER|NUXT|NEXT)?_?(?:ENV|ENVIRONMENT)$|^(?:ASPNETCORE|DOTNET)_ENVIRONMENT$|^SPRING_PROFILES_ACTIVE$/;
/** `production` is how a program is meant to run anywhere; these are places. */
const places = [
  ...['stage', 'staging', 'dev', 'develop', 'development', 'test', 'testing', 'qa', 'uat'],
  ...['preprod', 'pre-prod', 'preproduction', 'pre-production', 'sandbox', 'integration', 'local'],
];
const service =
  /^(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|kafka|mssql|sqlserver|elasticsearch|jdbc:\w+)(?:\+\w+)?:\/\/(?:[^@/\s]*@)?([^:/?\s,]+)/i;
const configuration =
  /(?:^|[._-])(?:prod|production|stag(?:e|ing)|dev|development|qa|uat)\.(?:json|ya?ml|toml|ini|properties|config|env)$|^\.env\.(?:production|staging|development|local)$/i;

/** One of these is in each such name. */
const stages = ['prod', 'stag', 'dev', 'qa', 'uat', '.env.'];

export default defineRule({
  id: 'baked-environment',
  on: 'dockerfile',
  needs: {
    within: [
      { kinds: ['env'], texts: ['://', ...places] },
      { kinds: ['copy', 'add'], texts: [...stages, '$'] },
    ],
  },
  since: '1.0',
  severity: 'info',
  category: 'runtime',
  summary: 'An image should not know in which environment it runs.',
  why: 'An image that is built per environment is not the one that was tested; what differs belongs into variables and mounts of the deployment.',
  bad: [
    'FROM node:22\nENV [|NODE_ENV=staging|]',
    'FROM debian:12.9\nENV PORT=80 [|DATABASE_URL=postgres://db.example.com:5432/app|]',
    'FROM debian:12.9\nCOPY [|config.prod.json|] /etc/app/config.json',
    { code: 'FROM debian:12.9\nENV [|CACHE=redis://cache:6379|]', message: '`CACHE` names the host `cache`.' },
  ],
  good: [
    'FROM node:22\nENV NODE_ENV=production',
    'FROM node:22 AS dev\nENV NODE_ENV=development\nFROM node:22',
    'FROM debian:12.9\nENV DATABASE_URL=postgres://localhost:5432/app',
    'FROM debian:12.9\nENV DATABASE_URL=$URL',
    'FROM debian:12.9\nCOPY config.json requirements.prod.txt /etc/app/',
    'FROM node:22\nARG NODE_ENV=staging\nENV NODE_ENV=$NODE_ENV',
  ],

  *check({ shipped }) {
    for (const instruction of shipped.flatMap((stage) => stage.of('env', 'copy', 'add'))) {
      if (instruction.kind === 'env') yield* inEnv(instruction);
      else yield* inCopy(instruction);
    }
  },
});

function* inEnv({ pairs }: EnvInstruction) {
  for (const { key, value, place: at } of pairs) {
    // What a build argument decides is not baked by this file.
    if (!value?.text || value.variables.length > 0) continue;
    const host = value.text.includes('://') ? service.exec(value.text)?.[1] : undefined;
    const elsewhere = host !== undefined && !/^(?:localhost|127\.[\d.]+|0\.0\.0\.0|\[?::1\]?)$/.test(host);
    const message = elsewhere
      ? `\`${key.raw}\` names the host \`${host}\`.`
      : places.includes(value.text.toLowerCase()) && mode.test(key.raw)
        ? `\`${key.raw}\` says that the image runs in \`${value.text}\`.`
        : undefined;
    if (message) yield { place: at, message, help: 'Set it where the container is started.' };
  }
}

function* inCopy({ sources, from }: CopyInstruction) {
  for (const { text, place: at } of from ? [] : sources) {
    const name = text?.slice(text.lastIndexOf('/') + 1) ?? '';
    if (!mayNameStage(name) || !configuration.test(name)) continue;
    yield {
      place: at,
      message: `\`${name}\` is the configuration of one environment.`,
      help: 'Mount it where the container is started.',
    };
  }
}

/** Few files are named so, and the pattern is long in the making. */
function mayNameStage(name: string): boolean {
  const lower = name.toLowerCase();
  return stages.some((stage) => lower.includes(stage));
}
