import type { KeyValue } from '../../src/dockerfile/model.ts';
import { defineRule } from '../../src/rule.ts';
import { isSecretName, secretParts } from '../../src/secrets/names.ts';
import { isFingerprint, isOpenValue } from '../../src/secrets/value.ts';

export default defineRule({
  id: 'secret-named-variable',
  aliases: ['DL3064', 'SecretsUsedInArgOrEnv', 'DS-0031'],
  on: 'dockerfile',
  needs: { within: [{ kinds: ['arg', 'env'], texts: secretParts }] },
  since: '1.0',
  history: true,
  severity: 'warning',
  category: 'secrets',
  securitySeverity: 6.5,
  precision: 'medium',
  summary: 'Secrets must not be handed over in ARG or ENV.',
  why: "An ENV is stored in the image's configuration and an ARG in its history: both can be read by whoever pulls the image.",
  options: (z) =>
    z.strictObject({
      allow: z.array(z.string()).default([]).describe('Names that sound like a secret and hold none.'),
      empty: z
        .boolean()
        .default(false)
        .describe('Judge an ENV without a value too, which only says that there is one to give.'),
    }),
  bad: [
    'FROM debian:12.9\nENV [|DB_PASSWORD|]=swordfish9',
    'FROM debian:12.9\nENV A=1 [|API_KEY|]=q8Zr0PfL [|AUTH_TOKEN|]=Lw3VbXcT',
    { code: 'FROM debian:12.9\nARG [|NPM_TOKEN|]', severity: 'info' },
    { code: 'FROM debian:12.9\nENV [|NPM_TOKEN|]=""', options: { empty: true }, severity: 'info' },
    {
      code: 'FROM debian:12.9\nARG [|NPM_TOKEN|]=q8Zr0PfL',
      message: '`NPM_TOKEN` is named like a secret, and ARG leaves its value in the history of the image.',
      severity: 'warning',
    },
    'ARG [|GIT_TOKEN|]=x1\nFROM debian:12.9\nENV [|AWS_ACCESS_KEY_ID|]=AKIA [|myApiKey|]=abc',
    'FROM debian:12.9\nENV [|GEOIP_LICENSE_KEY|]=lgNvGyhnUKpa5PJi',
  ],
  good: [
    'FROM python:3.12\nENV GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D',
    'FROM debian:12.9\nARG SIGNING_KEY=A62AE125BBBFBB96A6E042EC925CC1CCED3D1561\nENV SIGNING_KEY=$SIGNING_KEY',
    'FROM debian:12.9\nENV DB_PASSWORD_FILE=/run/secrets/db_password PUBLIC_KEY=abc TOKEN_TTL=3600 SECRET_NAME=db',
    'FROM debian:12.9\nENV AUTH_URL=https://auth.example.com SSL_KEY=/etc/ssl/private/app.key REQUIRE_AUTH=true',
    'FROM debian:12.9\nENV ALLOW_EMPTY_PASSWORD=yes GOPRIVATE=example.com MYSQL_USERNAME=app',
    'FROM debian:12.9\nENV PHP_SHA256=9d2ca6b9 KEYBOARD_LAYOUT=de LESSKEY=/etc/less MONKEY=1 Filters__0__Key=ProcessId',
    'FROM debian:12.9\nENV ${API_KEY}=a',
    'FROM debian:12.9\nENV DB_PASSWORD=${DB_PASSWORD:-}',
    'FROM debian:12.9\nENV TOKEN= PASSWORD="" TLS_KEY=assets/tls/server.key',
    { code: 'FROM debian:12.9\nENV DB_PASSWORD=swordfish9', options: { allow: ['DB_PASSWORD'] } },
  ],

  *check({ instructions }, { allow, empty: judgesEmpty }) {
    for (const instruction of instructions) {
      const inner = instruction.kind === 'onbuild' ? instruction.trigger : instruction;
      if (inner?.kind !== 'arg' && inner?.kind !== 'env') continue;
      for (const { key, value } of inner.pairs) {
        const name = key.text ?? '';
        if (!isSecretName(name) || allow.includes(name) || isOpen(name, value)) continue;
        const empty = value === undefined || isNothing(value.raw.replace(/["']/g, ''));
        if (empty && inner.kind === 'env' && !judgesEmpty) continue;
        const where =
          inner.kind === 'arg'
            ? 'ARG leaves its value in the history of the image'
            : 'ENV stores its value in the image';
        yield {
          place: key.place,
          message: `\`${name}\` is named like a secret, and ${where}.`,
          evidence: [{ kind: 'value', name: 'variable', value: name }],
          ...(empty && { severity: 'info' as const }),
          help: `Mount it for the command that needs it: \`RUN --mount=type=secret,id=${name.toLowerCase()},env=${name} …\`.`,
        };
      }
    }
  },
});

/** No value, or one that there is only where somebody else gives it: `${TOKEN:-}`. */
function isNothing(raw: string): boolean {
  return raw === '' || /^\$\{\w+:?-\}$/.test(raw);
}

/** A value that can be seen to be none: a path, an address, a switch, a number, a fingerprint. */
function isOpen(name: string, value: KeyValue['value']): boolean {
  return value?.text !== undefined && value.text !== '' && (isOpenValue(value.text) || isFingerprint(name, value.text));
}
