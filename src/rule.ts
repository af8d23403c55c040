/** The whole kit a rule author sees: `defineRule` and the shapes it takes. */
import type * as zod from 'zod';
import type { Facts } from './dockerfile/facts.ts';
import type { Dockerfile, Needs } from './dockerfile/model.ts';
import type { Evidence, Finding, Fix, Place, Related, Severity } from './finding.ts';
import type { Build, ExtractName, Image } from './image/model.ts';

export type Kind = 'dockerfile' | 'image' | 'build';
export type Subject = Dockerfile | Image | Build;
export type SubjectOf<K extends Kind> = Extract<Subject, { kind: K }>;

export type Category =
  | 'security'
  | 'secrets'
  | 'reproducibility'
  | 'size'
  | 'caching'
  | 'correctness'
  | 'runtime'
  | 'metadata'
  | 'style';

/** What a rule yields; the engine stamps the rest. */
export interface Draft {
  readonly place: Place;
  /** One sentence, the offending value in backticks, a full stop. */
  readonly message: string;
  readonly evidence?: readonly Evidence[];
  /** What to do, in the imperative. */
  readonly help?: string;
  readonly fixes?: readonly Fix[];
  readonly related?: readonly Related[];
  /** Where one fault weighs differently by what was found; a severity that the user configured holds over it. */
  readonly severity?: Severity;
  /** Over the rule's own `fault`. */
  readonly fault?: string;
}

type Zod = typeof zod;

/** A Dockerfile, guilty text in `[|…|]`; findings must match the marks exactly, in order. */
export type DockerfileExample<O> =
  | string
  | {
      readonly code: string;
      readonly options?: O;
      /** The text after every fix of the rule, safe and unsafe, was applied. */
      readonly fixed?: string;
      readonly evidence?: readonly Evidence[];
      readonly message?: string;
      readonly severity?: Severity;
      readonly file?: string;
      /** How the bytes were read; UTF-8 when left out. */
      readonly encoding?: Dockerfile['encoding'];
      readonly buildArgs?: Readonly<Record<string, string>>;
      /** Names of build contexts. */
      readonly contexts?: readonly string[];
      readonly targets?: readonly string[];
      readonly facts?: Facts;
      /** `.dockerignore` and files of the build context, by path. */
      readonly ignore?: string;
      /** The text of `.dockerignore` after every fix was applied. */
      readonly fixedIgnore?: string;
      readonly files?: readonly string[];
    };

/** A file of a sketch: its text, or more about it. */
export type FileSketch =
  | string
  | {
      readonly content?: string | Uint8Array;
      readonly mode?: number;
      readonly uid?: number;
      readonly gid?: number;
      readonly type?: 'file' | 'dir' | 'symlink' | 'hardlink' | 'char' | 'block' | 'fifo';
      readonly link?: string;
      /** Bytes of zeros, for big files. */
      readonly size?: number;
      /** Seconds since the epoch. */
      readonly mtime?: number;
      readonly xattrs?: Readonly<Record<string, Uint8Array>>;
    };

/**
 * An image as an object literal. Marks stand in paths (`'[|etc/shadow|]'`), in config values and history texts; a finding
 * about the whole image is marked by `whole: '[||]'`. A layer path `a/.wh.b` is a whiteout.
 */
export interface ImageSketch<O = unknown> {
  readonly layers?: readonly Readonly<Record<string, FileSketch>>[];
  /** The image config's `config` object, in its own spelling: `{ User: '[|root|]', Env: ['A=b'] }`. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Other top-level keys of the image config: `architecture`, `created`, `author` …. */
  readonly top?: Readonly<Record<string, unknown>>;
  /** One entry per layer, or entries with `empty` set; strings are `created_by`. */
  readonly history?: readonly (
    | string
    | { readonly by: string; readonly empty?: boolean; readonly comment?: string; readonly created?: string }
  )[];
  /** How many of the lowest layers are the base image's. */
  readonly base?: number;
  readonly dockerfile?: string;
  readonly reference?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly format?: 'docker' | 'oci';
  /** How it was read: `docker-archive`, unless said otherwise. */
  readonly source?: string;
  /** Media type of the manifest. */
  readonly mediaType?: string;
  /** How each layer is stored, lowest first; uncompressed, unless said otherwise. */
  readonly stored?: readonly {
    readonly compression?: 'none' | 'gzip' | 'zstd';
    readonly mediaType?: string;
    readonly urls?: readonly string[];
  }[];
  /** Predicate types of the attestations that came with it. */
  readonly attestations?: readonly string[];
  readonly whole?: string;
  readonly facts?: Facts;
  readonly options?: O;
  readonly evidence?: readonly Evidence[];
  readonly message?: string;
  readonly severity?: Severity;
  readonly name?: string;
}

export type ExampleOf<K extends Kind, O> = K extends 'dockerfile' ? DockerfileExample<O> : ImageSketch<O>;

export interface RuleMeta {
  /** Names the fault, reads well after "ignore": `latest-tag`. The file's name. */
  readonly id: string;
  /** Other tools' codes, and old ids of this rule. */
  readonly aliases?: readonly string[] | undefined;
  readonly on: Kind;
  /** The version that brought it. */
  readonly since: string;
  /** In the `recommended` preset. */
  readonly severity: Severity | 'off';
  readonly category: Category;
  /** CVSS-like, for code scanning; only where it is a security matter. */
  readonly securitySeverity?: number | undefined;
  readonly precision?: 'very-high' | 'high' | 'medium' | 'low' | undefined;
  /** One sentence. */
  readonly summary: string;
  readonly why: string;
  /** What a Dockerfile must hold for the rule to have anything to say, whatever its options: it is not asked of others. */
  readonly needs?: Needs | undefined;
  /** Extractors an image rule needs. */
  readonly reads?: readonly ExtractName[] | undefined;
  /** A Dockerfile rule that also runs on instructions reconstructed from an image's history. */
  readonly history?: boolean | undefined;
  /** Shared by the text rule and the layer rule that show one fault. */
  readonly fault?: string | undefined;
  /** How editors draw its findings: text that does nothing is faded, text that is out of use struck through. */
  readonly tags?: 'unnecessary' | 'deprecated' | undefined;
  /** Its findings are about the suppressions themselves, and are made once it is known what those silenced: `check` finds nothing. */
  readonly by?: 'refine' | undefined;
}

export interface RuleSpec<K extends Kind, O> extends RuleMeta {
  readonly on: K;
  /** A function of zod, so that a run which configures no options never loads it. Every option has a default and a `.describe`. */
  readonly options?: (z: Zod) => zod.ZodType<O>;
  readonly bad: readonly ExampleOf<K, Partial<NoInfer<O>>>[];
  readonly good: readonly ExampleOf<K, Partial<NoInfer<O>>>[];
  check(subject: SubjectOf<K>, options: NoInfer<O>): Iterable<Draft>;
}

export interface Rule extends RuleMeta {
  readonly options?: ((z: Zod) => zod.ZodType) | undefined;
  readonly bad: readonly (DockerfileExample<unknown> | ImageSketch)[];
  readonly good: readonly (DockerfileExample<unknown> | ImageSketch)[];
  check(subject: Subject, options: unknown): Iterable<Draft>;
}

/** A rule is this one value: everything true about it is in its file, once. */
export function defineRule<const K extends Kind, O = Record<never, never>>(spec: RuleSpec<K, O>): Rule {
  return {
    ...spec,
    // The one cast of the house: a rule is never asked about a subject it is not `on`.
    check: (subject, options) => (subject.kind === spec.on ? spec.check(subject as SubjectOf<K>, options as O) : []),
  };
}

export type { Evidence, Facts, Finding, Fix, Place, Related, Severity };
