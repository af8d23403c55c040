// The SIMD prefilter, in AssemblyScript: many literals in one pass over a window of memory.
// Sixteen buckets of literals; for each, which bytes may stand at the four places of a window that was chosen inside the
// literal. Where all four fit, the literal is compared. `simd.ts` lays out the memory, and says what stands where.

// Tables: for each of four places the low and the high nibble's masks, of the first eight buckets and of the last eight.
const TABLES: usize = 0; // 4 × 4 × 16 bytes
// 4,096 heads of chains, by a hash of the window's first three bytes in lower case: 0, or the number of a literal + 1.
const HEADS: usize = 1024;
// 16 bytes a literal: next in chain (u16), offset of the window (u8), length (u8), fold (u8), 3 unused, text (u32), 4 unused.
const LITERALS: usize = 16384;
// Pairs of literal and place (u32, u32).
const HITS: usize = 65536;
const MOST_HITS: i32 = 8192;

let resumeAt: i32 = 0;

/** Where `search` stopped because there was no room for more hits; at or past `to` when it is done. */
export function resume(): i32 {
  return resumeAt;
}

/**
 * Reports literals that begin at or after `from` and end at or before `to`, of those whose window begins at or after `at`.
 * Each step asks of sixteen bytes which of the four places they could fill, and joins that with the answers for the bytes
 * before them: a window is known by its last byte.
 */
export function search(from: i32, to: i32, at: i32): i32 {
  const a0 = v128.load(TABLES), b0 = v128.load(TABLES + 16), c0 = v128.load(TABLES + 32), d0 = v128.load(TABLES + 48);
  const a1 = v128.load(TABLES + 64), b1 = v128.load(TABLES + 80), c1 = v128.load(TABLES + 96), d1 = v128.load(TABLES + 112);
  const a2 = v128.load(TABLES + 128), b2 = v128.load(TABLES + 144), c2 = v128.load(TABLES + 160), d2 = v128.load(TABLES + 176);
  const a3 = v128.load(TABLES + 192), b3 = v128.load(TABLES + 208), c3 = v128.load(TABLES + 224), d3 = v128.load(TABLES + 240);
  const nibble = i8x16.splat(15);
  const zero = i8x16.splat(0);
  let p0 = zero, p1 = zero, p2 = zero, q0 = zero, q1 = zero, q2 = zero;
  let hits = 0;
  // A window that begins in the last bytes ends past them.
  for (; at < to + 3; at += 16) {
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
    if (!v128.any_true(fits)) continue;
    let places = i8x16.bitmask(i8x16.ne(fits, zero));
    while (places != 0) {
      hits = compare(at - 3 + ctz(places), from, to, hits);
      places &= places - 1;
    }
    if (hits > MOST_HITS - 1024) {
      resumeAt = at + 13;
      return hits;
    }
  }
  resumeAt = at;
  return hits;
}

/** Every literal whose window may stand here is compared, letter by letter. */
function compare(place: i32, from: i32, to: i32, count: i32): i32 {
  const key = (load<u32>(place) & 0xffffff) | 0x202020;
  let literal = <i32>load<u16>(HEADS + <usize>(((key * 0x9e3779b1) >>> 20) << 1));
  while (literal != 0) {
    const entry = LITERALS + <usize>((literal - 1) << 4);
    const start = place - <i32>load<u8>(entry, 2);
    const length = <i32>load<u8>(entry, 3);
    if (start >= from && start + length <= to && count < MOST_HITS && same(start, <i32>load<u32>(entry, 8), length, load<u8>(entry, 4) != 0)) {
      const hit = HITS + <usize>(count << 3);
      store<u32>(hit, literal - 1);
      store<u32>(hit, start, 4);
      count++;
    }
    literal = <i32>load<u16>(entry);
  }
  return count;
}

function same(start: i32, text: i32, length: i32, fold: bool): bool {
  for (let index = 0; index < length; index++) {
    let byte = <u32>load<u8>(start + index);
    if (fold && byte - 0x41 < 26) byte |= 0x20;
    if (byte != <u32>load<u8>(text + index)) return false;
  }
  return true;
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
