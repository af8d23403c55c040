/** Amazon Web Services. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
import { fromBase32 } from '../checksum.ts';
import type { Detector, Match, Verdict } from '../detector.ts';
import { entropy, isPlaceholder, isRandom } from '../value.ts';
import { drawn, sticky, token } from './expression.ts';

/** The account that a key id belongs to is part of it, for ids given out since 2019. */
function accountOf(id: string): string | undefined {
  const bytes = fromBase32(id.slice(4));
  if (!bytes || bytes.length < 6 || /^.{4}[IJ]/.test(id)) return undefined;
  let number = 0n;
  for (const byte of bytes.subarray(0, 6)) number = (number << 8n) | BigInt(byte);
  const account = (number & 0x7fffffffff80n) >> 7n;
  return account < 1_000_000_000_000n ? account.toString().padStart(12, '0') : undefined;
}

const secretNear = /(?<![A-Za-z0-9/+])(?=[A-Za-z0-9/+]{0,39}[0-9])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g;

/** An id alone opens nothing; beside a text that can be its secret it is a pair of keys. */
function keyId({ value, text, start, end }: Match): Verdict | undefined {
  if (/EXAMPLE/.test(value) || !isRandom(value.slice(4), 2.5)) return undefined;
  const account = accountOf(value);
  const why = account ? `base32 id of account ${account.slice(0, 2)}…` : 'base32 id';
  const near = text.slice(Math.max(0, start - 400), Math.min(text.length, end + 400));
  for (const [candidate] of near.matchAll(secretNear)) {
    if (isSecretKey(candidate)) return { confidence: 'confirmed', why: `${why}, with a secret key beside it` };
  }
  return { confidence: 'likely', why };
}

/** Forty characters that a machine drew, and no digest. */
export function isSecretKey(value: string): boolean {
  return !/^[0-9a-f]{40}$/i.test(value) && entropy(value) > 4.2 && !/EXAMPLE/i.test(value) && !isPlaceholder(value);
}

export const aws = (): readonly Detector[] => [
  {
    id: 'aws-access-key-id',
    title: 'AWS access key',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids',
    anchors: ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
    expression: sticky`(?<![A-Za-z0-9+/](?<!\\[nrt]))(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9+/])`,
    shown: 4,
    judge: keyId,
  },
  {
    id: 'aws-bedrock-key',
    title: 'Amazon Bedrock API key',
    source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html',
    anchors: ['ABSK'],
    expression: token`ABSK(?<body>QmVkcm9ja0FQSUtleS[A-Za-z0-9+/]{90,260}={0,2})`,
    shown: 4,
    judge: drawn(),
  },
  {
    id: 'aws-bedrock-session-key',
    title: 'Amazon Bedrock short-term API key',
    source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html',
    anchors: ['bedrock-api-key-'],
    expression: sticky`bedrock-api-key-(?<body>YmVkcm9jay5hbWF6b25hd3MuY29t[A-Za-z0-9+/=]{72,3000})`,
    reach: 3100,
    shown: 16,
    judge: drawn(),
  },
];
