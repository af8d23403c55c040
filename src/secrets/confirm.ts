/** From the place an anchor stands at to a judged hit. */

import { isAllowed } from './allow.ts';
import { type Detector, defaultReach, lookBehind, type Match, type Verdict } from './detector.ts';

/** A judged match: what becomes a `SecretHit` once it is masked. The raw value stays inside the engine. */
export interface Found {
  readonly detector: Detector;
  readonly verdict: Verdict;
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly inside?: string;
}

/** Text in which places are counted from `origin`. */
export interface Excerpt {
  readonly text: string;
  readonly origin: number;
}

/** Tries one detector at one place of an excerpt. */
export function confirm(detector: Detector, excerpt: Excerpt, at: number, path?: string): Found | undefined {
  const { holds } = detector;
  if (holds?.some((literal) => excerpt.text.includes(literal, at - excerpt.origin)) === false) return undefined;
  const expression = detector.expression();
  expression.lastIndex = at - excerpt.origin;
  const found = expression.exec(excerpt.text);
  if (!found) return undefined;
  return judged(detector, excerpt, { found, span: spanOf(found), path });
}

/** Every match near an anchor, of a detector that may match anywhere there. */
export function confirmWithin(detector: Detector, within: RegExp, excerpt: Excerpt, path?: string): Found[] {
  return Array.from(excerpt.text.matchAll(within)).flatMap((found) => {
    const [start, end] = found.indices?.groups?.['value'] ??
      found.indices?.[1] ?? [found.index, found.index + found[0].length];
    return judged(detector, excerpt, { found, span: [start, end], path }) ?? [];
  });
}

interface Matched {
  readonly found: RegExpExecArray;
  readonly span: readonly [start: number, end: number];
  readonly path: string | undefined;
}

function judged(
  detector: Detector,
  { text, origin }: Excerpt,
  { found, span: [start, end], path }: Matched,
): Found | undefined {
  const value = text.slice(start, end);
  const match: Match = { value, groups: found.groups ?? {}, text, start, end, path };
  const verdict = detector.judge(match);
  if (!verdict || isAllowed(value)) return undefined;
  return { detector, verdict, value, start: start + origin, end: end + origin };
}

function spanOf(found: RegExpExecArray): readonly [number, number] {
  const groups = found.indices?.groups;
  const whole: readonly [number, number] = [found.index, found.index + found[0].length];
  const value = groups?.['value'] ?? groups?.['bare'] ?? whole;
  return [groups?.['head']?.[0] ?? value[0], value[1]];
}

/** The part of `text` that a detector may look at around `at`. */
export function around(detector: Detector, at: number, length: number): readonly [number, number] {
  return [Math.max(0, at - (detector.behind ?? lookBehind)), Math.min(length, at + (detector.reach ?? defaultReach))];
}

const rank = { confirmed: 3, likely: 2, possible: 1 };

/** Whether the first is of higher confidence. */
export function surer(one: Found, other: Found): boolean {
  return rank[one.verdict.confidence] > rank[other.verdict.confidence];
}

/** Secrets behind one encoding share its place, and are different all the same. */
function areApart(one: Found, other: Found): boolean {
  return (
    one.inside !== undefined &&
    other.inside !== undefined &&
    one.value !== other.value &&
    !one.value.includes(other.value) &&
    !other.value.includes(one.value)
  );
}

/** Of matches that share text, the one that says most: by confidence, then special before generic, plain before encoded, then the longer. */
export function resolve(found: readonly Found[]): Found[] {
  if (found.length === 0) return [];
  const best = found.toSorted(
    (one, other) =>
      rank[other.verdict.confidence] - rank[one.verdict.confidence] ||
      Number(one.detector.generic ?? false) - Number(other.detector.generic ?? false) ||
      Number(one.inside !== undefined) - Number(other.inside !== undefined) ||
      other.end - other.start - (one.end - one.start) ||
      one.start - other.start,
  );
  const kept: Found[] = [];
  const near = new Map<number, Found[]>();
  for (const candidate of best) {
    const stretches = stretchesOf(candidate);
    if (stretches.some((at) => near.get(at)?.some((other) => clash(candidate, other)))) continue;
    kept.push(candidate);
    for (const at of stretches) {
      const there = near.get(at);
      if (there) there.push(candidate);
      else near.set(at, [candidate]);
    }
  }
  return kept.sort((one, other) => one.start - other.start);
}

function clash(one: Found, other: Found): boolean {
  return one.start < other.end && other.start < one.end && !areApart(one, other);
}

/** The stretches of 4,096 units that a match reaches into: only matches in one of them can share text with it. */
function stretchesOf({ start, end }: Found): readonly number[] {
  const first = Math.floor(start / 4096);
  return Array.from({ length: Math.floor(Math.max(start, end - 1) / 4096) - first + 1 }, (_, index) => first + index);
}
