/** Registries of packages and images. */
import type { Detector, Match, Verdict } from '../detector.ts';
import { isPlaceholder, isRandom } from '../value.ts';
import { drawn, plausible, sticky, token } from './expression.ts';

/** A macaroon in its binary form (version 2) whose location is the index: what PyPI's tokens are. */
function macaroon({ groups }: Match): Verdict | undefined {
  const bytes = Buffer.from(groups['body'] ?? '', 'base64url');
  const length = bytes[2] ?? 0;
  const location = bytes.toString('latin1', 3, 3 + length);
  if (bytes[0] !== 2 || bytes[1] !== 1 || !/^(?:test\.)?pypi\.org$/.test(location)) return undefined;
  if (bytes[3 + length] !== 2 || !isRandom((groups['body'] ?? '').slice(20), 3.5)) return undefined;
  return { confidence: 'confirmed', why: `macaroon of ${location}` };
}

/** A reference token is the base 64 of `reftkn:01:` and what follows it. */
function reference({ value }: Match): Verdict | undefined {
  const text = Buffer.from(value, 'base64').toString('latin1');
  if (/^reftkn:\d\d:\d{10}:[A-Za-z0-9]{8,}$/.test(text))
    return { confidence: 'confirmed', why: 'decodes to a reference token' };
  return isRandom(value, 4.5) ? { confidence: 'possible', why: 'begins like a reference token' } : undefined;
}

/** `docker login` keeps user and password as base 64 of one joined text. */
function dockerAuth({ value }: Match): Verdict | undefined {
  const [, user, password] =
    /^([\x20-\x7e]{1,200}?):([\x20-\x7e]{1,4000})$/.exec(Buffer.from(value, 'base64').toString('latin1')) ?? [];
  if (!user || !password || isPlaceholder(password)) return undefined;
  if (/^(?:user(?:name)?|test|foo)$/i.test(user) && /^(?:pass(?:word)?|test|bar)$/i.test(password)) return undefined;
  return { confidence: 'confirmed', why: 'decodes to a user and a password' };
}

export const registries = (): readonly Detector[] => [
  {
    id: 'docker-registry-auth',
    title: 'registry credential',
    source: 'https://docs.docker.com/reference/cli/docker/login/#credential-stores',
    anchors: ['auth"', 'auth\\"'],
    expression: sticky`(?<=")auth\\?"\s{0,8}:\s{0,8}\\?"(?<value>[A-Za-z0-9+/]{8,4000}={0,2})\\?"`,
    reach: 4200,
    judge: dockerAuth,
  },
  {
    id: 'docker-hub-token',
    title: 'Docker Hub access token',
    source: 'https://docs.docker.com/security/access-tokens/',
    anchors: ['dckr_pat_', 'dckr_oat_'],
    expression: token`dckr_(?:pat|oat)_(?<body>[\w-]{27,32})(?![\w-])`,
    shown: 9,
    judge: drawn(),
  },
  {
    id: 'pypi-token',
    title: 'PyPI upload token',
    source: 'https://pypi.org/help/#apitoken',
    anchors: ['pypi-AgE'],
    expression: token`pypi-(?<body>AgE(?:IcHlwaS5vcmc|NdGVzdC5weXBpLm9yZw)[\w-]{50,1000})`,
    reach: 1100,
    shown: 5,
    judge: macaroon,
  },
  {
    id: 'rubygems-token',
    title: 'RubyGems API key',
    source: 'https://guides.rubygems.org/api-key-scopes/',
    anchors: ['rubygems_'],
    expression: token`rubygems_(?<body>[a-f0-9]{48})`,
    shown: 9,
    judge: drawn(2.5),
  },
  {
    id: 'nuget-key',
    title: 'NuGet API key',
    source: 'https://learn.microsoft.com/nuget/nuget-org/scoped-api-keys',
    anchors: ['oy2'],
    expression: token`oy2(?<body>[a-z0-9]{43})`,
    shown: 3,
    judge: ({ groups }) =>
      /\d.*\d.*\d/.test(groups['body'] ?? '') && isRandom(groups['body'] ?? '', 3.8)
        ? { confidence: 'likely', why: 'format with its own prefix' }
        : undefined,
  },
  {
    id: 'packagist-token',
    title: 'Packagist token',
    source: 'https://packagist.com/docs/composer-authentication',
    anchors: ['packagist_'],
    expression: token`packagist_(?:ack|acs|oat|org|out|ut|uut)_(?<body>[A-Za-z0-9]{40,80})(?![A-Za-z0-9])`,
    shown: 10,
    judge: drawn(),
  },
  {
    id: 'artifactory-key',
    title: 'Artifactory API key',
    source: 'https://jfrog.com/help/r/jfrog-platform-administration-documentation/api-key',
    anchors: ['AKCp'],
    expression: token`AKCp(?<body>[A-Za-z0-9]{69})`,
    shown: 4,
    judge: drawn(4),
  },
  {
    id: 'artifactory-reference-token',
    title: 'Artifactory reference token',
    source: 'https://jfrog.com/help/r/jfrog-platform-administration-documentation/reference-token',
    anchors: ['cmVmd'],
    expression: token`cmVmd[A-Za-z0-9]{59}`,
    shown: 5,
    judge: reference,
  },
  {
    id: 'clojars-token',
    title: 'Clojars deploy token',
    source: 'https://github.com/clojars/clojars-web/wiki/Deploy-Tokens',
    anchors: ['CLOJARS_', 'clojars_'],
    expression: token`(?:CLOJARS|clojars)_(?<body>[a-z0-9]{60}|[A-Z0-9]{60})`,
    shown: 8,
    judge: drawn(),
  },
  {
    id: 'jsr-token',
    title: 'JSR access token',
    source: 'https://jsr.io/docs/publishing-packages',
    anchors: ['jsrp_', 'jsrt_'],
    expression: token`jsr[pt]_(?<body>[A-Za-z0-9]{48,56})`,
    shown: 5,
    judge: drawn(3.5),
  },
  {
    id: 'sidekiq-credentials',
    title: 'Contributed Systems gem credentials',
    source: 'https://github.com/sidekiq/sidekiq/wiki/Pro',
    anchors: ['contribsys.com', '__contribsys__com'],
    fold: true,
    expression: () =>
      /(?:(?<=:\/\/(?<head>[a-f0-9]{8}:[a-f0-9]{8})@(?:gems\.|enterprise\.)?)contribsys\.com(?<bare>)|__contribsys__com["']?\s{0,4}[=:]{1,2}\s{0,4}["']?(?<value>[a-f0-9]{8}:[a-f0-9]{8}))(?![\w-])/diy,
    judge: plausible('two groups of eight digits', 2.5),
  },
];
