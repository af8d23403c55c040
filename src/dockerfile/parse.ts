/** Text to Dockerfile. The text is scanned at once; everything else is made when a reader asks for it. */

import { DockerfileNode } from './document.ts';
import type { Facts } from './facts.ts';
import type { Dockerfile } from './model.ts';
import type { Scripts } from './scripts.ts';

export interface ParseOptions {
  /** The path as reports name it. */
  readonly file: string;
  /** A value that is given and not known is `undefined`. */
  readonly buildArgs?: Readonly<Record<string, string | undefined>> | undefined;
  /** Names that the build gives contexts of their own: they go before stages and images. */
  readonly contexts?: readonly string[] | undefined;
  /** Stages that are built by name, besides the last. */
  readonly targets?: readonly string[] | undefined;
  /** Those that depend on the file itself are made when they are first asked for. */
  readonly facts?: Facts | ((file: Dockerfile) => Facts) | undefined;
  readonly encoding?: Dockerfile['encoding'] | undefined;
  /** Of the version before, which nothing may be asked of any more: scripts that say the same are not read again. */
  readonly scripts?: Scripts | undefined;
  /** The platform built for: `linux/arm64`. */
  readonly platform?: string | undefined;
}

export function parse(text: string, options: ParseOptions): Dockerfile {
  return new DockerfileNode(text, options);
}
