/** Sums by what the runtime brings, for engines that lack WebAssembly or its SIMD. */
import { type CipherGCM, createCipheriv, createSecretKey } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Larger files are told by a MAC, which is faster; but making one costs what summing some 20 KB does, twice that among other work. */
const large = 1 << 16;
/** Nothing is kept secret by it: equal contents are to have equal tokens, everywhere and always. */
const macKey = createSecretKey(Buffer.alloc(16));
const macStart = Buffer.alloc(12);

/** The token of one file's content, whose size is known. */
export class NativeSum {
  readonly #mac: CipherGCM | undefined;
  #crc = 0;

  constructor(size: number) {
    if (size > large) this.#mac = createCipheriv('aes-128-gcm', macKey, macStart);
  }

  push(chunk: Buffer): void {
    if (this.#mac) this.#mac.setAAD(chunk);
    else this.#crc = crc32(chunk, this.#crc);
  }

  end(): string {
    if (!this.#mac) return `crc-${this.#crc.toString(16).padStart(8, '0')}`;
    this.#mac.final();
    return `mac-${this.#mac.getAuthTag().toString('hex')}`;
  }
}
