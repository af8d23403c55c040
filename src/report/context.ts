/** What a format is handed beside the reports: all that it may need and cannot know. */
import type { Report } from '../finding.ts';
import type { Image } from '../image/model.ts';
import type { RuleMeta } from '../rule.ts';

/** A rule as reports speak of it. */
export interface RuleInfo {
  readonly meta: RuleMeta;
  /** The rule's page, as markdown; read when it is asked for. */
  readonly docs?: string | undefined;
  /** Where that page is published. */
  readonly uri?: string | undefined;
}

/** The version-controlled tree that the files came from. */
export interface Repository {
  /** Without credentials. */
  readonly uri: string;
  readonly revision?: string;
  readonly branch?: string;
}

export type Verbosity = 'quiet' | 'normal' | 'verbose';

export interface ReportContext {
  /** The text of a file, by the name that reports give it; `undefined` when it cannot be had. */
  text(file: string): string | undefined;
  /** By id; `undefined` for what no rule answers to. */
  rule(id: string): RuleInfo | undefined;
  /** Masks secrets in quoted text, character for character: the length and the line ends stay. */
  redact(text: string): string;
  readonly version: string;
  /** Where the tool is published, for formats that link to it. */
  readonly homepage?: string;
  /** ANSI colours; only the text format has any. */
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** For people: `quiet` leaves out what is only info, `verbose` shows suppressed findings and those of the baseline too. */
  readonly verbosity: Verbosity;
  /** Ids of every rule that ran, where that is known: findings name only those that found something. */
  ran?(): readonly string[];
  /** URI of the directory that relative file names start from, with a slash at its end. */
  readonly base?: string;
  /** Tells the runs of one commit apart in code scanning: `dockerfiles`, `images`. */
  readonly category?: string;
  readonly repository?: Repository;
  /** The image of a report, where it was read: for pictures that need every file. */
  image?(report: Report): Image | undefined;
}

/** One report format: the reports of a run, written. Pure; chunks are joined without anything between them. */
export type Format = (reports: readonly Report[], context: ReportContext) => string | Iterable<string>;
