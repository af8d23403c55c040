/** Key stores: Java's, PKCS#12, Kerberos. Whether one holds a private key can be seen without its password. */

import type { Verdict } from '../detector.ts';
import { publisherOf } from '../known-keys.ts';
import { createHash } from '../native.ts';
import type { FileDetector, Place } from './structured.ts';

/** Object ids of bags with private keys: plain, and shrouded by a password. */
const keyBag = '\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01\x01';
const shroudedKeyBag = '\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01\x02';
const pkcs7Data = '\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01';

function pkcs12(text: string): Verdict | undefined {
  if (text.charCodeAt(0) !== 0x30 || !text.slice(0, 64).includes(pkcs7Data) || !/\x02\x01\x03/.test(text.slice(0, 12)))
    return undefined;
  if (text.includes(keyBag))
    return {
      confidence: 'confirmed',
      why: 'holds a private key without a password',
      id: 'pkcs12-keystore',
      title: 'PKCS#12 key store',
    };
  if (text.includes(shroudedKeyBag))
    return {
      confidence: 'likely',
      why: 'holds a private key under a password',
      id: 'pkcs12-keystore',
      title: 'encrypted PKCS#12 key store',
    };
  return undefined;
}

/** The first entry that is a private key (tag 1); trusted certificates (tag 2) are no secret. */
function javaKeystore(text: string): Verdict | undefined {
  const bytes = Buffer.from(text, 'latin1');
  if (bytes.length < 32 || (bytes.readUInt32BE(0) !== 0xfeedfeed && bytes.readUInt32BE(0) !== 0xcececece))
    return undefined;
  const entries = bytes.readUInt32BE(8);
  let at = 12;
  const skip = (width: 2 | 4): boolean => {
    if (at + width > bytes.length) return false;
    at += width + (width === 2 ? bytes.readUInt16BE(at) : bytes.readUInt32BE(at));
    return at <= bytes.length;
  };
  for (let entry = 0; entry < entries && at + 4 <= bytes.length; entry++) {
    const tag = bytes.readUInt32BE(at);
    if (tag === 1 || tag === 3)
      return {
        confidence: 'likely',
        why: 'holds a private key under a password',
        id: 'java-keystore',
        title: 'encrypted Java key store',
      };
    at += 4;
    if (tag !== 2 || !skip(2)) return undefined;
    at += 8;
    if (!skip(2) || !skip(4)) return undefined;
  }
  return undefined;
}

/** Version 5.2, then entries by length; the keys in it are as good as passwords. */
function keytab(text: string): Verdict | undefined {
  return /^\x05\x02\0\0[\0-\x02][\x10-\xff]\0[\x01-\x08]\0/.test(text)
    ? { confidence: 'confirmed', why: 'keys of principals', id: 'kerberos-keytab', title: 'Kerberos keytab' }
    : undefined;
}

/** What tells a key store from all others, for the table of published keys. */
export function keystoreIdentity(text: string): string {
  return createHash('sha256').update(text, 'latin1').digest('hex');
}

/** What the stores are called, each by its kind. */
export const keystoreIds: readonly string[] = ['pkcs12-keystore', 'java-keystore', 'kerberos-keytab'];

export const keystores: FileDetector = {
  id: 'keystore',
  title: 'key store',
  reads: (_, head) => /^(?:\xfe\xed\xfe\xed|\xce\xce\xce\xce|\x05\x02\0\0|\x30[\x80-\x84])/.test(head),
  *find(text): Iterable<Place> {
    const verdict = javaKeystore(text) ?? keytab(text) ?? pkcs12(text);
    if (!verdict) return;
    const published = publisherOf(keystoreIdentity(text));
    const known: Verdict = { ...verdict, confidence: 'possible', why: `published test key: ${published}` };
    yield { value: text.slice(0, 16), start: 0, verdict: published ? known : verdict };
  },
};
