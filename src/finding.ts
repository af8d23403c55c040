/** The one finding of Plimsoll, for text and image alike, and the report that carries it. Imports nothing. */

/** UTF-16 offsets into a text, half-open: `start` is in, `end` is not. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A span of a Dockerfile. Line and column are derived from the text when a report is written. */
export interface DockerfilePlace {
  readonly kind: 'dockerfile';
  readonly file: string;
  readonly span: Span;
}

/** A path in one layer of an image; `line` counts from 1, `offset` is in bytes from the start of the file. */
export interface LayerPlace {
  readonly kind: 'layer';
  readonly layer: number;
  readonly path: string;
  readonly line?: number;
  readonly offset?: number;
}

/** Where a finding is. What is missing has a place too: a missing instruction is placed at the FROM of the shipped stage. */
export type Place =
  | DockerfilePlace
  /** `.dockerignore`, configuration and other files beside the Dockerfile. */
  | { readonly kind: 'file'; readonly file: string; readonly span: Span }
  /** A key of the image config: `User`, `Env.DB_PASSWORD`, `Labels.maintainer`. */
  | { readonly kind: 'config'; readonly key: string }
  /** A step of the image's history, counted from 0. */
  | { readonly kind: 'history'; readonly step: number }
  | LayerPlace
  /** The image as a whole: budgets, counts. */
  | { readonly kind: 'image' };

export type Severity = 'error' | 'warning' | 'info';

/** What proves a finding. Raw secrets are unrepresentable: there is no place for one to be. */
export type Evidence =
  | {
      readonly kind: 'reference';
      readonly name: string;
      readonly tag?: string | undefined;
      readonly digest?: string | undefined;
    }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly size?: number;
      readonly mode?: number;
      readonly uid?: number;
      readonly gid?: number;
    }
  | {
      readonly kind: 'secret';
      readonly detector: string;
      readonly confidence: 'confirmed' | 'likely' | 'possible';
      readonly masked: string;
      readonly length: number;
      /** Keyed, so that one secret in twenty images is one; absent where the value could be guessed back. */
      readonly token?: string;
    }
  | { readonly kind: 'account'; readonly user: string; readonly state?: string; readonly uid?: number }
  | {
      readonly kind: 'package';
      readonly manager: string;
      readonly name: string;
      readonly version?: string;
      readonly size?: number;
    }
  /** Named values: a config key, a variable, a flag, an option. Never a secret. */
  | { readonly kind: 'value'; readonly name: string; readonly value: string }
  /** Bytes that were counted: waste, caches, sizes. */
  | { readonly kind: 'bytes'; readonly what: string; readonly bytes: number; readonly count?: number }
  | { readonly kind: 'command'; readonly text: string };

/** Replace `span` of the finding's own file (or of `file`, when named) by `text`. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
  readonly file?: string;
}

/** Ordered: `manual` is only shown, `unsafe` needs `--unsafe`, `safe` never changes what is built. */
export type Safety = 'manual' | 'unsafe' | 'safe';

export interface Fix {
  readonly title: string;
  readonly safety: Safety;
  readonly edits: readonly Edit[];
}

export interface Related {
  readonly place: Place;
  readonly message: string;
}

/** Whose fault it is: the base image's or the Dockerfile author's, and how that is known. */
export interface Origin {
  readonly from: 'base' | 'yours' | 'unknown';
  readonly by: 'given' | 'provenance' | 'dockerfile' | 'labels' | 'history' | 'none';
}

/** Why a finding does not count: silenced in the source (`inSource`) or by configuration or baseline (`external`). */
export interface Suppression {
  readonly kind: 'inSource' | 'external';
  readonly reason?: string;
  readonly place?: Place;
}

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence, the offending value in backticks, a full stop. */
  readonly message: string;
  readonly place: Place;
  readonly related: readonly Related[];
  readonly evidence: readonly Evidence[];
  /** What to do, in the imperative. */
  readonly help?: string;
  readonly fixes: readonly Fix[];
  readonly origin?: Origin;
  /** Text and layer findings that show one fault share its name, and come out as one. */
  readonly fault?: string;
  readonly fingerprint: string;
  readonly suppressed?: Suppression;
  readonly baseline?: 'new' | 'unchanged';
}

/** Whether a finding counts: neither silenced nor known to the baseline. */
export function counts({ suppressed, baseline }: Finding): boolean {
  return suppressed === undefined && baseline !== 'unchanged';
}

/** Something that could not be read or checked. "Not checked" is never "clean": the run ends with exit code 2. */
export interface Skipped {
  /** The file, layer, rule or subject that was left out. */
  readonly what: string;
  readonly place?: Place;
  readonly reason:
    | 'truncated'
    | 'digest-mismatch'
    | 'size-mismatch'
    | 'limit-exceeded'
    | 'unreadable'
    | 'unsupported'
    | 'missing'
    | 'not-an-image'
    | 'malformed'
    | 'unauthorized'
    | 'network'
    | 'rule-failed'
    | 'fix-failed';
  readonly detail: string;
}

export interface LayerSummary {
  readonly index: number;
  readonly diffID: string;
  readonly digest: string;
  /** Bytes of the uncompressed tar's files; `waste` is the part of it that the final filesystem does not show. */
  readonly size: number;
  readonly waste: number;
  /** The step of the history that made it, when that is known. */
  readonly step?: number;
  readonly createdBy?: string;
  readonly instruction?: Place;
  readonly origin: Origin;
  readonly largest: readonly { readonly path: string; readonly size: number; readonly waste: number }[];
}

export interface ImageSummary {
  readonly reference: string;
  /** Digest of the image manifest, or of the config where there is no manifest. */
  readonly digest: string;
  readonly platform: string;
  /** How it was read: `docker-archive`, `oci-layout`, `registry` …. */
  readonly source: string;
  readonly size: number;
  readonly waste: number;
  readonly layers: readonly LayerSummary[];
}

/** One of two images that are held against each other. */
export interface ComparedImage {
  readonly reference: string;
  readonly digest: string;
  readonly platform: string;
  /** Bytes of files in its layers; those of them that the final filesystem does not show. */
  readonly size: number;
  readonly waste: number;
  readonly layers: number;
  /** What the final filesystem shows, folders left out. */
  readonly files: number;
  readonly packages: number;
}

/** A layer that only one of two images has; `rebuilt` where both have one of the same instruction. */
export interface LayerChange {
  readonly change: 'added' | 'removed' | 'rebuilt';
  readonly createdBy?: string;
  readonly before?: { readonly layer: number; readonly size: number };
  readonly after?: { readonly layer: number; readonly size: number; readonly instruction?: Place };
}

/** A value that differs; absent on the side that has none. `what` is a key of the config or a package's name. */
export interface ValueChange {
  readonly what: string;
  readonly before?: string;
  readonly after?: string;
}

/** What stands at a path of a final filesystem; `layer` is the one that put it there. */
export interface FileState {
  readonly type: 'file' | 'dir' | 'symlink' | 'hardlink' | 'char' | 'block' | 'fifo' | 'other';
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly link?: string;
  readonly capability?: string;
  readonly layer: number;
}

/** A path that differs: `content` where its bytes, its target or its type do, `metadata` where only mode, owner or capability do. */
export interface FileChange {
  readonly change: 'added' | 'removed' | 'content' | 'metadata';
  readonly path: string;
  readonly before?: FileState;
  readonly after?: FileState;
}

/** What differs between two images: the one that was inspected, and the one it was held against. */
export interface Comparison {
  readonly before: ComparedImage;
  readonly after: ComparedImage;
  /** Layers that both have, and their bytes. */
  readonly shared: { readonly layers: number; readonly size: number };
  readonly layers: readonly LayerChange[];
  readonly config: readonly ValueChange[];
  readonly packages: readonly (ValueChange & { readonly manager: string })[];
  readonly files: readonly FileChange[];
  /** Findings of the one before that are no more. Those that both have are `unchanged` among the report's own. */
  readonly gone: readonly Finding[];
}

export interface ReportSubject {
  readonly kind: 'dockerfile' | 'image' | 'build';
  /** A file's path as given, or an image's reference. */
  readonly name: string;
  /** The Dockerfile that an image's findings were joined to. */
  readonly dockerfile?: string;
  /** Hash of the Dockerfile's text (`src/refine/hash.ts`), so that a reader can tell whether it has changed since. */
  readonly textDigest?: string;
}

/** One subject's report. A run is a list of them, and every format takes the list. */
export interface Report {
  readonly schema: 1;
  readonly tool: { readonly name: 'plimsoll'; readonly version: string };
  readonly subject: ReportSubject;
  /** The date that rules about dates were judged by, `YYYY-MM-DD`. */
  readonly today: string;
  readonly findings: readonly Finding[];
  readonly skipped: readonly Skipped[];
  readonly image?: ImageSummary;
  /** What differs from the image it was held against. */
  readonly comparison?: Comparison;
}

/** Expected failure is a value: one sentence, with the place where there is one. */
export interface Problem {
  readonly message: string;
  readonly file?: string;
  readonly span?: Span;
  /** Line and column of the span's start, counted from 1, where whoever found the problem had the text at hand. */
  readonly line?: number;
  readonly column?: number;
}

export type Result<T, E = Problem> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: E };
