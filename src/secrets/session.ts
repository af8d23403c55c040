/** Files as they stream by: a window of fixed size, searched whenever it is full. */

import type { Plan } from './catalogue.ts';
import { around, type Found, resolve, surer } from './confirm.ts';
import { type Detector, longestReach, lookBehind } from './detector.ts';
import { begins, passes } from './gate.ts';
import { createHash } from './native.ts';
import type { Prefilter } from './prefilter.ts';
import { findInFile } from './structured/structured.ts';
import { matchesAt } from './text.ts';

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

/** What sessions share: one window, one plan, the list of what was left out. */
export interface Engine extends Plan {
  readonly search: Prefilter;
  /** The window, to be read as text. */
  readonly latin1: Buffer;
  readonly longestAnchor: number;
  /** Those that match only where no word goes on. */
  readonly tokens: ReadonlySet<Detector>;
  readonly limits: Limit[];
  /** Bytes for one file that is to be held whole; only until the next is. */
  readonly room: (size: number) => Buffer;
}

/** Characters that all matches tried in one file may look at together. */
const matchingBudget = 64 * 1024 * 1024;
/** Different secrets reported of one file; as many again that are more than possible. */
const mostPerFile = 500;
/** What is said of a file that holds more. */
export const moreThanShown = `it holds more than ${mostPerFile} different secrets; the rest is not shown`;

/** Whether there is no room for one more secret of a file. */
export function isFull(found: { readonly size: number }, { verdict }: Found): boolean {
  return found.size >= (verdict.confidence === 'possible' ? mostPerFile : 2 * mostPerFile);
}

/** The text that a place of some bytes lies in, where their form sets it off. */
export type Bounds = (bytes: Uint8Array, at: number) => readonly [start: number, end: number] | undefined;

/**
 * Searches the bytes of one file through the engine's window; no other session may be at work meanwhile. What stands beside
 * a text that `bounds` knows is not looked at as if it belonged to it.
 */
export function windowSession(path: string, engine: Engine, bounds?: Bounds): FileSession {
  const { search, latin1, detectorsOf, longestAnchor, limits, tokens } = engine;
  const { window } = search;
  const found = new Map<string, StreamFound>();
  /** Offset in the file of the window's first byte, bytes in the window, and where the next search begins. */
  let base = 0;
  let filled = 0;
  let searched = 0;
  let budget = matchingBudget;
  let full = false;
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
    if (detector.gate && !passes(detector.gate, latin1, { at, to: filled, alone: !bounds })) return;
    if (!bounds && tokens.has(detector) && !begins(window, at)) return;
    const [from, to] = around(detector, at, filled);
    // What may match anywhere is tried at every character of its stretch.
    budget -= (to - from) * (detector.within ? 16 : 1);
    const text = latin1.toString('latin1', from, to);
    const [start, end] = bounds?.(window, at) ?? [from, to];
    const excerpt = start <= from && end >= to ? text : setOff(text, start - from, end - from);
    for (const match of matchesAt(detector, { text: excerpt, origin: from }, at, path)) add(match);
  };

  const add = (match: Found): void => {
    const id = `${match.detector.id} ${match.value}`;
    const before = found.get(id);
    if (before && !surer(match, before)) return;
    if (!before && isFull(found, match)) {
      full = true;
      return;
    }
    const line = lineAt(match.start);
    found.set(id, { ...match, start: match.start + base, end: match.end + base, ...(line !== undefined && { line }) });
  };

  const drain = (last: boolean): void => {
    isText ??= latin1.subarray(0, Math.min(filled, 8192)).indexOf(0) < 0;
    const limit = last ? filled : filled - longestReach;
    const seen = (anchor: number, at: number): void => {
      if (at >= limit || budget <= 0) return;
      for (const detector of detectorsOf(anchor)) tryAt(detector, at);
    };
    search.search(searched, last ? filled : Math.min(filled, limit + longestAnchor), seen, filled);
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
        window.set(part === chunk.length ? chunk : chunk.subarray(at, at + part), filled);
        filled += part;
        at += part;
        if (filled < window.length) return;
        drain(false);
        slide();
      }
    },
    end() {
      drain(true);
      if (base === 0) {
        const head = latin1.toString('latin1', 0, Math.min(filled, 32));
        for (const one of findInFile(path, head, () => latin1.toString('latin1', 0, filled))) add(one);
      }
      if (budget <= 0)
        limits.push({ path, detail: 'too many places that look like secrets; the rest was not searched' });
      if (full) limits.push({ path, detail: moreThanShown });
      const serious = [...found.values()].some((one) => one.verdict.confidence !== 'possible');
      const digests = base === 0 && serious ? digestsOf(window.subarray(0, filled)) : {};
      return resolve([...found.values()]).map((one) => ({ ...one, ...digests }));
    },
  };
}

/** The text with a blank on either side of a stretch of it. */
function setOff(text: string, start: number, end: number): string {
  const before = start > 0 ? `${text.slice(0, start - 1)}\0` : '';
  return `${before}${text.slice(Math.max(0, start), end)}${end < text.length ? `\0${text.slice(end + 1)}` : ''}`;
}

export function digestsOf(bytes: Uint8Array): Pick<StreamFound, 'fileMD5' | 'fileSHA1'> {
  const digest = (algorithm: string) => createHash(algorithm).update(bytes).digest('hex');
  return { fileMD5: digest('md5'), fileSHA1: digest('sha1') };
}
