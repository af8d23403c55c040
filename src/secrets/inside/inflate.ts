/** Inflates what is small in memory of its own: thousands of small members cost the runtime's streams more than their bytes do. */
import { instancesOf } from '../../wasm.ts';
import { modules } from './inflate-module.ts';

/** The memory's layout; `inflate.as` reads and writes so much over the ends. */
const inputAt = 65_536;
const mostInput = 2 << 20;
const slack = 4096;
const outputAt = inputAt + mostInput + slack;
const mostOutput = 8 << 20;

export interface Inflated {
  /** Only lent: the next call writes over it. */
  readonly bytes: Buffer;
  /** How much of the input it took. */
  readonly used: number;
}

interface Code {
  inflate(from: number, to: number, out: number, limit: number): number;
  consumed(): number;
  readonly memory: Buffer;
}

const instances = instancesOf([modules.plain]);
let made: Code | false | undefined;

function make(): Code | undefined {
  const instance = instances(outputAt + mostOutput + slack);
  const [inflate, consumed] = ['inflate', 'consumed'].map((name) => instance?.call(name));
  if (!instance || !inflate || !consumed) return undefined;
  return { inflate, consumed, memory: Buffer.from(instance.memory.buffer) };
}

/**
 * What a raw deflate stream at the start of these bytes unpacks to; `undefined` where it is not small, more than `most`,
 * broken or cut, for others to have a say.
 */
export function inflateSmall(bytes: Uint8Array, most: number): Inflated | undefined {
  if (bytes.length > mostInput || most > mostOutput) return undefined;
  made ??= make() ?? false;
  if (!made) return undefined;
  const { memory, inflate, consumed } = made;
  memory.set(bytes, inputAt);
  const length = inflate(inputAt, inputAt + bytes.length, outputAt, outputAt + most);
  if (length < 0) return undefined;
  return { bytes: memory.subarray(outputAt, outputAt + length), used: consumed() - inputAt };
}

/** Whether these bytes are only lent. */
export function isLent({ buffer }: Uint8Array): boolean {
  return made !== undefined && made !== false && made.memory.buffer === buffer;
}
