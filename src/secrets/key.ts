/** Private keys: do they parse, of what kind are they, and is it a key that everybody has? */
import type { KeyObject } from 'node:crypto';
import { createHash, createPrivateKey, createPublicKey } from './native.ts';
import { parseOpenssh } from './openssh.ts';

export interface PrivateKey {
  /** `RSA 2048`, `EC prime256v1`, `ed25519`. */
  readonly kind: string;
  readonly encrypted: boolean;
  /** sha256 (hex) of the public half where it can be had (SubjectPublicKeyInfo, or the SSH public blob), else of the stored bytes. */
  readonly identity: string;
}

/**
 * The bytes of a PEM body however it was written down: with `\n` escapes, quoted line by line, indented.
 * `undefined` when what is left is no base64.
 */
export function decodeBody(body: string): Uint8Array | undefined {
  const plain = body
    .replace(/(?:Proc-Type|DEK-Info|Comment|Version|Subject|Hash|Charset|X-[\w-]{1,40}):[^\r\n\\]{0,200}/g, '')
    .replace(/["'`]\s{0,20}[+.]?\s{0,80}["'`]/g, '')
    .replace(/\\{1,4}[nrt]|\\u000[aA]|&#(?:10|x[aA]);|<br \/>/g, '')
    .replace(/[\s"'`,\\;#*>|]/g, '');
  return /^[A-Za-z0-9+/]+={0,2}$/.test(plain) ? Buffer.from(plain, 'base64') : undefined;
}

/** Whether `bytes` are one DER SEQUENCE, whole. */
export function isWholeSequence(bytes: Uint8Array): boolean {
  const first = bytes[1] ?? 0;
  if (bytes[0] !== 0x30) return false;
  if (first < 0x80) return bytes.length === first + 2;
  const count = first & 0x7f;
  if (count === 0 || count > 3) return false;
  let length = 0;
  for (let index = 0; index < count; index++) length = length * 256 + (bytes[2 + index] ?? 0);
  return bytes.length === length + 2 + count;
}

/** Reads a PEM private key: `label` is what stands between BEGIN and the dashes, `body` what follows them. */
export function parsePem(label: string, body: string): PrivateKey | undefined {
  const bytes = decodeBody(body);
  if (!bytes || bytes.length < 32) return undefined;
  if (label.startsWith('OPENSSH')) return parseOpenssh(bytes);
  const identity = sha256(bytes);
  const name = label.replace(/\s*(?:ENCRYPTED )?PRIVATE KEY$/, '');
  if (/Proc-Type:\s*4,\s*ENCRYPTED/.test(body)) return { kind: name || 'private', encrypted: true, identity };
  if (!isWholeSequence(bytes)) return undefined;
  if (label.startsWith('ENCRYPTED')) return { kind: 'PKCS#8', encrypted: true, identity };
  return parseDer(label, bytes);
}

function parseDer(label: string, bytes: Uint8Array): PrivateKey | undefined {
  const lines = Buffer.from(bytes)
    .toString('base64')
    .match(/.{1,64}/g);
  try {
    const key = createPrivateKey(`-----BEGIN ${label}-----\n${lines?.join('\n')}\n-----END ${label}-----\n`);
    const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
    return { kind: kindOf(key), encrypted: false, identity: sha256(spki) };
  } catch {
    return undefined;
  }
}

function kindOf(key: KeyObject): string {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  const type = key.asymmetricKeyType ?? 'unknown';
  const name = /^(?:rsa|dsa|ec)/.test(type) ? type.toUpperCase() : type;
  return [name, modulusLength ?? namedCurve].filter((part) => part !== undefined).join(' ');
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
