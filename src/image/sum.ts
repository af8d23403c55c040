/** Sums of files' contents, by which equal ones are told: in WebAssembly, run over the bytes where they lie if that can be. */
import { instancesOf } from '../wasm.ts';
import { NativeSum } from './native-sum.ts';
import { modules } from './sum-module.ts';

/** The memory's layout: `sum.as` uses what is below. */
const stateAt = 2048;
const stateEnd = stateAt + 136;
const tokenAt = 2304;
const tokenEnd = tokenAt + 36;
const scratchAt = 65_536;
const scratchEnd = scratchAt + 65_536;
const mostLent = 1 << 19;

/** Gathers one file's content. */
export interface ContentSum {
  /** The chunk is only lent. */
  push(chunk: Buffer): void;
  /** The token; nothing may be pushed behind it. */
  end(): string;
}

interface Code {
  readonly memory: Buffer;
  add(at: number, length: number): number;
  end(): number;
}

const instances = instancesOf([modules.plain]);
let made: Code | false | undefined;

function code(): Code | undefined {
  made ??= make() ?? false;
  return made || undefined;
}

function make(): Code | undefined {
  const instance = instances(scratchEnd + mostLent);
  const [add, end] = ['add', 'end'].map((name) => instance?.call(name));
  if (!instance || !add || !end) return undefined;
  return { add, end, memory: Buffer.from(instance.memory.buffer) };
}

/** The sum of a file of a size, whose content is about to pass. */
export function contentSum(size: number): ContentSum {
  const found = code();
  return found ? new FastSum(found) : new NativeSum(size);
}

/** Which sums are made here: those of one kind tell nothing beside those of another. */
export function kindOfSums(): 'own' | 'native' {
  return code() ? 'own' : 'native';
}

/** Whose state is in the memory: files mostly pass one after the other. */
let current: FastSum | undefined;

class FastSum implements ContentSum {
  readonly #code: Code;
  /** Its state, while another's is in the memory. */
  #state: Uint8Array | undefined;

  constructor(found: Code) {
    this.#code = found;
  }

  push(chunk: Buffer): void {
    if (current !== this) this.#enter();
    const { memory, add } = this.#code;
    if (chunk.buffer === memory.buffer) {
      add(chunk.byteOffset, chunk.length);
      return;
    }
    for (let at = 0; at < chunk.length; at += scratchEnd - scratchAt) {
      const part = chunk.subarray(at, at + scratchEnd - scratchAt);
      memory.set(part, scratchAt);
      add(scratchAt, part.length);
    }
  }

  end(): string {
    if (current !== this) this.#enter();
    this.#code.end();
    current = undefined;
    return this.#code.memory.toString('latin1', tokenAt, tokenEnd);
  }

  #enter(): void {
    const { memory } = this.#code;
    if (current) {
      current.#state = Uint8Array.from(memory.subarray(stateAt, stateEnd));
      memory.fill(0, stateAt, stateEnd);
    }
    if (this.#state) memory.set(this.#state, stateAt);
    current = this;
  }
}

/** Whether the part of the memory that is lent is in use. */
let lent = false;

/** A buffer that need not be copied to be summed, where one is free. */
export function borrowed(size: number): Buffer | undefined {
  const found = size <= mostLent && !lent ? code() : undefined;
  if (!found) return undefined;
  lent = true;
  return found.memory.subarray(scratchEnd, scratchEnd + size);
}

/** Gives a borrowed buffer back. */
export function giveBack(): void {
  lent = false;
}
