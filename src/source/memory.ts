/** Facts of layers kept for the length of a run, as bytes: what several images share is read once, whatever is kept on disk. */
import { decodeFacts } from '../image/codec.ts';
import type { Drawer, LayerCache } from './cache.ts';

/** By the name that a layer is kept under: its digest, or its diffID where there is none. */
export type RunMemory = Map<string, Uint8Array>;

const nothing: Drawer = { get: async () => undefined, put: async () => {} };

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
    documents: disk?.documents ?? nothing,
    judgements: disk?.judgements ?? nothing,
    prune: async (most) => disk?.prune(most),
  };
}
