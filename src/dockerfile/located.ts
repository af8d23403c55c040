import type { DockerfilePlace, Span } from '../finding.ts';

/** Anything that stands somewhere in the text. `place` is made when asked for. */
export interface Located {
  readonly span: Span;
  readonly place: DockerfilePlace;
}
