// The sum of a file's content, in AssemblyScript. `sum.ts` lays out the memory.
//
// Words of 32 bits, each with a key of its own in a block of 1024 bytes, are multiplied in pairs and added up in eight lanes of
// 64 bits. Each word is also added to a lane that its product does not go to: else it would not matter beside a factor of 0.
// Behind each block the lanes are mixed, so that it matters where a block stands. The last stripe is filled up with zeros.

const KEYS: usize = 0; // of a block, and behind them those of the lanes
const LANES: usize = 2048; // and behind them what a file's state is besides, 136 bytes in all, zeros at first:
const TAIL: usize = 2112; // a stripe that came in part
const TOTAL: usize = 2176; // bytes so far, as u64
const TOKEN: usize = 2304;
const STRIPE: usize = 64;
const BLOCK: usize = 1024;

let seed: u64 = 0;
for (let at: usize = KEYS; at < KEYS + BLOCK + STRIPE; at += 8) {
  seed += 0x9e3779b97f4a7c15;
  store<u64>(at, mixed(seed));
}
store<u32>(TOKEN, 0x2d6d7573); // sum-

/** Takes more of the file. */
export function add(at: usize, length: usize): void {
  const total = <usize>load<u64>(TOTAL);
  store<u64>(TOTAL, load<u64>(TOTAL) + <u64>length);
  const end = at + length;
  const fill = total & (STRIPE - 1);
  let key = total & (BLOCK - STRIPE);
  if (fill > 0) {
    const missing = STRIPE - fill;
    if (length < missing) {
      memory.copy(TAIL + fill, at, length);
      return;
    }
    memory.copy(TAIL + fill, at, missing);
    stripes(TAIL, TAIL + STRIPE, key);
    key = (key + STRIPE) & (BLOCK - STRIPE);
    at += missing;
  }
  const left = (end - at) & (STRIPE - 1);
  stripes(at, end - left, key);
  memory.copy(TAIL, end - left, left);
}

/** Writes the file's token, and makes ready for the next file. */
export function end(): void {
  const total = load<u64>(TOTAL);
  const fill = <usize>total & (STRIPE - 1);
  if (fill > 0) {
    memory.fill(TAIL + fill, 0, STRIPE - fill);
    stripes(TAIL, TAIL + STRIPE, <usize>total & (BLOCK - STRIPE));
  }
  let one = total;
  let other = ~total;
  for (let lane: usize = LANES; lane < LANES + STRIPE; lane += 8) {
    const sum = load<u64>(lane);
    one = mixed(one ^ sum);
    other = mixed(other + sum * 0x9e3779b185ebca87);
  }
  digits(one, TOKEN + 4);
  digits(other, TOKEN + 20);
  memory.fill(LANES, 0, 136);
}

/** Whole stripes, of which the first has the keys that begin there. */
function stripes(at: usize, end: usize, key: usize): void {
  let lane0 = v128.load(LANES);
  let lane1 = v128.load(LANES, 16);
  let lane2 = v128.load(LANES, 32);
  let lane3 = v128.load(LANES, 48);
  while (at < end) {
    const stop = min(end, at + BLOCK - key);
    for (; at < stop; at += STRIPE, key += STRIPE) {
      const a = v128.load(at);
      const b = v128.load(at, 16);
      const c = v128.load(at, 32);
      const d = v128.load(at, 48);
      const e = i32x4.add(a, v128.load(key, KEYS));
      const f = i32x4.add(b, v128.load(key, KEYS + 16));
      const g = i32x4.add(c, v128.load(key, KEYS + 32));
      const h = i32x4.add(d, v128.load(key, KEYS + 48));
      lane0 = i64x2.add(i64x2.add(lane0, c), i64x2.extmul_low_i32x4_u(e, f));
      lane1 = i64x2.add(i64x2.add(lane1, d), i64x2.extmul_high_i32x4_u(e, f));
      lane2 = i64x2.add(i64x2.add(lane2, a), i64x2.extmul_low_i32x4_u(g, h));
      lane3 = i64x2.add(i64x2.add(lane3, b), i64x2.extmul_high_i32x4_u(g, h));
    }
    if (key == BLOCK) {
      key = 0;
      lane0 = scrambled(lane0, v128.load(KEYS + BLOCK));
      lane1 = scrambled(lane1, v128.load(KEYS + BLOCK, 16));
      lane2 = scrambled(lane2, v128.load(KEYS + BLOCK, 32));
      lane3 = scrambled(lane3, v128.load(KEYS + BLOCK, 48));
    }
  }
  v128.store(LANES, lane0);
  v128.store(LANES, lane1, 16);
  v128.store(LANES, lane2, 32);
  v128.store(LANES, lane3, 48);
}

@inline
function scrambled(lanes: v128, key: v128): v128 {
  const folded = v128.xor(v128.xor(lanes, i64x2.shr_u(lanes, 47)), key);
  return i64x2.mul(folded, i64x2.splat(0x9e3779b1));
}

@inline
function mixed(given: u64): u64 {
  let value = (given ^ (given >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}

/** Sixteen digits, those of the highest bits first. */
@inline
function digits(value: u64, at: usize): void {
  for (let bits: u64 = 64; bits > 0; at += 1) {
    bits -= 4;
    const digit = <u32>(value >> bits) & 15;
    store<u8>(at, digit + (digit > 9 ? 0x57 : 0x30));
  }
}
