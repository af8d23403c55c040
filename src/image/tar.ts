/**
 * A tar reader that is fed chunks and hands out entries. It reads what real layers hold and tar libraries lose: archives
 * without end padding, binary extended attributes, sparse entries, stale link names. It never throws but `ReadFault`.
 */
import type { EntryType } from './facts.ts';
import { ReadFault } from './fault.ts';
import type { Limits } from './limits.ts';
import { nameOf } from './path.ts';
import { type Pax, parsePax, regionsOf } from './pax.ts';
import { checkRegions, gnuRegions, type SparseRegion, SparseSink } from './sparse.ts';
import {
  blockSize,
  checksumHolds,
  entryType,
  isZeroBlock,
  numberAt,
  parseHeader,
  type RawHeader,
} from './tar-header.ts';

/** An entry as its headers state it, special headers applied. */
export interface TarItem {
  readonly name: string;
  readonly type: EntryType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: number;
  readonly link: string;
  /** Bytes of the file, holes included. */
  readonly size: number;
  /** Bytes in the archive, and where they start. */
  readonly stored: number;
  readonly start: number;
  readonly capability: Buffer | undefined;
  readonly badField: string | undefined;
  readonly nul: boolean;
  readonly sparse: boolean;
}

/** Takes the body of one entry. Chunks are only lent: what is kept must be copied. */
export interface BodySink {
  push(chunk: Buffer): void;
  end(): void;
}

export interface TarHandler {
  /** Told of every entry; a sink is given its body, `undefined` passes over it. */
  entry(item: TarItem): BodySink | undefined;
  /** An entry was left out because its special headers are longer than the limit. */
  limit(detail: string): void;
}

type State = 'header' | 'special' | 'sparse-header' | 'sparse-map' | 'body' | 'padding' | 'zero' | 'done';

interface Position {
  state: State;
  offset: number;
  /** Bytes of the body that is passing, and of the padding behind it. */
  left: number;
  padding: number;
}

/** Logical size up to which the holes of a sparse file are handed out as zeros. */
const filledSparse = 256 << 20;

export class TarReader {
  readonly #handler: TarHandler;
  readonly #limits: Limits;
  readonly #carry = Buffer.allocUnsafe(blockSize);
  #carried = 0;
  /** Where it is. One object: below the last tier, storing in a field of a class is a call, and every entry does it ten times. */
  readonly #now: Position = { state: 'header', offset: 0, left: 0, padding: 0 };
  /** What extended headers said of the entry that follows them. */
  #pax: Pax | undefined;
  #tooLong = false;
  #specialType = '';
  #special: Buffer[] = [];
  #sink: BodySink | undefined;
  #sparse: { header: RawHeader; regions: SparseRegion[]; size: number; text: string; lines: number } | undefined;

  constructor(handler: TarHandler, limits: Limits) {
    this.#handler = handler;
    this.#limits = limits;
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length && this.#now.state !== 'done') {
      if (this.#now.state === 'body' || this.#now.state === 'special') at += this.#takeBody(chunk, at);
      else if (this.#now.state === 'padding') at += this.#takePadding(chunk.length - at);
      else at += this.#takeBlock(chunk, at);
    }
    this.#now.offset += chunk.length - at;
  }

  /** Bytes of a body nobody wants, from here on: a caller that can seek passes over them and says so by calling this. */
  skip(): number {
    if (this.#sink || (this.#now.state !== 'body' && this.#now.state !== 'padding')) return 0;
    const bytes = this.#now.left + this.#now.padding;
    this.#now.left = 0;
    this.#now.padding = 0;
    this.#now.offset += bytes;
    this.#now.state = 'header';
    return bytes;
  }

  get ended(): boolean {
    return this.#now.state === 'done';
  }

  /** The input is over. An archive may end after any complete entry, its padding and end marker left out. */
  end(): void {
    if (this.#now.state === 'done' || this.#now.state === 'padding' || this.#now.state === 'zero') return;
    if (this.#now.state === 'header') {
      if (this.#carried === 0 || isZeroBlock(this.#carry.subarray(0, this.#carried))) return;
      throw new ReadFault('truncated', `the archive ends inside a header at byte ${this.#now.offset}.`);
    }
    throw new ReadFault('truncated', `the archive ends inside an entry at byte ${this.#now.offset}.`);
  }

  #takeBlock(chunk: Buffer, at: number): number {
    const take = Math.min(blockSize - this.#carried, chunk.length - at);
    this.#now.offset += take;
    if (take === blockSize) {
      this.#block(chunk, at);
      return take;
    }
    chunk.copy(this.#carry, this.#carried, at, at + take);
    this.#carried += take;
    if (this.#carried === blockSize) {
      this.#carried = 0;
      this.#block(this.#carry, 0);
    }
    return take;
  }

  #takePadding(available: number): number {
    const take = Math.min(available, this.#now.padding);
    this.#now.padding -= take;
    this.#now.offset += take;
    if (this.#now.padding === 0) this.#now.state = 'header';
    return take;
  }

  #takeBody(chunk: Buffer, at: number): number {
    const take = Math.min(this.#now.left, chunk.length - at);
    const part = take === chunk.length ? chunk : chunk.subarray(at, at + take);
    if (this.#now.state === 'special') {
      if (!this.#tooLong) this.#special.push(Buffer.from(part));
    } else this.#sink?.push(part);
    this.#now.left -= take;
    this.#now.offset += take;
    if (this.#now.left === 0) this.#bodyEnds();
    return take;
  }

  #bodyEnds(): void {
    if (this.#now.state === 'special') {
      const bytes = Buffer.concat(this.#special);
      this.#special = [];
      if (!this.#tooLong) this.#applySpecial(bytes);
    } else {
      this.#sink?.end();
      this.#sink = undefined;
    }
    this.#now.state = this.#now.padding > 0 ? 'padding' : 'header';
  }

  /** The block of a chunk that begins there; a part of its own is made of it only where that is needed. */
  #block(chunk: Buffer, at: number): void {
    if (this.#now.state === 'sparse-header') this.#sparseHeader(blockOf(chunk, at));
    else if (this.#now.state === 'sparse-map') this.#sparseMap(blockOf(chunk, at));
    else this.#headerBlock(chunk, at);
  }

  #headerBlock(chunk: Buffer, at: number): void {
    if (chunk[at] === 0 && isZeroBlock(blockOf(chunk, at))) {
      this.#now.state = this.#now.state === 'zero' ? 'done' : 'zero';
      return;
    }
    if (this.#now.state === 'zero') throw this.#noHeader('a lone zero block stands between entries');
    if (!checksumHolds(chunk, at)) throw this.#noHeader('there is no tar header');
    const header = parseHeader(chunk, at);
    if ('xXgLK'.includes(header.type)) this.#startSpecial(header);
    else if (header.type === 'S') this.#startGnuSparse(blockOf(chunk, at), header);
    else this.#startEntry(header);
  }

  #noHeader(what: string): ReadFault {
    return new ReadFault('malformed', `${what} at byte ${this.#now.offset - blockSize}.`);
  }

  #startSpecial(header: RawHeader): void {
    this.#specialType = header.type;
    if (header.size > this.#limits.specialHeader) this.#tooLong = true;
    this.#open('special', header.size);
  }

  #open(state: 'special' | 'body', size: number): void {
    this.#now.left = size;
    // What is missing to whole blocks; where a size is no small number, division takes longer than all else here.
    this.#now.padding = -(size & (blockSize - 1)) & (blockSize - 1);
    this.#now.state = state;
    if (size === 0) this.#bodyEnds();
  }

  #applySpecial(bytes: Buffer): void {
    const type = this.#specialType;
    // What a global header says of every later entry is ignored, as container runtimes ignore it.
    if (!'xXLK'.includes(type)) return;
    this.#pax ??= {};
    const pax = this.#pax;
    if (type === 'x' || type === 'X') {
      parsePax(bytes, pax);
      return;
    }
    const nul = bytes.indexOf(0);
    const name = nameOf(nul < 0 ? bytes : bytes.subarray(0, nul));
    if (type === 'L') pax.path ??= name;
    else pax.link ??= name;
  }

  #startGnuSparse(block: Buffer, header: RawHeader): void {
    const size = numberAt(block, 483, 12) ?? Number.NaN;
    this.#sparse = { header, regions: gnuRegions(block, 386, 4), size, text: '', lines: 0 };
    if (block[482] === 0) this.#startEntry(header);
    else this.#now.state = 'sparse-header';
  }

  #sparseHeader(block: Buffer): void {
    const sparse = this.#sparse;
    if (!sparse) return;
    for (const region of gnuRegions(block, 0, 21)) sparse.regions.push(region);
    if (sparse.regions.length > this.#limits.sparseRegions) checkRegions(sparse.regions, 0, this.#limits.sparseRegions);
    if (block[504] === 0) this.#startEntry(sparse.header);
  }

  #sparseMap(block: Buffer): void {
    const sparse = this.#sparse;
    if (!sparse) return;
    this.#now.left -= blockSize;
    sparse.text += block.toString('latin1');
    if (this.#now.left < 0) throw new ReadFault('malformed', 'a sparse file has a map that does not fit it.');
    for (let at = block.indexOf(0x0a); at >= 0; at = block.indexOf(0x0a, at + 1)) sparse.lines += 1;
    const count = Number(sparse.text.slice(0, Math.max(0, Math.min(24, sparse.text.indexOf('\n')))));
    if (!Number.isInteger(count) || count > this.#limits.sparseRegions) {
      throw new ReadFault('limit-exceeded', `a sparse file has more than ${this.#limits.sparseRegions} regions.`);
    }
    if (sparse.lines <= count * 2) return;
    const lines = sparse.text.split('\n');
    sparse.regions = regionsOf(lines.slice(1, count * 2 + 1).map(Number));
    this.#deliver(sparse.header, this.#now.left);
  }

  #startEntry(header: RawHeader): void {
    const pax = this.#pax;
    const stored = isHeaderOnly(header.type) ? 0 : (pax?.size ?? header.size);
    if (pax?.sparse && entryType(header.type) === 'file') {
      const { regions, size, name, inData } = pax.sparse;
      if (name !== undefined) pax.path = name;
      this.#sparse = { header, regions, size: size ?? stored, text: '', lines: 0 };
      if (inData) {
        this.#now.left = stored;
        this.#now.state = 'sparse-map';
        return;
      }
    }
    this.#deliver(header, stored);
  }

  #deliver(header: RawHeader, stored: number): void {
    const sparse = this.#sparse;
    const pax = this.#pax;
    this.#pax = undefined;
    this.#sparse = undefined;
    if (sparse) checkRegions(sparse.regions, sparse.size, this.#limits.sparseRegions);
    if (this.#tooLong) {
      this.#tooLong = false;
      this.#handler.limit(`the headers of \`${header.name}\` are longer than ${this.#limits.specialHeader} bytes.`);
      this.#open('body', stored);
      return;
    }
    const item = itemOf(header, pax, { stored, start: this.#now.offset, size: sparse ? sparse.size : stored, sparse });
    const sink = this.#handler.entry(item);
    this.#sink =
      sparse && sink && sparse.size <= filledSparse ? new SparseSink(sink, sparse.regions, sparse.size) : sink;
    this.#open('body', stored);
  }
}

function blockOf(chunk: Buffer, at: number): Buffer {
  return chunk.subarray(at, at + blockSize);
}

/** Entries of these types have no body, whatever their size field says. */
function isHeaderOnly(flag: string): boolean {
  return flag >= '1' && flag <= '6';
}

interface Extent {
  readonly stored: number;
  readonly start: number;
  readonly size: number;
  readonly sparse: unknown;
}

function itemOf(header: RawHeader, pax: Pax | undefined, extent: Extent): TarItem {
  const name = pax?.path ?? header.name;
  const type = entryType(header.type);
  return {
    name,
    // Archives older than ustar mark a directory by the slash after its name.
    type: type === 'file' && name.endsWith('/') && extent.stored === 0 ? 'dir' : type,
    mode: header.mode & 0o7777,
    uid: pax?.uid ?? header.uid,
    gid: pax?.gid ?? header.gid,
    mtime: pax?.mtime ?? header.mtime,
    // Builders leave stale link names on entries of other types.
    link: type === 'symlink' || type === 'hardlink' ? (pax?.link ?? header.link) : '',
    size: extent.size,
    stored: extent.stored,
    start: extent.start,
    capability: pax?.capability,
    badField: header.badField ?? pax?.badField,
    nul: pax?.nul === true,
    sparse: extent.sparse !== undefined,
  };
}
