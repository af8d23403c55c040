/** What a detector is: a literal that must be there, an expression tried at it, and a verdict on what it matched. */

import type { Confidence } from './hit.ts';
import type { Gate } from './shape.ts';

/** The engine's judgement of one match; `undefined` in its place means: no secret. */
export interface Verdict {
  readonly confidence: Confidence;
  /** What it rests on: `crc32 checksum`, `key parses: RSA 2048`. */
  readonly why: string;
  /** Over the detector's own title: "encrypted private key". */
  readonly title?: string;
  /** Over the detector's own id, where one expression serves many kinds. */
  readonly id?: string;
}

/** One match of a detector's expression, with what stands around it. */
export interface Match {
  /** The secret itself: group `value` (or `bare`, where it may stand in two ways), or the whole match. */
  readonly value: string;
  /** Every named group. */
  readonly groups: Readonly<Record<string, string | undefined>>;
  /** The text it was found in (one character per byte, or per UTF-16 unit of a text), and where the value stands in it. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The file or text it was found in, where the caller named it. */
  readonly path: string | undefined;
}

export interface Detector {
  readonly id: string;
  /** What a person calls it: "GitHub personal access token". */
  readonly title: string;
  /** Where the format is documented. */
  readonly source?: string;
  /** Literals, one of which stands where the expression begins to match. They are what is looked for in every byte. */
  readonly anchors: readonly string[];
  /** The anchors count in any mixture of cases. */
  readonly fold?: boolean;
  /**
   * Sticky, tried at the anchor. What stands before the anchor is taken by lookbehind (group `head` when it is part of
   * the value); group `value` or `bare` is the secret, else the whole match is. Every quantifier is bounded.
   */
  readonly expression: () => RegExp;
  /** Every match holds one of these: where none is, the expression need not be compiled. */
  readonly holds?: readonly string[];
  /** In place of the expression: looked for anywhere near the anchor. Linear; its group `value`, else its first, is the secret. */
  readonly within?: RegExp;
  /** How many characters after the anchor the expression may look at. */
  readonly reach?: number;
  /** How many characters before the anchor the expression and its verdict may look at; `lookBehind` where nothing is said. */
  readonly behind?: number;
  /** What the bytes behind the anchor must look like, at least. */
  readonly gate?: Gate;
  /** Characters at the start of the value that are no secret and are shown in masks. */
  readonly shown?: number;
  /** Weaker than any other detector that matched the same text. */
  readonly generic?: boolean;
  judge(match: Match): Verdict | undefined;
  /** In place of the expression: decodes what stands around the anchor, to be searched in turn. */
  open?(text: string, at: number): Opened | undefined;
}

/** A decoded stretch of text, and where it was. */
export interface Opened {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly inside: string;
}

/** The reach of a detector that states none. */
export const defaultReach = 512;
/** How far back lookbehinds may look, and verdicts where nothing is said. */
export const lookBehind = 512;
/** The longest reach a detector may state. */
export const longestReach = 16_384;
