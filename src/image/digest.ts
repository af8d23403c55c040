/** Digests: their grammar, and whether bytes are what a descriptor says. */
import { hash } from 'node:crypto';
import type { ReadProblem } from './fault.ts';

const grammar = /^([a-z0-9]+(?:[+._-][a-z0-9]+)*):([A-Za-z0-9=_-]+)$/;
const lengths: Readonly<Record<string, number>> = { sha256: 64, sha512: 128 };

/** Algorithm and value of a well-formed digest; the registered ones must have their own length of lower-case hex. */
export function parseDigest(digest: string): { algorithm: string; encoded: string } | undefined {
  const [, algorithm, encoded] = grammar.exec(digest) ?? [];
  if (algorithm === undefined || encoded === undefined) return undefined;
  const length = lengths[algorithm];
  if (length !== undefined && !(encoded.length === length && /^[0-9a-f]+$/.test(encoded))) return undefined;
  return { algorithm, encoded };
}

/** sha256 of bytes in memory, as a digest. */
export function sha256Of(bytes: Uint8Array): string {
  return `sha256:${hash('sha256', bytes, 'hex')}`;
}

/** What is wrong with bytes that should have this digest and size; `undefined` when they do. */
export function mismatchOf(bytes: Uint8Array, digest: string, size: number | undefined): ReadProblem | undefined {
  if (size !== undefined && size !== bytes.length) {
    const reason = bytes.length < size ? 'truncated' : 'size-mismatch';
    return { reason, message: `it has ${bytes.length} bytes where ${size} are stated.` };
  }
  const algorithm = parseDigest(digest)?.algorithm;
  if (algorithm !== 'sha256' && algorithm !== 'sha512') {
    return { reason: 'unsupported', message: `its digest \`${digest}\` is of an algorithm that is not computed here.` };
  }
  const actual = `${algorithm}:${hash(algorithm, bytes, 'hex')}`;
  if (actual === digest) return undefined;
  return { reason: 'digest-mismatch', message: `its digest is \`${actual}\`, not \`${digest}\` as stated.` };
}
