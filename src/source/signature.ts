/** A hash of values, the same for equal ones; of anything that cannot be written down there is none. */
import { createHash } from 'node:crypto';

/** `undefined` where something in it is no plain value: a function, a pattern, an object of some class. */
export function signature(value: unknown): string | undefined {
  try {
    return createHash('sha256').update(JSON.stringify(value, plain)).digest('hex');
  } catch {
    return undefined;
  }
}

function plain(_key: string, value: unknown): unknown {
  if (value instanceof Map) return { is: 'map', of: [...value] };
  if (value instanceof Set) return { is: 'set', of: [...value] };
  if (value instanceof Uint8Array) return { is: 'bytes', of: Buffer.from(value).toString('hex') };
  if (typeof value === 'object' && value !== null && !isPlain(value)) throw new TypeError('an object of a class');
  if (typeof value === 'function' || typeof value === 'symbol') throw new TypeError('code');
  if (typeof value === 'number' && !Number.isFinite(value)) return { is: 'number', of: String(value) };
  return value;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Array.isArray(value);
}
