/** Google Cloud. https://cloud.google.com/docs/authentication */
import type { Detector, Match, Verdict } from '../detector.ts';
import { longestReach } from '../detector.ts';
import { parsePem } from '../key.ts';
import { drawn, plausible, sticky, token } from './expression.ts';

const member = (json: string, name: string) =>
  new RegExp(
    `\\\\{0,3}"${name}\\\\{0,3}"\\s{0,8}:\\s{0,8}\\\\{0,3}"((?:[^"\\\\]|\\\\+[^"\\\\]){1,5000})\\\\{0,3}"`,
  ).exec(json)?.[1];

/** The file has an email of a service account and a private key that parses; the order of members is free. */
function serviceAccount({ value }: Match): Verdict | undefined {
  const email = member(value, 'client_email');
  const key = member(value, 'private_key') ?? '';
  const [, body] = /-----BEGIN PRIVATE KEY-----([\s\S]{1,5000}?)-----END PRIVATE KEY-----/.exec(key) ?? [];
  if (!email || !body) return undefined;
  if (parsePem('PRIVATE KEY', body)) return { confidence: 'confirmed', why: 'service account with a key that parses' };
  return { confidence: 'possible', why: 'service account with a key that does not parse' };
}

export const google = (): readonly Detector[] => [
  {
    id: 'gcp-service-account',
    title: 'Google Cloud service account key',
    source: 'https://cloud.google.com/iam/docs/keys-create-delete',
    anchors: ['service_account"', 'service_account\\"'],
    expression: sticky`(?<=(?<head>\{[^{}]{0,400}?\\{0,3}"type\\{0,3}"\s{0,8}:\s{0,8}\\{0,3}"))service_account\\{0,3}"[^{}]{100,7000}\}`,
    reach: longestReach,
    judge: serviceAccount,
  },
  {
    id: 'gcp-api-key',
    title: 'Google API key',
    source: 'https://cloud.google.com/docs/authentication/api-keys',
    anchors: ['AIza'],
    expression: sticky`(?<![\w-](?<!\\[nrt]))AIza(?<body>[\w-]{35})(?![\w-])`,
    shown: 4,
    // Many are meant for browsers and phones, and are bound to a site or an app.
    judge: plausible('a key that may be public by design'),
  },
  {
    id: 'gcp-oauth-client-secret',
    title: 'Google OAuth client secret',
    source: 'https://developers.google.com/identity/protocols/oauth2',
    anchors: ['GOCSPX-'],
    expression: sticky`(?<![\w-])GOCSPX-(?<body>[\w-]{28})(?![\w-])`,
    shown: 7,
    judge: drawn(),
  },
  {
    id: 'gcp-access-token',
    title: 'Google OAuth access token',
    source: 'https://cloud.google.com/docs/authentication/token-types',
    anchors: ['ya29.'],
    expression: token`ya29\.(?<body>[\w-]{60,1000})`,
    reach: 1100,
    shown: 5,
    judge: plausible('a token that lives an hour', 4),
  },
  {
    id: 'gcp-refresh-token',
    title: 'Google OAuth refresh token',
    source: 'https://developers.google.com/identity/protocols/oauth2',
    anchors: ['1//0'],
    expression: sticky`(?<![\w/.-])1//0(?<body>[\w-]{40,100})(?![\w/-])`,
    shown: 4,
    judge: drawn(4),
  },
];
