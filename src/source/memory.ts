/** Facts of layers kept for the length of a run, as bytes: what several images share is read once, whatever is kept on disk. */
import { decodeFacts } from '../image/codec.ts';
import type { LayerCache } from './cache.ts';

/** By the name that a layer is kept under: its digest, or its diffID where there is none. */
export type RunMemory = Map<string, Uint8Array>;

/** The memory of a run in front of the cache on disk, where there is one. */
export function remembering(memory: RunMemory, disk: LayerCache | undefined): LayerCache {
  return {
    get: async (name) => {
      const facts = memory.get(name);
      return facts ? decodeFacts(Buffer.from(facts.buffer, facts.byteOffset, facts.byteLength)) : disk?.get(name);
    },
    put: async (name, facts) => {
      memory.set(name, facts);
      await disk?.put(name, facts);
    },
    document: async (name) => disk?.document(name),
    putDocument: async (name, bytes) => disk?.putDocument(name, bytes),
    prune: async (most) => disk?.prune(most),
  };
}
