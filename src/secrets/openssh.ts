/** OpenSSH's own private key format. https://cvsweb.openbsd.org/src/usr.bin/ssh/PROTOCOL.key */

import type { PrivateKey } from './key.ts';
import { createHash } from './native.ts';

const magic = 'openssh-key-v1\0';

/** Reads strings and numbers as SSH writes them; past the end everything is `undefined`. */
function reader(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const uint = (): number | undefined => {
    if (at + 4 > bytes.length) return undefined;
    at += 4;
    return view.getUint32(at - 4);
  };
  const string = (): Uint8Array | undefined => {
    const length = uint();
    if (length === undefined || at + length > bytes.length) return undefined;
    at += length;
    return bytes.subarray(at - length, at);
  };
  const skip = (count: number): void => {
    at += count;
  };
  return { uint, string, skip };
}

const text = (bytes: Uint8Array | undefined) => (bytes ? Buffer.from(bytes).toString('latin1') : '');

/** `undefined` unless the container is whole and, when it is not encrypted, its two check numbers agree. */
export function parseOpenssh(bytes: Uint8Array): PrivateKey | undefined {
  if (text(bytes.subarray(0, magic.length)) !== magic) return undefined;
  const outer = reader(bytes);
  outer.skip(magic.length);
  const cipher = text(outer.string());
  outer.string();
  outer.string();
  const count = outer.uint();
  const publicBlob = outer.string();
  const sealed = outer.string();
  if (!cipher || count !== 1 || !publicBlob || !sealed) return undefined;
  const kind = text(reader(publicBlob).string()).replace(/^ssh-/, '');
  const identity = createHash('sha256').update(publicBlob).digest('hex');
  if (cipher !== 'none') return { kind, encrypted: true, identity };
  const inner = reader(sealed);
  const check = inner.uint();
  return check !== undefined && check === inner.uint() ? { kind, encrypted: false, identity } : undefined;
}
