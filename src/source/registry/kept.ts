/** What registries answered before, in the user's cache: by digest for good, by tag for an hour. */
import { createHash } from 'node:crypto';
import { fieldsOf, parseJson } from '../../image/json.ts';
import { layerCache } from '../cache.ts';
import { cacheFolder } from '../cache-folder.ts';

const hour = 60 * 60 * 1000;

export interface Kept {
  /** What a digest names; it is held against it. */
  content(digest: string): Promise<Buffer | undefined>;
  keepContent(digest: string, bytes: Buffer): Promise<void>;
  /** An answer that may change, as long as it is fresh. */
  answer(question: string): Promise<unknown>;
  keepAnswer(question: string, value: unknown): Promise<void>;
}

/** `folder` is the user's cache folder unless another is named; nothing is kept where it is `false`. */
export function keptAnswers(folder: string | false = cacheFolder(), now: () => number = Date.now): Kept {
  if (folder === false) return nothingKept;
  const cache = layerCache(folder, 'registry');
  return {
    content: async (digest) => {
      const bytes = await cache.documents.get(digest);
      return bytes && sha256(bytes) === digest ? bytes : undefined;
    },
    keepContent: (digest, bytes) => cache.documents.put(digest, bytes),
    answer: async (question) => {
      const bytes = await cache.documents.get(nameOf(question));
      const { at, value } = fieldsOf(bytes && parseJson(bytes)) ?? {};
      const age = now() - (typeof at === 'number' ? at : Number.NEGATIVE_INFINITY);
      return age >= 0 && age < hour ? value : undefined;
    },
    keepAnswer: (question, value) =>
      cache.documents.put(nameOf(question), Buffer.from(JSON.stringify({ at: now(), value }))),
  };
}

const nothingKept: Kept = {
  content: async () => undefined,
  keepContent: async () => undefined,
  answer: async () => undefined,
  keepAnswer: async () => undefined,
};

/** Names of images do not fit every file system, and need not be read off a folder. */
function nameOf(question: string): string {
  return `answer-${createHash('sha256').update(question).digest('hex')}`;
}

export function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
