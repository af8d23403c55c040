/** What is learnt from a file's bytes as they pass: hash, kind, share of zero blocks, and a copy for those who asked. */
import type { SecretHit } from '../secrets/hit.ts';
import type { FileKind } from './facts.ts';
import { headBytes, kindOf } from './kind.ts';
import { type ContentSum, contentSum } from './sum.ts';
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

/** What is known of the file whose bytes pass. */
interface Passing {
  readonly path: string;
  readonly size: number;
  readonly wants: ContentWants;
  readonly sum: ContentSum;
  readonly captured: Buffer[] | undefined;
  seen: number;
  kind: FileKind | undefined;
  zeroBlocks: number;
  /** Of a block that came in part. */
  blockFill: number;
  blockZero: boolean;
}

/** One sink for all files of a layer, opened anew for each. */
export class ContentSink implements BodySink {
  readonly #head = Buffer.allocUnsafe(headBytes);
  #file: Passing | undefined;

  open(path: string, { size }: TarItem, wants: ContentWants): this {
    this.#file = {
      path,
      size,
      wants,
      sum: contentSum(size),
      captured: wants.capture ? [] : undefined,
      seen: 0,
      kind: undefined,
      zeroBlocks: 0,
      blockFill: 0,
      blockZero: true,
    };
    return this;
  }

  push(chunk: Buffer): void {
    const file = this.#file;
    if (!file) return;
    if (file.seen < headBytes) this.#takeHead(file, chunk);
    file.sum.push(chunk);
    countZeros(file, chunk);
    file.captured?.push(Buffer.from(chunk));
    file.wants.scanner?.push(chunk);
    file.seen += chunk.length;
  }

  end(): void {
    const file = this.#file;
    if (!file) return;
    this.#file = undefined;
    if (file.blockFill > 0 && file.blockZero) file.zeroBlocks += 1;
    const blocks = Math.ceil(file.seen / blockBytes);
    file.wants.done({
      hash: file.sum.end(),
      kind: file.kind,
      zeros: file.zeroBlocks > 0 ? file.zeroBlocks / blocks : undefined,
      captured: file.captured && Buffer.concat(file.captured),
      secrets: file.wants.scanner?.end() ?? [],
    });
  }

  /** The beginning of a file is nearly always in one piece; else it is put together. */
  #takeHead(file: Passing, chunk: Buffer): void {
    const wanted = Math.min(file.size, headBytes);
    let head = chunk;
    if (file.seen > 0 || chunk.length < wanted) {
      chunk.copy(this.#head, file.seen, 0, headBytes - file.seen);
      if (file.seen + chunk.length < wanted) return;
      head = this.#head;
    }
    file.kind = kindOf(head.length > wanted ? head.subarray(0, wanted) : head, file.path);
  }
}

function countZeros(file: Passing, chunk: Buffer): void {
  let at = file.blockFill > 0 ? fillBlock(file, chunk, 0) : 0;
  for (; at + blockBytes <= chunk.length; at += blockBytes) {
    if (isZero(chunk, at, at + blockBytes)) file.zeroBlocks += 1;
  }
  if (at < chunk.length) fillBlock(file, chunk, at);
}

/** Takes what a chunk holds of a block that is in several; says where the next begins. */
function fillBlock(file: Passing, chunk: Buffer, at: number): number {
  const end = Math.min(at + blockBytes - file.blockFill, chunk.length);
  if (file.blockZero && !isZero(chunk, at, end)) file.blockZero = false;
  file.blockFill += end - at;
  if (file.blockFill === blockBytes) {
    if (file.blockZero) file.zeroBlocks += 1;
    file.blockFill = 0;
    file.blockZero = true;
  }
  return end;
}

function isZero(chunk: Buffer, start: number, end: number): boolean {
  // The ends of a block tell nearly always; comparing the whole is for blocks that look empty.
  if (chunk[start] !== 0 || chunk[end - 1] !== 0) return false;
  return chunk.compare(zeroBlock, 0, end - start, start, end) === 0;
}
