// Inflating what is small, in AssemblyScript: a raw deflate stream (RFC 1951) that lies in memory whole, into memory.
// `inflate.ts` lays out the memory: 64 bytes behind the input may be read, 512 behind the output's limit may be written.
// Whatever is not plain and right ends in -1; nothing is said of why.

// Tables of codes, an entry of four bytes each: the first bits of a code tell the entry, or a table of longer codes.
const CODES: usize = 0; // of literals and lengths, by 11 bits: at most 2,342 entries
const DISTANCES: usize = 9472; // by 8 bits: at most 402 entries
const PRECODES: usize = 11264; // by 7 bits: 128 entries
const LENGTHS: usize = 12288; // how long the code of each symbol is; a byte each, 320 and what a run writes over
const COUNTS: usize = 12800; // codes of each length: 16 × u16
const OFFSETS: usize = 12864; // 16 × u16
const SORTED: usize = 12928; // symbols in the order of their codes: u16
const CODE_BITS: u32 = 11;
const DISTANCE_BITS: u32 = 8;
const PRECODE_BITS: u32 = 7;

// An entry: bits 0–5 all bits it takes, 8–11 those of the code alone (the rest are added to the base), 16–30 the base, the
// literal, or where the table of longer codes begins; its bits are then in 8–11.
const LITERAL: u32 = 0x80000000;
const SPECIAL: u32 = 0x8000;
const LONGER: u32 = 0x4000;
const END: u32 = 0x2000;

let input: usize = 0;
let held: u64 = 0;
let bits: u32 = 0;
let written: usize = 0;

/** Where the input went on, after the last call that went well. */
export function consumed(): i32 {
  return <i32>input;
}

/** Bytes written to `out`, which are at most `limit - out`; -1 where the stream is broken, ends too early or is longer. */
export function inflate(from: i32, to: i32, out: i32, limit: i32): i32 {
  input = from;
  held = 0;
  bits = 0;
  written = out;
  let last = false;
  while (!last) {
    refill();
    last = (held & 1) != 0;
    const kind = <u32>(held >> 1) & 3;
    take(3);
    if (kind == 0) {
      if (!stored(to, limit)) return -1;
    } else {
      if (kind == 3 || !(kind == 1 ? fixed() : dynamic())) return -1;
      if (!compressed(out, to, limit)) return -1;
    }
    if (<i32>input - <i32>(bits >> 3) > to) return -1;
  }
  input -= bits >> 3;
  return <i32>written - out;
}

@inline
function refill(): void {
  held |= load<u64>(input) << bits;
  input += (63 - bits) >> 3;
  bits |= 56;
}

@inline
function take(count: u32): void {
  held >>= count;
  bits -= count;
}

function stored(to: i32, limit: i32): bool {
  input -= bits >> 3;
  held = 0;
  bits = 0;
  const length = <i32>load<u16>(input);
  if (length != (<i32>load<u16>(input, 2) ^ 0xffff)) return false;
  input += 4;
  if (<i32>input + length > to || <i32>written + length > limit) return false;
  memory.copy(written, input, length);
  input += length;
  written += length;
  return true;
}

function compressed(start: i32, to: i32, limit: i32): bool {
  let at = input;
  let buffer = held;
  let left = bits;
  let out = written;
  for (;;) {
    if (<i32>at > to + 16 || <i32>out > limit) return false;
    buffer |= load<u64>(at) << left;
    at += (63 - left) >> 3;
    left |= 56;
    let entry = load<u32>(CODES + ((<usize>buffer & 0x7ff) << 2));
    if (entry & LITERAL) {
      buffer >>= entry & 63;
      left -= entry & 63;
      store<u8>(out++, entry >> 16);
      entry = load<u32>(CODES + ((<usize>buffer & 0x7ff) << 2));
      if (entry & LITERAL) {
        buffer >>= entry & 63;
        left -= entry & 63;
        store<u8>(out++, entry >> 16);
        entry = load<u32>(CODES + ((<usize>buffer & 0x7ff) << 2));
        if (entry & LITERAL) {
          buffer >>= entry & 63;
          left -= entry & 63;
          store<u8>(out++, entry >> 16);
          continue;
        }
      }
    }
    if (entry & SPECIAL) {
      if (entry & LONGER) {
        const index = <usize>(entry >> 16) + (<usize>(buffer >> CODE_BITS) & ((1 << ((entry >> 8) & 15)) - 1));
        entry = load<u32>(CODES + (index << 2));
        if (entry & LITERAL) {
          buffer >>= entry & 63;
          left -= entry & 63;
          store<u8>(out++, entry >> 16);
          continue;
        }
      }
      if (entry & SPECIAL) {
        if (!(entry & END)) return false;
        buffer >>= entry & 63;
        left -= entry & 63;
        break;
      }
    }
    let length = (entry >> 16) + (<u32>(buffer & ((<u64>1 << (entry & 63)) - 1)) >> ((entry >> 8) & 15));
    buffer >>= entry & 63;
    left -= entry & 63;
    buffer |= load<u64>(at) << left;
    at += (63 - left) >> 3;
    left |= 56;
    entry = load<u32>(DISTANCES + ((<usize>buffer & 0xff) << 2));
    if (entry & SPECIAL) {
      if (!(entry & LONGER)) return false;
      const index = <usize>(entry >> 16) + (<usize>(buffer >> DISTANCE_BITS) & ((1 << ((entry >> 8) & 15)) - 1));
      entry = load<u32>(DISTANCES + (index << 2));
      if (entry & SPECIAL) return false;
    }
    const distance = (entry >> 16) + (<u32>(buffer & ((<u64>1 << (entry & 63)) - 1)) >> ((entry >> 8) & 15));
    buffer >>= entry & 63;
    left -= entry & 63;
    let source = out - distance;
    if (<i32>source < start) return false;
    const end = out + length;
    if (distance >= 16) {
      do {
        v128.store(out, v128.load(source));
        out += 16;
        source += 16;
      } while (out < end);
    } else if (distance == 1) {
      const same = i8x16.splat(load<u8>(source));
      do {
        v128.store(out, same);
        out += 16;
      } while (out < end);
    } else {
      // Each store of eight bytes gives as many right ones as the distance is, but for the last of a long distance.
      const step = min<usize>(distance, 8);
      do {
        store<u64>(out, load<u64>(source));
        out += step;
        source += step;
      } while (out < end);
    }
    out = end;
  }
  input = at;
  held = buffer;
  bits = left;
  written = out;
  return <i32>out <= limit;
}

let isFixed = false;

function fixed(): bool {
  if (isFixed) return true;
  memory.fill(LENGTHS, 8, 144);
  memory.fill(LENGTHS + 144, 9, 112);
  memory.fill(LENGTHS + 256, 7, 24);
  memory.fill(LENGTHS + 280, 8, 8);
  if (!build(CODES, LENGTHS, 288, CODE_BITS, 0)) return false;
  memory.fill(LENGTHS, 5, 32);
  isFixed = build(DISTANCES, LENGTHS, 32, DISTANCE_BITS, 1);
  return isFixed;
}

/** In which order the lengths of the code for lengths are given. */
const ORDER = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

function dynamic(): bool {
  isFixed = false;
  refill();
  const codes = (<u32>held & 31) + 257;
  const distances = (<u32>(held >> 5) & 31) + 1;
  const given = (<u32>(held >> 10) & 15) + 4;
  take(14);
  if (codes > 286 || distances > 30) return false;
  memory.fill(LENGTHS, 0, 19);
  for (let index: u32 = 0; index < given; index++) {
    refill();
    store<u8>(LENGTHS + <usize>load<u8>(ORDER + index), <u32>held & 7);
    take(3);
  }
  if (!build(PRECODES, LENGTHS, 19, PRECODE_BITS, 2)) return false;
  const all = codes + distances;
  let before: u32 = 0;
  for (let index: u32 = 0; index < all; ) {
    refill();
    const entry = load<u32>(PRECODES + ((<usize>held & 0x7f) << 2));
    if (entry & SPECIAL) return false;
    take(entry & 63);
    const symbol = entry >> 16;
    if (symbol < 16) {
      before = symbol;
      store<u8>(LENGTHS + index++, symbol);
      continue;
    }
    if (symbol == 16 && index == 0) return false;
    const width: u32 = symbol == 16 ? 2 : symbol == 17 ? 3 : 7;
    const repeat = (symbol == 18 ? 11 : 3) + (<u32>held & ((1 << width) - 1));
    take(width);
    if (index + repeat > all) return false;
    if (symbol != 16) before = 0;
    memory.fill(LENGTHS + index, <u8>before, repeat);
    index += repeat;
  }
  if (load<u8>(LENGTHS + 256) == 0) return false;
  return build(CODES, LENGTHS, codes, CODE_BITS, 0) && build(DISTANCES, LENGTHS + codes, distances, DISTANCE_BITS, 1);
}

const LENGTH_BASES = memory.data<u16>([3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258]);
const LENGTH_BITS = memory.data<u8>([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]);
const DISTANCE_BASES = memory.data<u16>([1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577]);

/** The entry of a symbol whose code has so many bits; `kind`: 0 literals and lengths, 1 distances, 2 lengths of codes. */
function entryOf(symbol: u32, length: u32, kind: i32): u32 {
  let base = symbol;
  let extra: u32 = 0;
  if (kind == 0) {
    if (symbol < 256) return LITERAL | (symbol << 16) | length;
    if (symbol == 256) return SPECIAL | END | length;
    if (symbol > 285) return SPECIAL;
    base = load<u16>(LENGTH_BASES + <usize>((symbol - 257) << 1));
    extra = load<u8>(LENGTH_BITS + <usize>(symbol - 257));
  } else if (kind == 1) {
    if (symbol > 29) return SPECIAL;
    base = load<u16>(DISTANCE_BASES + <usize>(symbol << 1));
    extra = symbol < 4 ? 0 : (symbol - 2) >> 1;
  }
  return (base << 16) | (length << 8) | (length + extra);
}

/** Makes the table of a code from the lengths of its symbols; false where they make none. */
function build(table: usize, lengths: usize, symbols: u32, primary: u32, kind: i32): bool {
  memory.fill(COUNTS, 0, 32);
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const count = COUNTS + <usize>(<u32>load<u8>(lengths + symbol) << 1);
    store<u16>(count, load<u16>(count) + 1);
  }
  let longest: u32 = 15;
  while (longest > 0 && load<u16>(COUNTS + <usize>(longest << 1)) == 0) longest--;
  let free: i32 = 1;
  let offset: u32 = 0;
  for (let length: u32 = 1; length < 16; length++) {
    const count = <u32>load<u16>(COUNTS + <usize>(length << 1));
    free = (free << 1) - <i32>count;
    if (free < 0) return false;
    store<u16>(OFFSETS + <usize>(length << 1), offset);
    offset += count;
  }
  if (free > 0) {
    // Only distances may leave codes unused: all of them, or one of two.
    if (kind != 1 || longest > 1) return false;
    for (let index: usize = 0; index < <usize>(1 << primary); index++) store<u32>(table + (index << 2), SPECIAL);
  }
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const length = <u32>load<u8>(lengths + symbol);
    if (length == 0) continue;
    const place = OFFSETS + <usize>(length << 1);
    const index = <u32>load<u16>(place);
    store<u16>(SORTED + <usize>(index << 1), symbol);
    store<u16>(place, index + 1);
  }
  fill(table, lengths, offset, longest, primary, kind);
  return true;
}

/** Writes every code's entries: codes come in order, their bits turned round. */
function fill(table: usize, lengths: usize, symbols: u32, longest: u32, primary: u32, kind: i32): void {
  let code: u32 = 0;
  let next: u32 = 1 << primary;
  let sub: u32 = 0;
  let subBits: u32 = 0;
  let prefix: u32 = 0xffffffff;
  for (let index: u32 = 0; index < symbols; index++) {
    const symbol = <u32>load<u16>(SORTED + <usize>(index << 1));
    const length = <u32>load<u8>(lengths + symbol);
    const entry = entryOf(symbol, length, kind);
    if (length <= primary) {
      for (let at = code; at < <u32>(1 << primary); at += 1 << length) store<u32>(table + <usize>(at << 2), entry);
    } else {
      const low = code & ((1 << primary) - 1);
      if (low != prefix) {
        prefix = low;
        sub = next;
        subBits = length - primary;
        let free = 1 << subBits;
        for (let more = length; more < longest; more++) {
          free -= <i32>(more == length ? remaining(index, symbols, lengths, length) : load<u16>(COUNTS + <usize>(more << 1)));
          if (free <= 0) break;
          subBits++;
          free <<= 1;
        }
        next += 1 << subBits;
        store<u32>(table + <usize>(low << 2), SPECIAL | LONGER | (sub << 16) | (subBits << 8));
      }
      for (let at = code >> primary; at < <u32>(1 << subBits); at += 1 << (length - primary))
        store<u32>(table + <usize>((sub + at) << 2), entry);
    }
    // The next code, counted from its first bit on: it stands in the lowest place here.
    let bit: u32 = 1 << (length - 1);
    while (code & bit) bit >>= 1;
    if (bit == 0) return;
    code = (code & (bit - 1)) | bit;
  }
}

/** Symbols from `index` on whose codes are of this length. */
function remaining(index: u32, symbols: u32, lengths: usize, length: u32): u32 {
  let count: u32 = 0;
  while (index + count < symbols && <u32>load<u8>(lengths + <usize>load<u16>(SORTED + <usize>((index + count) << 1))) == length) count++;
  return count;
}
