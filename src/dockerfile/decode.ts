/** Bytes to text, so that every offset leads back to its byte. */
import type { Dockerfile } from './model.ts';

export interface Decoded {
  readonly text: string;
  readonly encoding: Dockerfile['encoding'];
}

/**
 * UTF-8 where the bytes are; else Latin-1, where every byte is one character and nothing is lost. A byte order mark stays
 * in the text, so that offsets are those of the file; UTF-16 is read only where its mark says so.
 */
export function decode(bytes: Uint8Array): Decoded {
  const first = bytes[0];
  const second = bytes[1];
  if (first === 0xff && second === 0xfe && bytes.length % 2 === 0) return utf16(bytes, 'utf-16le');
  if (first === 0xfe && second === 0xff && bytes.length % 2 === 0) return utf16(bytes, 'utf-16be');
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return { text: latin1(bytes), encoding: 'latin1' };
  }
}

function utf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): Decoded {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let from = 0; from < bytes.length; from += CHUNK) {
    const units: number[] = [];
    const to = Math.min(bytes.length, from + CHUNK);
    for (let at = from; at < to; at += 2) units.push(view.getUint16(at, encoding === 'utf-16le'));
    parts.push(String.fromCharCode(...units));
  }
  return { text: parts.join(''), encoding };
}

const CHUNK = 8192;

function latin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let from = 0; from < bytes.length; from += CHUNK) {
    parts.push(String.fromCharCode(...bytes.subarray(from, from + CHUNK)));
  }
  return parts.join('');
}

/** The bytes that `decode` read. */
export function encode({ text, encoding }: Decoded): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  const wide = encoding !== 'latin1';
  const bytes = new Uint8Array(text.length * (wide ? 2 : 1));
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < text.length; at++) {
    if (wide) view.setUint16(at * 2, text.charCodeAt(at), encoding === 'utf-16le');
    else bytes[at] = text.charCodeAt(at);
  }
  return bytes;
}
