/** A run in miniature: two Dockerfiles, an image joined to the first, one that could not be read. Every format writes it. */
import type { Finding, Report, Span } from '../../src/finding.ts';
import type { ReportContext, RuleInfo } from '../../src/report/context.ts';
import type { RuleMeta } from '../../src/rule.ts';

export const dockerfile = `# syntax=docker/dockerfile:1
FROM node:latest AS build
WORKDIR /src
COPY . .
RUN apt-get update \\
  && apt-get install -y --no-install-recommends curl \\
  # the compiler is needed by node-gyp
  && apt-get install -y build-essential \\
  && npm ci

FROM debian:12.9
COPY --from=build /src /app
RUN rm /app/.env
ENV API_TOKEN=s3cr3t-v4lue-of-mine
USER root
CMD node /app/server.js
`;

const odd = 'FROM debian:12.9\r\nRUN\techo "größe 漢字 \u202egnp.exe" && curl http://example.com/a | sh\r\nUSER app\r\n';

const long = `LABEL description="${'a very long label '.repeat(20)}" maintainer="app@example.com" ${'x=y '.repeat(40)}\n`;

const texts: Readonly<Record<string, string>> = {
  Dockerfile: dockerfile,
  'services/api/Dockerfile': odd,
  'long.Dockerfile': `FROM debian:12.9\n${long}`,
};

/** The span of the nth occurrence of a text. */
export function spanOf(file: string, needle: string): Span {
  const start = texts[file]?.indexOf(needle) ?? -1;
  if (start < 0) throw new Error(`${needle} is not in ${file}`);
  return { start, end: start + needle.length };
}

const at = (file: string, needle: string) => ({ kind: 'dockerfile', file, span: spanOf(file, needle) }) as const;

type Partly = Pick<Finding, 'rule' | 'severity' | 'message' | 'place'> & Partial<Finding>;
const finding = (given: Partly): Finding => ({
  related: [],
  evidence: [],
  fixes: [],
  fingerprint: `fp-${given.rule}-${'file' in given.place ? given.place.file.length : given.place.kind}`,
  ...given,
});

const tool = { name: 'plimsoll', version: '0.1.0' } as const;
const image = 'acme/app:1.4';

const first: Report = {
  schema: 1,
  tool,
  subject: { kind: 'dockerfile', name: 'Dockerfile', textDigest: `sha256:${'1'.repeat(64)}` },
  today: '2026-11-26',
  findings: [
    finding({
      rule: 'latest-tag',
      severity: 'warning',
      message: '`node:latest` resolves to whatever was pushed last.',
      place: at('Dockerfile', 'node:latest'),
      evidence: [{ kind: 'reference', name: 'node', tag: 'latest' }],
      help: 'Pin a release tag or a digest.',
      fixes: [
        {
          title: 'Pin `node:22`',
          safety: 'unsafe',
          edits: [{ span: spanOf('Dockerfile', 'latest'), text: '22' }],
        },
      ],
    }),
    finding({
      rule: 'apt-lists-kept',
      severity: 'warning',
      message: 'The package lists that `apt-get update` fetches stay in the layer.',
      place: at(
        'Dockerfile',
        dockerfile.slice(dockerfile.indexOf('apt-get update'), dockerfile.indexOf('\n\nFROM debian')),
      ),
      help: 'End the RUN with `rm -rf /var/lib/apt/lists/*`.',
    }),
    finding({
      rule: 'recommends-installed',
      severity: 'info',
      message: '`apt-get install` installs recommended packages too.',
      place: at('Dockerfile', 'apt-get install -y build-essential'),
      fixes: [
        {
          title: 'Add `--no-install-recommends`',
          safety: 'safe',
          edits: [
            {
              span: {
                start: spanOf('Dockerfile', ' build-essential').start,
                end: spanOf('Dockerfile', ' build-essential').start,
              },
              text: ' --no-install-recommends',
            },
          ],
        },
      ],
    }),
    finding({
      rule: 'secret-in-env',
      severity: 'error',
      message: '`API_TOKEN` holds a secret that everyone who has the image can read.',
      place: at('Dockerfile', 's3cr3t-v4lue-of-mine'),
      evidence: [
        { kind: 'secret', detector: 'generic-token', confidence: 'likely', masked: 's3…ne', length: 20 },
        { kind: 'command', text: 'API_TOKEN=s3cr3t-v4lue-of-mine' },
      ],
      help: 'Hand it over at run time, or with `RUN --mount=type=secret`.',
    }),
    finding({
      rule: 'root-user',
      severity: 'warning',
      message: 'The container runs as `root`.',
      place: at('Dockerfile', 'root'),
      suppressed: { kind: 'inSource', reason: 'binds port 80', place: at('Dockerfile', 'USER root') },
    }),
    finding({
      rule: 'shell-form-command',
      severity: 'warning',
      message: '`CMD` runs through a shell that signals stop at.',
      place: at('Dockerfile', 'CMD node /app/server.js'),
      baseline: 'unchanged',
    }),
  ],
  skipped: [],
};

const second: Report = {
  schema: 1,
  tool,
  subject: { kind: 'dockerfile', name: 'services/api/Dockerfile' },
  today: '2026-11-26',
  findings: [
    finding({
      rule: 'hidden-characters',
      severity: 'error',
      message: 'The text holds `U+202E`, which turns the reading direction around.',
      place: at('services/api/Dockerfile', '\u202e'),
      baseline: 'new',
    }),
    finding({
      rule: 'curl-pipe-shell',
      severity: 'error',
      message: '`curl` is piped into `sh` \u001b[31munchecked.',
      place: at('services/api/Dockerfile', 'curl http://example.com/a | sh'),
      help: 'Download, verify a checksum, then run.',
      baseline: 'new',
    }),
  ],
  skipped: [
    {
      what: 'rule unpinned-package',
      reason: 'rule-failed',
      detail: 'It threw: cannot read properties of undefined.',
      place: at('services/api/Dockerfile', 'curl'),
    },
  ],
};

const third: Report = {
  schema: 1,
  tool,
  subject: { kind: 'dockerfile', name: 'long.Dockerfile' },
  today: '2026-11-26',
  findings: [
    finding({
      rule: 'label-email',
      severity: 'info',
      message: '`maintainer` is an address that may stop to exist.',
      place: at('long.Dockerfile', 'app@example.com'),
      related: [{ place: at('long.Dockerfile', 'maintainer'), message: 'the label' }],
    }),
  ],
  skipped: [],
};

const layer = (index: number, size: number, more: Partial<NonNullable<Report['image']>['layers'][number]>) => ({
  index,
  diffID: `sha256:${String(index).repeat(64)}`,
  digest: `sha256:${String(index + 4).repeat(64)}`,
  size,
  waste: 0,
  origin: { from: 'yours', by: 'dockerfile' } as const,
  largest: [],
  ...more,
});

const fourth: Report = {
  schema: 1,
  tool,
  subject: { kind: 'build', name: image, dockerfile: 'Dockerfile' },
  today: '2026-11-26',
  findings: [
    finding({
      rule: 'secret-in-file',
      severity: 'error',
      message: '`/app/.env` holds a likely secret (`s3…ne`), and a later instruction only hides it.',
      place: { kind: 'layer', layer: 1, path: 'app/.env', line: 3, offset: 41 },
      related: [
        { place: at('Dockerfile', 'COPY --from=build /src /app'), message: 'added here' },
        { place: at('Dockerfile', 'RUN rm /app/.env'), message: 'removed there' },
      ],
      evidence: [{ kind: 'secret', detector: 'generic-token', confidence: 'likely', masked: 's3…ne', length: 20 }],
      help: 'Keep it out of the build context with `.dockerignore`, and revoke it.',
      origin: { from: 'yours', by: 'dockerfile' },
    }),
    finding({
      rule: 'root-by-default',
      severity: 'warning',
      message: 'The image runs as `root`.',
      place: { kind: 'config', key: 'User' },
      related: [{ place: at('Dockerfile', 'USER root'), message: 'set here' }],
    }),
    finding({
      rule: 'setuid-file',
      severity: 'info',
      message: '`/usr/bin/newgrp` runs with the rights of its owner.',
      place: { kind: 'layer', layer: 0, path: 'usr/bin/newgrp' },
      evidence: [{ kind: 'file', path: 'usr/bin/newgrp', mode: 0o4755, size: 49000, uid: 0, gid: 0 }],
      origin: { from: 'base', by: 'dockerfile' },
    }),
    finding({
      rule: 'wasted-bytes',
      severity: 'warning',
      message: '43.1 MB of 312 MB are hidden by later layers.',
      place: { kind: 'image' },
      evidence: [{ kind: 'bytes', what: 'waste', bytes: 43_100_000 }],
    }),
  ],
  skipped: [],
  image: {
    reference: image,
    digest: `sha256:${'e'.repeat(64)}`,
    platform: 'linux/amd64',
    source: 'docker-archive',
    size: 312_000_000,
    waste: 43_100_000,
    layers: [
      layer(0, 117_000_000, {
        step: 0,
        createdBy: '/bin/sh -c #(nop) ADD file:9b38 in / ',
        origin: { from: 'base', by: 'dockerfile' },
        largest: [{ path: 'usr/lib/x86_64-linux-gnu/libc.so.6', size: 1_900_000, waste: 0 }],
      }),
      layer(1, 195_000_000, {
        step: 1,
        createdBy: 'COPY /src /app # buildkit',
        instruction: at('Dockerfile', 'COPY --from=build /src /app'),
        waste: 43_100_000,
        largest: [
          { path: 'app/node_modules', size: 150_000_000, waste: 0 },
          { path: 'app/.git', size: 43_000_000, waste: 43_000_000 },
        ],
      }),
      layer(2, 0, {
        step: 2,
        createdBy: 'RUN /bin/sh -c rm /app/.env # buildkit',
        instruction: at('Dockerfile', 'RUN rm /app/.env'),
      }),
    ],
  },
};

const fifth: Report = {
  schema: 1,
  tool,
  subject: { kind: 'image', name: 'broken.tar' },
  today: '2026-11-26',
  findings: [],
  skipped: [{ what: 'broken.tar', reason: 'not-an-image', detail: 'No manifest is in it.' }],
};

export const reports: readonly Report[] = [first, second, third, fourth, fifth];

const rule = (id: string, summary: string, more: Partial<RuleMeta>): RuleInfo => ({
  meta: {
    id,
    on: 'dockerfile',
    since: '1.0',
    severity: 'warning',
    category: 'correctness',
    summary,
    why: 'It ends in tears.',
    ...more,
  },
  docs: '# The rule\n\n## Bad\n\n```dockerfile\nFROM debian:latest\n```\n\n## Good\n\n```dockerfile\nFROM debian:12.9\n```\n',
  uri: `https://example.com/rules/${id}`,
});

const rules: readonly RuleInfo[] = [
  rule('latest-tag', 'Base images must not use the `latest` tag.', {
    aliases: ['DL3007'],
    category: 'reproducibility',
  }),
  rule('apt-lists-kept', 'Package lists must not stay in a layer.', { aliases: ['DL3009'], category: 'size' }),
  rule('recommends-installed', 'Recommended packages must not be installed unasked.', {
    aliases: ['DL3015'],
    severity: 'info',
    category: 'size',
  }),
  rule('secret-in-env', 'Environment variables must not hold secrets.', {
    category: 'secrets',
    severity: 'error',
    securitySeverity: 8,
    precision: 'medium',
  }),
  rule('root-user', 'Containers must not run as root.', {
    aliases: ['DL3002'],
    category: 'security',
    securitySeverity: 5.5,
  }),
  rule('shell-form-command', 'CMD and ENTRYPOINT must be in exec form.', { aliases: ['DL3025'], category: 'runtime' }),
  rule('hidden-characters', 'Dockerfiles must not hold characters that hide others.', {
    severity: 'error',
    category: 'security',
    securitySeverity: 7,
  }),
  rule('curl-pipe-shell', 'Downloads must not be run unchecked.', {
    severity: 'error',
    category: 'security',
    securitySeverity: 7.5,
  }),
  rule('label-email', 'Labels must not name people.', { severity: 'info', category: 'metadata' }),
  rule('secret-in-file', 'Files must not hold secrets.', {
    on: 'image',
    severity: 'error',
    category: 'secrets',
    securitySeverity: 8.5,
  }),
  rule('root-by-default', 'Images must not run as root.', {
    on: 'image',
    aliases: ['CIS-DI-0001'],
    category: 'security',
  }),
  rule('setuid-file', 'Files must not be setuid without need.', { on: 'image', severity: 'info' }),
  rule('wasted-bytes', 'Layers must not hold what later layers hide.', { on: 'image', category: 'size' }),
];

/** The context that goldens are written in. */
export const context: ReportContext = {
  text: (file) => texts[file],
  rule: (id) => rules.find(({ meta }) => meta.id === id),
  redact: (text) => text.replaceAll('s3cr3t-v4lue-of-mine', 's3••••••••••••••••ne'),
  version: '0.1.0',
  homepage: 'https://example.com/plimsoll',
  color: false,
  width: 100,
  verbosity: 'normal',
  ran: () => [...rules.map(({ meta }) => meta.id), 'ran-and-found-nothing'],
  category: 'dockerfiles',
  repository: { uri: 'https://example.com/acme/app', revision: 'b87c4e9', branch: 'main' },
};
