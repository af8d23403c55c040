/** Files with one credential a line. */
import { parsePem } from '../key.ts';
import { isPlaceholder, isReference } from '../value.ts';
import type { FileDetector, Place } from './structured.ts';

const certain = (why: string) => ({ confidence: 'likely', why }) as const;
const isReal = (value: string) => !isReference(value) && !isPlaceholder(value);

/** Places of group `value` in every match. */
function* matches(text: string, expression: RegExp, why: string): Iterable<Place> {
  for (const match of text.matchAll(expression)) {
    const value = match.groups?.['value'] ?? '';
    const start = match.indices?.groups?.['value']?.[0] ?? match.index;
    if (isReal(value)) yield { value, start, verdict: certain(why) };
  }
}

export const netrc: FileDetector = {
  id: 'netrc-password',
  title: 'password of a netrc file',
  source: 'https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html',
  reads: (path) => /(?:^|\/)[._]netrc$/.test(path),
  find: (text) =>
    matches(
      text,
      /(?<=^|\s)(?:machine\s+\S{1,200}|default)\s+(?:(?:login|account)\s+\S{1,200}\s+)*password\s+(?<value>\S{3,400})/dg,
      'the password of a machine',
    ),
};

export const gitCredentials: FileDetector = {
  id: 'git-credentials',
  title: 'git credential',
  source: 'https://git-scm.com/docs/git-credential-store',
  reads: (path) => /(?:^|\/)\.git-credentials$|(?:^|\/)\.git\/config$|(?:^|\/)\.gitconfig$/.test(path),
  find: (text) =>
    matches(text, /[a-z+]{3,10}:\/\/[^\s:@/]{1,100}:(?<value>[^\s@/]{3,300})@/dg, 'the password of a remote'),
};

export const pgpass: FileDetector = {
  id: 'pgpass-password',
  title: 'PostgreSQL password',
  source: 'https://www.postgresql.org/docs/current/libpq-pgpass.html',
  reads: (path) => /(?:^|\/)\.pgpass$/.test(path),
  find: (text) =>
    matches(
      text,
      /^(?!#)(?:[^:\n\\]|\\.){1,200}:(?:\d{1,5}|\*):[^:\n]{1,100}:[^:\n]{1,100}:(?<value>[^\n\r]{3,200})$/dgm,
      'host, port, database, user and password',
    ),
};

export const bundler: FileDetector = {
  id: 'bundler-credential',
  title: 'credential of a gem source',
  source: 'https://bundler.io/man/bundle-config.1.html',
  reads: (path) => /(?:^|\/)\.bundle\/config$/.test(path),
  find: (text) =>
    matches(
      text,
      /^BUNDLE_[A-Z0-9_]{3,100}__[A-Z0-9_]{2,60}:\s{1,4}"?(?<value>[^\s"]{3,100}:[^\s"]{1,200}|[A-Za-z0-9_-]{16,200})"?$/dgm,
      'the credential of a source',
    ),
};

export const railsKey: FileDetector = {
  id: 'rails-master-key',
  title: 'Rails master key',
  source: 'https://guides.rubyonrails.org/security.html#custom-credentials',
  reads: (path) => /(?:^|\/)config\/(?:credentials\/\w+|master)\.key$/.test(path),
  find: (text) => matches(text, /^(?<value>[0-9a-f]{32})\s*$/dg, '32 digits and nothing else'),
};

/** The token that Kubernetes mounts into pods; in an image it was copied out of a cluster. */
export const serviceAccountToken: FileDetector = {
  id: 'kubernetes-service-account-token',
  title: 'Kubernetes service account token',
  source: 'https://kubernetes.io/docs/concepts/security/service-accounts/',
  reads: (path) => /(?:^|\/)(?:serviceaccount|kubernetes\.io)\/(?:.*\/)?token$/.test(path),
  find: (text) =>
    matches(text, /^(?<value>eyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{20,1000})\s*$/dg, 'a token by its path'),
};

/** Whether base 64 holds a private key in PEM. */
export function holdsKey(base64: string): string | undefined {
  const text = Buffer.from(base64, 'base64').toString('latin1');
  const [, label = '', body = ''] =
    /-----BEGIN ((?:[A-Z0-9]+ ){0,3}PRIVATE KEY)-----([\s\S]{1,16000}?)-----END/.exec(text) ?? [];
  return parsePem(label, body)?.kind;
}
