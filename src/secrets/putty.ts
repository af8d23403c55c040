/** PuTTY's private key files, versions 2 and 3. https://tartarus.org/~simon/putty-snapshots/htmldoc/AppendixC.html */

import { type PrivateKey, sha256 } from './key.ts';
import { createHash, createHmac } from './native.ts';

const field = (text: string, name: string) => new RegExp(`^${name}: ?([^\\r\\n]{1,200})`, 'm').exec(text)?.[1];

function block(text: string, name: string): Buffer | undefined {
  const head = new RegExp(`^${name}: (\\d{1,4})\\r?\\n`, 'm').exec(text);
  if (!head) return undefined;
  const lines = text.slice(head.index + head[0].length).split(/\r?\n/, Number(head[1]));
  return Buffer.from(lines.join(''), 'base64');
}

function wire(part: string | Uint8Array): Uint8Array {
  const bytes = Buffer.from(part);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Reads the whole text of a key file; an unencrypted one must carry the right MAC. */
export function parsePutty(text: string): PrivateKey | undefined {
  const [, version, algorithm] = /^PuTTY-User-Key-File-([23]): ([\w-]{1,40})/.exec(text) ?? [];
  const encryption = field(text, 'Encryption');
  const publicBlob = block(text, 'Public-Lines');
  const privateBlob = block(text, 'Private-Lines');
  if (!version || !algorithm || !encryption || !publicBlob || !privateBlob) return undefined;
  const kind = algorithm.replace(/^ssh-/, '');
  const identity = sha256(publicBlob);
  if (encryption !== 'none') return { kind, encrypted: true, identity };
  const comment = Buffer.from(field(text, 'Comment') ?? '', 'latin1');
  const signed = Buffer.concat([algorithm, encryption, comment, publicBlob, privateBlob].map(wire));
  const mac =
    version === '2'
      ? createHmac('sha1', createHash('sha1').update('putty-private-key-file-mac-key').digest()).update(signed)
      : createHmac('sha256', '').update(signed);
  return mac.digest('hex') === field(text, 'Private-MAC') ? { kind, encrypted: false, identity } : undefined;
}
