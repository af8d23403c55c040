/**
 * Zstandard, frame by frame. The runtime's decoder stops after the first frame without a word, takes a skippable frame for
 * the end and truncated input for whole; so frames are walked here and each is given to a decoder of its own.
 */
import { constants, createZstdDecompress, zstdDecompressSync } from 'node:zlib';
import { ReadFault } from './fault.ts';
import { codeOf, through } from './through.ts';

/** Frames up to this size are decoded in one call, which spares a trip to another thread for each. */
const smallFrame = 1 << 18;
const smallOutput = 16 << 20;
/** Windows above 128 MiB would need as much memory, and the format's own tools refuse them too. */
const params = { [constants.ZSTD_d_windowLogMax]: 27 };

/** Uncompressed chunks of a blob of zstd frames. */
export async function* unzstd(blob: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const input = new Input(blob);
  while (await input.fill(4)) {
    const frame = new FrameWalker(input.magic());
    const first = input.take(frame);
    if (frame.skippable) await passOver(frame, input);
    else if (frame.done && first.length <= smallFrame) yield* decodeSmall(first);
    else yield* decode(pieces(first, frame, input));
  }
}

/** A frame of which all bytes are at hand; one that grows beyond a bound is streamed like any other. */
async function* decodeSmall(frame: Buffer): AsyncGenerator<Buffer> {
  let whole: Buffer;
  try {
    whole = zstdDecompressSync(frame, { params, maxOutputLength: smallOutput });
  } catch (error) {
    if (codeOf(error) !== 'ERR_BUFFER_TOO_LARGE') throw zstdFault(error);
    yield* decode(one(frame));
    return;
  }
  yield whole;
}

async function* one(chunk: Buffer): AsyncGenerator<Buffer> {
  yield chunk;
}

async function* decode(frame: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* through(createZstdDecompress({ params, chunkSize: 1 << 18 }), frame, zstdFault);
}

async function* pieces(first: Buffer, frame: FrameWalker, input: Input): AsyncGenerator<Buffer> {
  yield first;
  while (!frame.done) {
    if (!(await input.fill(1))) throw truncated();
    yield input.take(frame);
  }
}

async function passOver(frame: FrameWalker, input: Input): Promise<void> {
  while (!frame.done) {
    if (!(await input.fill(1))) throw truncated();
    input.take(frame);
  }
}

function truncated(): ReadFault {
  return new ReadFault('truncated', 'its zstd stream ends inside a frame.');
}

function zstdFault(error: unknown): unknown {
  const code = codeOf(error);
  if (code === 'ZSTD_error_frameParameter_windowTooLarge') {
    return new ReadFault('limit-exceeded', 'its zstd window is larger than 128 MiB.');
  }
  return new ReadFault('malformed', `its zstd stream is broken${code === undefined ? '' : ` (${code})`}.`);
}

/** The blob's bytes, taken frame by frame. */
class Input {
  readonly #source: AsyncIterator<Buffer>;
  #chunk: Buffer = Buffer.alloc(0);

  constructor(blob: AsyncIterable<Buffer>) {
    this.#source = blob[Symbol.asyncIterator]();
  }

  /** Makes at least `least` bytes available; false at the end of the blob. */
  async fill(least: number): Promise<boolean> {
    while (this.#chunk.length < least) {
      // Chunks are lent until the next is asked for.
      if (this.#chunk.length > 0) this.#chunk = Buffer.from(this.#chunk);
      const next = await this.#source.next();
      if (next.done) {
        if (this.#chunk.length > 0) throw truncated();
        return false;
      }
      this.#chunk = this.#chunk.length === 0 ? next.value : Buffer.concat([this.#chunk, next.value]);
    }
    return true;
  }

  magic(): number {
    return this.#chunk.readUInt32LE(0);
  }

  /** The bytes at hand that belong to a frame. */
  take(frame: FrameWalker): Buffer {
    const end = frame.walk(this.#chunk);
    const piece = this.#chunk.subarray(0, end);
    this.#chunk = this.#chunk.subarray(end);
    return piece;
  }
}

/** Finds the end of a frame by its header and the headers of its blocks. */
class FrameWalker {
  readonly skippable: boolean;
  done = false;
  #state: 'magic' | 'skip-size' | 'descriptor' | 'block' | 'pass' = 'magic';
  #pass = 4;
  #hasChecksum = false;
  #last = false;
  readonly #small: number[] = [];

  constructor(magic: number) {
    this.skippable = (magic & 0xfffffff0) >>> 0 === 0x184d2a50;
    if (!this.skippable && magic !== 0xfd2fb528) {
      throw new ReadFault('malformed', 'something stands after a zstd frame that is no frame.');
    }
  }

  /** Walks from the start of a chunk; how many of its bytes belong to the frame. */
  walk(chunk: Buffer): number {
    let at = 0;
    while (at < chunk.length && !this.done) {
      if (this.#pass > 0) {
        const take = Math.min(this.#pass, chunk.length - at);
        this.#pass -= take;
        at += take;
        if (this.#pass === 0) this.#passed();
      } else {
        this.#small.push(chunk[at] ?? 0);
        at += 1;
        this.#header();
      }
    }
    return at;
  }

  #passed(): void {
    if (this.#state === 'magic') this.#state = this.skippable ? 'skip-size' : 'descriptor';
    else if (this.skippable || this.#last) this.done = true;
    else this.#state = 'block';
  }

  /** A header's bytes are gathered one by one; acts when they are all there. */
  #header(): void {
    const [a = 0, b = 0, c = 0, d = 0] = this.#small;
    const count = this.#small.length;
    if (this.#state === 'skip-size' && count === 4) this.#go(a + b * 0x100 + c * 0x10000 + d * 0x1000000);
    else if (this.#state === 'descriptor') {
      this.#hasChecksum = (a & 4) !== 0;
      this.#go(descriptorRest(a));
    } else if (this.#state === 'block' && count === 3) this.#block(a | (b << 8) | (c << 16));
  }

  #block(header: number): void {
    const type = (header >> 1) & 3;
    if (type === 3) throw new ReadFault('malformed', 'its zstd stream holds a block of a reserved type.');
    this.#last = (header & 1) === 1;
    this.#go((type === 1 ? 1 : header >> 3) + (this.#last && this.#hasChecksum ? 4 : 0));
  }

  #go(pass: number): void {
    this.#small.length = 0;
    this.#state = 'pass';
    this.#pass = pass;
    if (pass === 0) this.#passed();
  }
}

/** Bytes of a frame header after its descriptor: window, dictionary, content size. */
function descriptorRest(descriptor: number): number {
  const single = (descriptor & 0x20) !== 0;
  const sizeFlag = descriptor >> 6;
  const contentSize = sizeFlag === 0 ? (single ? 1 : 0) : 1 << sizeFlag;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  return (single ? 0 : 1) + dictionary + contentSize;
}
