/** What rules may need and cannot compute. It is gathered before linting; what was not gathered is unknown, and unknown is never a violation. */
import type { Place, Skipped, Span } from '../finding.ts';

export interface Facts {
  /** `YYYY-MM-DD`; printed in the report. */
  readonly today?: string;
  /** The build context, when it is at hand. */
  readonly context?: Context;
  /** How a compose or bake file builds this Dockerfile. */
  readonly build?: BuildFact;
  /** What registries answered; only with `--online`. */
  readonly registry?: RegistryFacts;
  /** ShellCheck's answers for this file's scripts; only where the user has it. */
  readonly shellcheck?: readonly ShellcheckComment[];
  /** Scripts that ShellCheck was to be asked about, and has not answered on. */
  readonly unchecked?: readonly Skipped[];
  /** How secrets are looked for in texts, beyond what everybody looks for. */
  readonly secrets?: SecretFacts;
}

export interface SecretFacts {
  /** Keys the tokens by which one secret is known again; without it there are none. */
  readonly key?: Uint8Array | undefined;
  /** Detectors that the configuration states. */
  readonly detectors: readonly StatedDetector[];
}

/** A kind of secret as the configuration states it. */
export interface StatedDetector {
  readonly id: string;
  /** What a person calls it. */
  readonly description: string;
  /** Texts one of which stands near it. */
  readonly keywords: readonly string[];
  /** A regular expression that was found to be linear. */
  readonly expression: string;
  readonly confidence: 'confirmed' | 'likely' | 'possible';
}

export interface BuildFact {
  /** The services or targets, as a sentence names them. */
  readonly title: string;
  /** The stages that they name. */
  readonly targets: readonly BuildWord[];
  /** The arguments that they give. */
  readonly args: readonly BuildWord[];
}

/** A name in a compose or bake file. */
export interface BuildWord {
  readonly name: string;
  readonly place: Place;
}

export interface Context {
  /** As reports name it. */
  readonly directory: string;
  /** The `.dockerignore`, or `<Dockerfile>.dockerignore`, in force. */
  readonly ignore?: { readonly file: string; readonly text: string };
  /** Files below it, paths with `/`, relative to it; absent when it was not listed whole. */
  readonly files?: ReadonlyMap<string, { readonly size: number }> | undefined;
}

export interface RegistryFacts {
  /** By the reference as written in the Dockerfile. */
  readonly images: ReadonlyMap<string, RegistryImage>;
  /** sha256 of what a URL gave, for `ADD --checksum`. */
  readonly checksums?: ReadonlyMap<string, string>;
}

export interface RegistryImage {
  /** `false`: the registry says that there is no such image. */
  readonly exists: boolean;
  readonly digest?: string;
  readonly platforms?: readonly string[];
  /** RFC 3339. */
  readonly created?: string;
  readonly tags?: readonly string[];
}

/** One ShellCheck comment, mapped to the Dockerfile. */
export interface ShellcheckComment {
  readonly code: number;
  readonly level: 'error' | 'warning' | 'info' | 'style';
  readonly message: string;
  readonly span: Span;
  readonly edits: readonly { readonly span: Span; readonly text: string }[];
}
