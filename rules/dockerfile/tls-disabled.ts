import { removeFlagWord } from '../../src/dockerfile/command-edits.ts';
import { isLocalAddress } from '../../src/dockerfile/downloads.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import type { Located } from '../../src/dockerfile/located.ts';
import type { Dockerfile } from '../../src/dockerfile/model.ts';
import { commandsOf } from '../../src/dockerfile/ran.ts';
import type { Command } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

/** Flags by which a program takes any certificate. */
const flags: Readonly<Record<string, readonly string[]>> = {
  curl: ['-k', '--insecure', '--proxy-insecure'],
  wget: ['--no-check-certificate'],
  pip: ['--trusted-host'],
  pip3: ['--trusted-host'],
  npm: ['--no-strict-ssl'],
  svn: ['--trust-server-cert'],
  helm: ['--insecure-skip-tls-verify'],
  kubectl: ['--insecure-skip-tls-verify'],
};

/** Settings given as words: the programs, what stands in all ways to write it, and what the words say together. */
const settings: readonly (readonly [programs: readonly string[], part: string, said: RegExp])[] = [
  [
    ['npm', 'yarn', 'pnpm'],
    'strict-ssl',
    /^(?:config|c) set (?:-g |--global |--location=global )*strict-ssl[ =]false\b/i,
  ],
  [['npm'], 'strict-ssl', /(?:^| )--strict-ssl[= ]false\b/],
  [['git'], 'http.sslverify', /\bhttp\.sslverify[= ]["']?(?:false|0|no)\b/i],
  [
    ['yum', 'dnf', 'tdnf', 'microdnf', 'yum-config-manager'],
    'sslverify',
    /--setopt[= ]["']?(?:\S+\.)?sslverify=(?:0|false|no)\b/i,
  ],
  [['apt-get', 'apt'], 'acquire::https', /Acquire::https::(?:\S+::)?Verify-(?:Peer|Host)=(?:false|0)/i],
  [['conda', 'mamba', 'micromamba'], 'ssl_verify', /^config (?:--\S+ )*--set ssl_verify (?:false|no)\b/i],
  [['composer'], 'config', /^config (?:-g |--global )*(?:disable-tls true|secure-http false)\b/],
  [['bundle'], 'ssl_verify_mode', /^config (?:set |--\S+ )*ssl_verify_mode 0\b/],
  [['aria2c'], '--check-certificate', /--check-certificate=false/],
];

/** Variables by which a program takes any certificate. */
const variables: readonly (readonly [name: string, said: RegExp])[] = [
  ['PYTHONHTTPSVERIFY', /^0$/],
  ['NODE_TLS_REJECT_UNAUTHORIZED', /^0$/],
  ['GIT_SSL_NO_VERIFY', /./],
  ['PIP_TRUSTED_HOST', /./],
];

export default defineRule({
  id: 'tls-disabled',
  aliases: [
    'CKV2_DOCKER_2',
    'CKV2_DOCKER_3',
    'CKV2_DOCKER_4',
    'CKV2_DOCKER_5',
    'CKV2_DOCKER_6',
    'CKV2_DOCKER_12',
    'CKV2_DOCKER_13',
    'CKV2_DOCKER_14',
    'CKV2_DOCKER_15',
    'CKV2_DOCKER_16',
  ],
  on: 'dockerfile',
  since: '1.0',
  history: true,
  severity: 'warning',
  category: 'security',
  securitySeverity: 7.4,
  summary: 'Certificates must be checked.',
  why: 'Without the check anyone in between can answer for the server, and decides what is built into the image; as a variable of the image it also holds for everything that runs in it.',
  needs: {
    commands: ['curl'],
    texts: [
      'ssl',
      'tls',
      'httpsverify',
      'insecure',
      'check-certificate',
      'server-cert',
      'trusted',
      'acquire::https',
      'secure-http',
    ],
  },
  bad: [
    {
      code: 'FROM debian:12.9\nRUN curl [|-fskL|] https://example.com/app -o app',
      fixed: 'FROM debian:12.9\nRUN curl -fsL https://example.com/app -o app',
    },
    {
      code: 'FROM debian:12.9\nRUN wget -q [|--no-check-certificate|] https://example.com/app',
      fixed: 'FROM debian:12.9\nRUN wget -q https://example.com/app',
    },
    {
      code: 'FROM python:3.13\nRUN pip install [|--trusted-host|] pypi.example.com flask==3.1.0',
      fixed: 'FROM python:3.13\nRUN pip install flask==3.1.0',
    },
    'FROM node:22\nENV [|NODE_TLS_REJECT_UNAUTHORIZED=0|]',
    'FROM node:22\nRUN [|npm config set strict-ssl false|] && npm ci',
    'FROM debian:12.9\nRUN [|git config --global http.sslVerify false|] && [|GIT_SSL_NO_VERIFY=1|] git clone https://example.com/app',
    'FROM python:3.13\nARG [|PYTHONHTTPSVERIFY=0|]\nRUN export [|PIP_TRUSTED_HOST=pypi.example.com|]',
    'FROM fedora:41\nRUN [|dnf install -y --setopt=sslverify=0 app|]',
  ],
  good: [
    'FROM debian:12.9\nRUN curl -fsL https://example.com/app -o app && wget -q https://example.com/b',
    'FROM debian:12.9\nRUN curl -kf https://localhost:8443/health',
    'FROM node:22\nENV NODE_TLS_REJECT_UNAUTHORIZED=1 PIP_TRUSTED_HOST=\nRUN npm config set strict-ssl true',
    'FROM debian:12.9\nHEALTHCHECK CMD curl -kf https://localhost/',
    'FROM debian:12.9\nARG PIP_TRUSTED_HOST\nRUN echo PIP_TRUSTED_HOST=x',
    'FROM debian:12.9\nRUN curl -o k https://example.com/k && git config --global http.sslVerify true',
  ],

  *check(file) {
    for (const { command } of commandsOf(file.stages)) {
      yield* inFlags(file, command);
      if (isSet(command)) yield draft(command, `\`${command.name}\` is told to take any certificate.`);
      for (const assignment of command.assignments)
        if (disables(assignment.name, assignment.value?.text)) yield draft(assignment, about(assignment.name));
      if (command.name !== 'export' && command.name !== 'env') continue;
      for (const arg of command.args) {
        const [, name = '', value] = /^(\w+)=(.*)$/s.exec(arg.text ?? '') ?? [];
        if (disables(name, value)) yield draft(arg, about(name));
      }
    }
    for (const { key, value } of file.instructions.flatMap((one) =>
      one.kind === 'env' || one.kind === 'arg' ? one.pairs : [],
    )) {
      if (disables(key.raw, value?.text))
        yield draft({ place: file.at(spanOf(key, value)), span: spanOf(key, value) }, about(key.raw));
    }
  },
});

function spanOf(from: Located, to: Located | undefined) {
  return { start: from.span.start, end: to?.span.end ?? from.span.end };
}

function* inFlags(file: Dockerfile, command: Command) {
  const known = flags[command.name ?? ''];
  if (known === undefined) return;
  for (const { name, word } of command.parsed.flags) {
    if (!known.includes(name)) continue;
    const urls = command.args.filter(({ text, prefix }) => /^https?:/.test(text ?? prefix));
    if (urls.length > 0 && urls.every(({ text, prefix }) => isLocalAddress(text ?? prefix))) continue;
    const edit = removeFlagWord(file, command, name);
    const removal = edit ? [fix(`Remove ${name}`, 'unsafe', edit)] : [];
    yield { ...draft(word, `With \`${name}\`, \`${command.name}\` takes any certificate.`), fixes: removal };
  }
}

function isSet({ name = '', args }: Command): boolean {
  const words = () => args.map(({ text, raw }) => text ?? raw).join(' ');
  return settings.some(
    ([programs, part, said]) => programs.includes(name) && words().toLowerCase().includes(part) && said.test(words()),
  );
}

function disables(name: string, value: string | undefined): boolean {
  if (value === undefined) return false;
  if (name.toLowerCase() === 'npm_config_strict_ssl') return /^(?:false|0)$/i.test(value);
  return variables.some(([named, said]) => named === name && said.test(value));
}

function about(name: string): string {
  return `\`${name}\` turns the check of certificates off.`;
}

function draft({ place }: Located, message: string) {
  return { place, message, help: 'Leave the check on; bring the certificate authority in where it is a private one.' };
}
