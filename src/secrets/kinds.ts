/** Kinds of hits that rules tell apart. */
import type { SecretHit } from './hit.ts';

const privateKeys: ReadonlySet<string> = new Set([
  'private-key',
  'putty-private-key',
  'xml-private-key',
  'java-keystore',
  'pkcs12-keystore',
  'kerberos-keytab',
]);

/** Key material that is a file of its own, or a block in one. */
export function isPrivateKey({ detector }: SecretHit): boolean {
  return privateKeys.has(detector);
}
