/** Git's object store: loose objects, and packs with their deltas. https://git-scm.com/docs/gitformat-pack */
import { createHash, inflateSync } from '../native.ts';
import { type Budget, type Container, largestMember, type Member, spend } from './container.ts';

/** A loose object is the zlib stream of `blob 12\0…`. */
export const gitObject: Container = {
  is: (head, path) => head[0] === 0x78 && /(?:^|\/)objects\/[0-9a-f]{2}\/[0-9a-f]{38}(?:[0-9a-f]{24})?$/.test(path),
  *members(bytes, budget, path): Iterable<Member> {
    const plain = inflate(bytes, 0, largestMember, budget)?.data;
    if (!plain) return;
    const [whole = '', type = ''] = /^(blob|commit|tag) \d{1,12}\0/.exec(plain.toString('latin1', 0, 40)) ?? [];
    if (type === '' || !spend(budget, plain.length)) return;
    const id = path.replace(/^.*objects\/([0-9a-f]{2})\//, '$1');
    yield { name: `${type} ${id.slice(0, 12)}`, bytes: plain.subarray(whole.length), start: 0, end: bytes.length };
  },
};

type Kind = 'commit' | 'tree' | 'blob' | 'tag';
const kinds: readonly (Kind | undefined)[] = [undefined, 'commit', 'tree', 'blob', 'tag'];

interface Stored {
  readonly at: number;
  readonly data: Buffer;
  readonly end: number;
  readonly kind: Kind | undefined;
  /** Of a delta: where its base is, or the base's id. */
  readonly base: number | string | undefined;
}

export const gitPack: Container = {
  is: (head) => head[0] === 0x50 && head[1] === 0x41 && head[2] === 0x43 && head[3] === 0x4b && head[7] === 2,
  members: (bytes, budget) => new Pack(bytes, budget).members(),
};

/** The objects of one pack, as far as the budget goes; bases of deltas are kept while there is room. */
class Pack {
  readonly #bytes: Buffer;
  readonly #budget: Budget;
  readonly #whole = new Map<number, { kind: Kind; data: Buffer }>();
  readonly #byId = new Map<string, number>();
  #kept = 0;

  constructor(bytes: Buffer, budget: Budget) {
    this.#bytes = bytes;
    this.#budget = budget;
  }

  *members(): Iterable<Member> {
    let at = 12;
    for (let left = this.#bytes.readUInt32BE(8); left > 0 && at < this.#bytes.length - 20; left--) {
      const stored = this.#read(at);
      if (!stored) return;
      const object = this.#resolve(stored, 0);
      if (object && object.kind !== 'tree') {
        if (!spend(this.#budget, object.data.length)) return;
        const id = idOf(object.kind, object.data);
        yield { name: `${object.kind} ${id.slice(0, 12)}`, bytes: object.data, start: at, end: stored.end };
      }
      at = stored.end;
    }
  }

  #read(at: number): Stored | undefined {
    const bytes = this.#bytes;
    let next = at;
    const head = bytes[next++] ?? 0;
    const type = (head >> 4) & 7;
    for (let more = head & 0x80; more !== 0; ) more = (bytes[next++] ?? 0) & 0x80;
    let base: number | string | undefined;
    if (type === 6) {
      let byte = bytes[next++] ?? 0;
      let distance = byte & 0x7f;
      while (byte & 0x80) {
        byte = bytes[next++] ?? 0;
        distance = (distance + 1) * 128 + (byte & 0x7f);
      }
      base = at - distance;
    } else if (type === 7) {
      base = bytes.toString('hex', next, next + 20);
      next += 20;
    }
    const inflated = inflate(bytes, next, largestMember, this.#budget);
    return inflated && { at, data: inflated.data, end: next + inflated.used, kind: kinds[type], base };
  }

  #resolve({ at, data, kind, base }: Stored, depth: number): { kind: Kind; data: Buffer } | undefined {
    const known = this.#whole.get(at);
    if (known) return known;
    let object: { kind: Kind; data: Buffer } | undefined;
    if (kind) object = { kind, data };
    else if (base !== undefined && depth < 60) {
      const where = typeof base === 'number' ? base : this.#byId.get(base);
      const below = where === undefined ? undefined : (this.#whole.get(where) ?? this.#deeper(where, depth));
      const patched = below && patch(below.data, data);
      if (below && patched) object = { kind: below.kind, data: patched };
    }
    if (object) this.#keep(at, object);
    return object;
  }

  #deeper(at: number, depth: number): { kind: Kind; data: Buffer } | undefined {
    const stored = at >= 12 && at < this.#bytes.length ? this.#read(at) : undefined;
    return stored && this.#resolve(stored, depth + 1);
  }

  #keep(at: number, object: { kind: Kind; data: Buffer }): void {
    if (this.#kept + object.data.length > largestMember) {
      this.#whole.clear();
      this.#kept = 0;
    }
    this.#kept += object.data.length;
    this.#whole.set(at, object);
    this.#byId.set(idOf(object.kind, object.data), at);
  }
}

function idOf(kind: Kind, data: Buffer): string {
  return createHash('sha1').update(`${kind} ${data.length}\0`).update(data).digest('hex');
}

/** Inflates what begins at `at`, and says how many bytes it took. */
function inflate(
  bytes: Buffer,
  at: number,
  most: number,
  budget: Budget,
): { readonly data: Buffer; readonly used: number } | undefined {
  try {
    const result: unknown = inflateSync(bytes.subarray(at), { info: true, maxOutputLength: most });
    if (typeof result !== 'object' || result === null || !('buffer' in result) || !('engine' in result))
      return undefined;
    const { buffer, engine } = result;
    if (!Buffer.isBuffer(buffer) || typeof engine !== 'object' || engine === null || !('bytesWritten' in engine))
      return undefined;
    return { data: buffer, used: Number(engine.bytesWritten) };
  } catch (error) {
    if (error instanceof RangeError) budget.exceeded = 'an object in it is too big';
    return undefined;
  }
}

/** Applies a delta: copies from the base and new bytes, by turns. */
function patch(base: Buffer, delta: Buffer): Buffer | undefined {
  let at = 0;
  const size = (): number => {
    let value = 0;
    for (let shift = 0; at < delta.length; shift += 7) {
      const byte = delta[at++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (!(byte & 0x80)) break;
    }
    return value;
  };
  const from = size();
  const to = size();
  if (from !== base.length || to > largestMember) return undefined;
  const parts: Buffer[] = [];
  while (at < delta.length) {
    const operation = delta[at++] ?? 0;
    if (operation & 0x80) {
      const read = (bits: number, shifts: readonly number[]): number =>
        shifts.reduce(
          (sum, shift, index) => (operation & (bits << index) ? sum + (delta[at++] ?? 0) * 2 ** shift : sum),
          0,
        );
      const offset = read(1, [0, 8, 16, 24]);
      const length = read(0x10, [0, 8, 16]) || 0x10000;
      parts.push(base.subarray(offset, offset + length));
    } else {
      parts.push(delta.subarray(at, at + operation));
      at += operation;
    }
  }
  const whole = Buffer.concat(parts);
  return whole.length === to ? whole : undefined;
}
