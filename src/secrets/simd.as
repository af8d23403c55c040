// The SIMD prefilter, in AssemblyScript: many literals in one pass over a window of memory.
// Sixteen buckets of literals; for each, which bytes may stand at the four places of a window that was chosen inside the
// literal. Where all four fit, the literal is compared. `simd.ts` lays out the memory, and says what stands where.

// Tables: for each of four places the low and the high nibble's masks, of the first eight buckets and of the last eight.
const TABLES: usize = 0; // 4 × 4 × 16 bytes
// 4,096 heads of chains, by a hash of the window's first three bytes in lower case: 0, or the number of a literal + 1.
const HEADS: usize = 1024;
// Places (u32) where a window fits, and those of them that begin like one.
const PLACES: usize = 9216;
const BEGUN: usize = 20480;
// So many are gathered before they are looked at; there is room for what one step adds.
const ENOUGH: usize = 2048;
// What each byte may be part of behind a literal that has a shape: the kinds of `gate.ts`.
const KINDS: usize = 29696; // 256 × u8
const WORD: u32 = 1;
const SPACE: u32 = 2;
const QUOTE: u32 = 4;
const OPERATOR: u32 = 8;
const STOP: u32 = 16;
// 32 bytes a literal: next in chain (u16), offset of the window (u8), length (u8), text (u32; bit 31: in any case, 30 and
// 29: its shape); of its first eight bytes which count, which are letters in any case (0x20), and what they are (u64 each).
const LITERALS: usize = 32768;
// Pairs of literal and place (u32, u32).
const HITS: usize = 131072;
const MOST_HITS: i32 = 8192;

let resumeAt: i32 = 0;
let shapeEnd: i32 = 0;

/** Up to where shapes are looked at. */
export function limit(end: i32): void {
  shapeEnd = end;
}

/** Where `search` stopped because there was no room for more hits; at or past `to` when it is done. */
export function resume(): i32 {
  return resumeAt;
}

/**
 * Reports literals that begin at or after `from` and end at or before `to`, of those whose window begins at or after `at`.
 * Each step asks of sixteen bytes which of the four places they could fill, and joins that with the answers for the bytes
 * before them: a window is known by its last byte. Where windows fit is nothing a processor could foresee, so the places
 * of 64 bytes are gathered without a branch for each.
 */
export function search(from: i32, to: i32, at: i32): i32 {
  const nibble = i8x16.splat(15);
  const zero = i8x16.splat(0);
  let end = PLACES;
  let hits = 0;
  const a0 = v128.load(TABLES), b0 = v128.load(TABLES + 16), c0 = v128.load(TABLES + 32), d0 = v128.load(TABLES + 48);
  const a1 = v128.load(TABLES + 64), b1 = v128.load(TABLES + 80), c1 = v128.load(TABLES + 96), d1 = v128.load(TABLES + 112);
  const a2 = v128.load(TABLES + 128), b2 = v128.load(TABLES + 144), c2 = v128.load(TABLES + 160), d2 = v128.load(TABLES + 176);
  const a3 = v128.load(TABLES + 192), b3 = v128.load(TABLES + 208), c3 = v128.load(TABLES + 224), d3 = v128.load(TABLES + 240);
  let p0 = zero, p1 = zero, p2 = zero, q0 = zero, q1 = zero, q2 = zero;
  // A window that begins in the last bytes ends past them.
  while (at < to + 3) {
    let places: u64 = 0;
    for (let block = 0; block < 64; block += 16) {
      const bytes = v128.load(at);
      const low = v128.and(bytes, nibble);
      // Bytes have no shift of their own: what comes over from their neighbours is masked off.
      const high = v128.and(i16x8.shr_u(bytes, 4), nibble);
      const r0 = v128.and(SWIZZLE(a0, low), SWIZZLE(b0, high));
      const r1 = v128.and(SWIZZLE(a1, low), SWIZZLE(b1, high));
      const r2 = v128.and(SWIZZLE(a2, low), SWIZZLE(b2, high));
      const r3 = v128.and(SWIZZLE(a3, low), SWIZZLE(b3, high));
      const s0 = v128.and(SWIZZLE(c0, low), SWIZZLE(d0, high));
      const s1 = v128.and(SWIZZLE(c1, low), SWIZZLE(d1, high));
      const s2 = v128.and(SWIZZLE(c2, low), SWIZZLE(d2, high));
      const s3 = v128.and(SWIZZLE(c3, low), SWIZZLE(d3, high));
      const first = v128.and(
        v128.and(r3, v128.shuffle<u8>(p2, r2, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30)),
        v128.and(
          v128.shuffle<u8>(p1, r1, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29),
          v128.shuffle<u8>(p0, r0, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28),
        ),
      );
      const last = v128.and(
        v128.and(s3, v128.shuffle<u8>(q2, s2, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30)),
        v128.and(
          v128.shuffle<u8>(q1, s1, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29),
          v128.shuffle<u8>(q0, s0, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28),
        ),
      );
      p0 = r0;
      p1 = r1;
      p2 = r2;
      q0 = s0;
      q1 = s1;
      q2 = s2;
      const fits = v128.or(first, last);
      at += 16;
      places |= <u64>(i8x16.bitmask(i8x16.eq(fits, zero)) ^ 0xffff) << block;
    }
    if (places == 0) continue;
    const next = end + (<usize>popcnt(places) << 2);
    do {
      store<u32>(end, at - 67 + <i32>ctz(places));
      places &= places - 1;
      store<u32>(end, at - 67 + <i32>ctz(places), 4);
      places &= places - 1;
      store<u32>(end, at - 67 + <i32>ctz(places), 8);
      places &= places - 1;
      store<u32>(end, at - 67 + <i32>ctz(places), 12);
      places &= places - 1;
      end += 16;
    } while (places != 0);
    end = next;
    if (end < PLACES + ENOUGH * 4) continue;
    hits = compare(end, from, to, hits);
    if (resumeAt >= 0) return hits;
    end = PLACES;
  }
  hits = compare(end, from, to, hits);
  if (resumeAt < 0) resumeAt = at;
  return hits;
}

/** The literals at the places that were gathered. */
function compare(end: usize, from: i32, to: i32, count: i32): i32 {
  let begun = BEGUN;
  for (let at = PLACES; at < end; at += 4) {
    const place = load<u32>(at);
    const key = (load<u32>(place) & 0xffffff) | 0x202020;
    const head = HEADS + <usize>(((key * 0x9e3779b1) >>> 20) << 1);
    store<u32>(begun, place);
    begun += (<usize>(load<u16>(head) != 0)) << 2;
  }
  for (let at = BEGUN; at < begun; at += 4) {
    const place = <i32>load<u32>(at);
    if (count > MOST_HITS - 1024) {
      resumeAt = place;
      return count;
    }
    const key = (load<u32>(place) & 0xffffff) | 0x202020;
    let literal = <u32>load<u16>(HEADS + <usize>(((key * 0x9e3779b1) >>> 20) << 1));
    do {
      const entry = LITERALS + <usize>((literal - 1) << 5);
      const start = place - <i32>load<u8>(entry, 2);
      const first = (load<u64>(start) | load<u64>(entry, 16)) & load<u64>(entry, 8);
      if (first == load<u64>(entry, 24)) {
        const length = <i32>load<u8>(entry, 3);
        const text = load<u32>(entry, 4);
        if (start >= from && start + length <= to && count < MOST_HITS && (length <= 8 || same(start, text, length)) && hasShape(text, start)) {
          const hit = HITS + <usize>(count << 3);
          store<u32>(hit, literal - 1);
          store<u32>(hit, start, 4);
          count++;
        }
      }
      literal = <u32>load<u16>(entry);
    } while (literal != 0);
  }
  resumeAt = -1;
  return count;
}

/** Whether what is behind the first eight bytes of a literal is right, too. */
function same(start: i32, place: u32, length: i32): bool {
  const text = <i32>(place & 0x1fffffff);
  const fold = (place >> 31) != 0;
  for (let index = 8; index < length; index++) {
    let byte = <u32>load<u8>(start + index);
    if (fold && byte - 0x41 < 26) byte |= 0x20;
    if (byte != <u32>load<u8>(text + index)) return false;
  }
  return true;
}

/** What `gate.ts` says, in the same steps. */
function hasShape(place: u32, start: i32): bool {
  const shape = (place >> 29) & 3;
  return shape == 0 || (shape == 1 ? isAssigned(start) : hasUserinfo(start + 3));
}

function isAssigned(start: i32): bool {
  let next = run(start, 64, WORD);
  next = run(next, 4, QUOTE);
  const before = next;
  next = run(next, 9, SPACE);
  if (is(next, OPERATOR)) return true;
  if (next == before || !is(next, WORD)) return false;
  next = run(next, 11, WORD);
  next = run(next, 5, SPACE);
  const byte = next < shapeEnd ? load<u8>(next) : 0;
  return byte == 0x3d || byte == 0x3a;
}

function hasUserinfo(start: i32): bool {
  let colon = false;
  const end = min(shapeEnd, start + 300);
  for (let next = start; next < end; next++) {
    const byte = load<u8>(next);
    if (byte == 0x3a) colon = true;
    else if (byte == 0x40) return colon;
    else if (is(next, STOP)) return false;
  }
  return false;
}

function run(from: i32, most: i32, kind: u32): i32 {
  const end = min(shapeEnd, from + most);
  let next = from;
  while (next < end && is(next, kind)) next++;
  return next;
}

function is(at: i32, kind: u32): bool {
  return at < shapeEnd && (<u32>load<u8>(KINDS + <usize>load<u8>(at)) & kind) != 0;
}

/** How many bytes of a stretch are line ends. */
export function lines(from: i32, to: i32): i32 {
  const end = i8x16.splat(10);
  let count = 0;
  let at = from;
  for (; at + 16 <= to; at += 16) count += popcnt(i8x16.bitmask(i8x16.eq(v128.load(at), end)));
  for (; at < to; at++) if (load<u8>(at) == 10) count++;
  return count;
}
