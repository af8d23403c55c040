/** What an extractor is: it names the files it reads, and turns each into typed facts. */
import type { Extracts, LayerFacts } from '../facts.ts';

/** Facts as they gather during one pass over a layer. */
export interface Gathered {
  readonly extracts: { readonly [K in keyof Extracts]: Extracts[K][number][] };
  readonly owned: LayerFacts['owned'][number][];
}

/** Reads the files it asks for; bytes that make no sense to it yield nothing. */
export type Extractor = (path: string, bytes: Buffer, into: Gathered) => void;

/** Nothing gathered yet. */
export function emptyGathered(): Gathered {
  return {
    extracts: { passwd: [], group: [], shadow: [], osRelease: [], packageJson: [], sudoers: [], packages: [] },
    owned: [],
  };
}

/** Lines of a text file with their numbers, counted from 1. */
export function* numberedLines(bytes: Buffer): Generator<[line: number, text: string]> {
  let number = 0;
  for (const line of bytes.toString('utf8').split('\n')) {
    number += 1;
    yield [number, line.endsWith('\r') ? line.slice(0, -1) : line];
  }
}
