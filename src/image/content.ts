/** What is learnt from a file's bytes as they pass: hash, kind, share of zero blocks, and a copy for those who asked. */
import { type CipherGCM, createCipheriv, createSecretKey } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { SecretHit } from '../secrets/hit.ts';
import type { FileKind } from './facts.ts';
import { headBytes, kindOf } from './kind.ts';
import type { BodySink, TarItem } from './tar.ts';

/** Looks for secrets in one file as it streams by. */
export interface FileScanner {
  /** The chunk is only lent. */
  push(chunk: Uint8Array): void;
  end(): readonly SecretHit[];
}

/** Makes the scanner of a file; `undefined` where the file is not to be scanned. */
export interface Scan {
  file(path: string, size: number): FileScanner | undefined;
  /** What was not searched, because it would have cost too much, or found and not kept, because it was too much. */
  readonly limits?: readonly { readonly path: string; readonly detail: string }[];
}

/** What a file's bytes told. */
export interface Content {
  readonly hash: string | undefined;
  readonly kind: FileKind | undefined;
  readonly zeros: number | undefined;
  readonly captured: Buffer | undefined;
  readonly secrets: readonly SecretHit[];
}

export interface ContentWants {
  readonly capture: boolean;
  readonly scanner: FileScanner | undefined;
  readonly done: (content: Content) => void;
}

const blockBytes = 4096;
const zeroBlock = Buffer.alloc(blockBytes);

/**
 * Larger files are told by a MAC, of which processors do twenty gigabytes a second; but making one costs what summing so much
 * does. A second sha256 of every byte would cost half of the reading.
 */
const large = 1 << 17;
/** Nothing is kept secret by it: equal contents are to have equal tokens, everywhere and always. */
const macKey = createSecretKey(Buffer.alloc(16));
const macStart = Buffer.alloc(12);

/** One sink for all files of a layer, opened anew for each. */
export class ContentSink implements BodySink {
  readonly #head = Buffer.allocUnsafe(headBytes);
  #path = '';
  #size = 0;
  #kind: FileKind | undefined;
  #seen = 0;
  #crc = 0;
  #mac: CipherGCM | undefined;
  #zeroBlocks = 0;
  #blockFill = 0;
  #blockZero = true;
  #captured: Buffer[] = [];
  #wants: ContentWants | undefined;

  open(path: string, item: TarItem, wants: ContentWants): this {
    this.#path = path;
    this.#size = item.size;
    this.#kind = undefined;
    this.#seen = 0;
    this.#crc = 0;
    this.#mac = item.size > large ? createCipheriv('aes-128-gcm', macKey, macStart) : undefined;
    this.#zeroBlocks = 0;
    this.#blockFill = 0;
    this.#blockZero = true;
    this.#captured = [];
    this.#wants = wants;
    return this;
  }

  push(chunk: Buffer): void {
    if (this.#seen < headBytes) this.#takeHead(chunk);
    this.#sum(chunk);
    this.#countZeros(chunk);
    if (this.#wants?.capture) this.#captured.push(Buffer.from(chunk));
    this.#wants?.scanner?.push(chunk);
    this.#seen += chunk.length;
  }

  end(): void {
    const wants = this.#wants;
    this.#wants = undefined;
    if (this.#blockFill > 0 && this.#blockZero) this.#zeroBlocks += 1;
    const blocks = Math.ceil(this.#seen / blockBytes);
    wants?.done({
      hash: this.#token(),
      kind: this.#kind,
      zeros: this.#zeroBlocks > 0 ? this.#zeroBlocks / blocks : undefined,
      captured: wants.capture ? Buffer.concat(this.#captured) : undefined,
      secrets: wants.scanner?.end() ?? [],
    });
    this.#captured = [];
  }

  /** The beginning of a file is nearly always in one piece; else it is put together. */
  #takeHead(chunk: Buffer): void {
    const wanted = Math.min(this.#size, headBytes);
    let head = chunk;
    if (this.#seen > 0 || chunk.length < wanted) {
      chunk.copy(this.#head, this.#seen, 0, headBytes - this.#seen);
      if (this.#seen + chunk.length < wanted) return;
      head = this.#head;
    }
    this.#kind = kindOf(head.length > wanted ? head.subarray(0, wanted) : head, this.#path);
  }

  #sum(chunk: Buffer): void {
    if (this.#mac) this.#mac.setAAD(chunk);
    else this.#crc = crc32(chunk, this.#crc);
  }

  #token(): string {
    if (!this.#mac) return `sum-${this.#crc.toString(16).padStart(8, '0')}`;
    this.#mac.final();
    return `mac-${this.#mac.getAuthTag().toString('hex')}`;
  }

  #countZeros(chunk: Buffer): void {
    let at = this.#blockFill > 0 ? this.#fillBlock(chunk, 0) : 0;
    for (; at + blockBytes <= chunk.length; at += blockBytes) {
      if (isZero(chunk, at, at + blockBytes)) this.#zeroBlocks += 1;
    }
    if (at < chunk.length) this.#fillBlock(chunk, at);
  }

  /** Takes what a chunk holds of a block that is in several; says where the next begins. */
  #fillBlock(chunk: Buffer, at: number): number {
    const end = Math.min(at + blockBytes - this.#blockFill, chunk.length);
    if (this.#blockZero && !isZero(chunk, at, end)) this.#blockZero = false;
    this.#blockFill += end - at;
    if (this.#blockFill === blockBytes) {
      if (this.#blockZero) this.#zeroBlocks += 1;
      this.#blockFill = 0;
      this.#blockZero = true;
    }
    return end;
  }
}

function isZero(chunk: Buffer, start: number, end: number): boolean {
  // The ends of a block tell nearly always; comparing the whole is for blocks that look empty.
  if (chunk[start] !== 0 || chunk[end - 1] !== 0) return false;
  return chunk.compare(zeroBlock, 0, end - start, start, end) === 0;
}
