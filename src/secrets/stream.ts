/** Files as they stream by: a window of fixed size, searched whenever it is full. */

import { planOf } from './catalogue.ts';
import { around, confirm, type Found, resolve, surer } from './confirm.ts';
import { type Detector, longestReach, lookBehind } from './detector.ts';
import { passes } from './gate.ts';
import { createHash } from './native.ts';
import { type Prefilter, prefilter } from './prefilter.ts';
import { findInFile } from './structured/structured.ts';

export interface Limit {
  readonly path: string;
  readonly detail: string;
}

export interface FileSession {
  push(chunk: Uint8Array): void;
  end(): StreamFound[];
}

/** A match with its line in a text file, and the digests of the file where all of it was at hand. */
export interface StreamFound extends Found {
  readonly line?: number;
  readonly fileMD5?: string;
  readonly fileSHA1?: string;
}

export interface StreamScanner {
  file(path: string, size: number): FileSession;
  readonly limits: readonly Limit[];
}

const windowSize = 384 * 1024;
/** Characters that all matches tried in one file may look at together. */
const matchingBudget = 128 * 1024 * 1024;
/** Different secrets reported of one file. */
const mostPerFile = 500;

/** A scanner with one window, for one file at a time. */
export function streamScanner(detectors: readonly Detector[]): StreamScanner {
  const plan = planOf(detectors);
  const longestAnchor = Math.max(0, ...plan.anchors.map((anchor) => anchor.text.length));
  const limits: Limit[] = [];
  let search: Prefilter | undefined;
  return {
    limits,
    file(path) {
      search ??= prefilter(plan.anchors, windowSize);
      return session(path, { ...plan, search, longestAnchor, limits });
    },
  };
}

interface Engine extends ReturnType<typeof planOf> {
  readonly search: Prefilter;
  readonly longestAnchor: number;
  readonly limits: Limit[];
}

function session(path: string, { search, detectorsOf, longestAnchor, limits }: Engine): FileSession {
  const { window } = search;
  const latin1 = Buffer.from(window.buffer, window.byteOffset, window.byteLength);
  const found = new Map<string, Found & { line?: number }>();
  /** Offset in the file of the window's first byte, bytes in the window, and where the next search begins. */
  let base = 0;
  let filled = 0;
  let searched = 0;
  let budget = matchingBudget;
  let isText: boolean | undefined;
  let linesBefore = 0;
  let counted = { at: 0, lines: 0 };

  const lineAt = (at: number): number | undefined => {
    if (!isText) return undefined;
    if (at < counted.at) counted = { at: 0, lines: 0 };
    counted = { at, lines: counted.lines + search.lines(counted.at, at) };
    return linesBefore + counted.lines + 1;
  };

  const tryAt = (detector: Detector, at: number): void => {
    if (detector.gate && !passes(detector.gate, window, at, filled)) return;
    const [from, to] = around(detector, at, filled);
    budget -= to - from;
    const match = confirm(detector, { text: latin1.toString('latin1', from, to), origin: from }, at, path);
    if (match) add(match);
  };

  const add = (match: Found): void => {
    const id = `${match.detector.id} ${match.value}`;
    const before = found.get(id);
    if (before ? !surer(match, before) : found.size >= mostPerFile) return;
    const line = lineAt(match.start);
    found.set(id, { ...match, start: match.start + base, end: match.end + base, ...(line !== undefined && { line }) });
  };

  const drain = (last: boolean): void => {
    isText ??= !window.subarray(0, Math.min(filled, 8192)).includes(0);
    const limit = last ? filled : filled - longestReach;
    search.search(searched, last ? filled : Math.min(filled, limit + longestAnchor), (anchor, at) => {
      if (at >= limit || budget <= 0) return;
      for (const detector of detectorsOf[anchor] ?? []) tryAt(detector, at);
    });
    searched = limit;
  };

  /** Keeps what lookbehinds may still need, and makes room for what comes. */
  const slide = (): void => {
    const keep = Math.max(0, searched - lookBehind);
    if (isText) linesBefore += search.lines(0, keep);
    counted = { at: 0, lines: 0 };
    window.copyWithin(0, keep, filled);
    base += keep;
    filled -= keep;
    searched -= keep;
  };

  return {
    push(chunk) {
      for (let at = 0; at < chunk.length; ) {
        const part = Math.min(chunk.length - at, window.length - filled);
        window.set(chunk.subarray(at, at + part), filled);
        filled += part;
        at += part;
        if (filled < window.length) return;
        drain(false);
        slide();
      }
    },
    end() {
      drain(true);
      if (budget <= 0)
        limits.push({ path, detail: 'too many places that look like secrets; the rest was not searched' });
      if (base === 0) {
        const head = latin1.toString('latin1', 0, Math.min(filled, 32));
        for (const one of findInFile(path, head, () => latin1.toString('latin1', 0, filled))) add(one);
      }
      const serious = [...found.values()].some((one) => one.verdict.confidence !== 'possible');
      const digests = base === 0 && serious ? digestsOf(window.subarray(0, filled)) : {};
      return resolve([...found.values()]).map((one) => ({ ...one, ...digests }));
    },
  };
}

function digestsOf(bytes: Uint8Array): Pick<StreamFound, 'fileMD5' | 'fileSHA1'> {
  const digest = (algorithm: string) => createHash(algorithm).update(bytes).digest('hex');
  return { fileMD5: digest('md5'), fileSHA1: digest('sha1') };
}
