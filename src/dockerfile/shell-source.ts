/** Where the text of a script stands, and what stands in it. */
import type { DockerfilePlace, Span } from '../finding.ts';
import type { Sourced } from './logical.ts';
import type { Host } from './word.ts';

/** Where a script's text stands in the file, and what its variables are known to be. */
export interface ShellSource {
  readonly host: Host;
  /** The text that was parsed starts at `base` of this. */
  readonly source: Sourced;
  readonly base: number;
  /** What the build sets a variable to, where nothing in the script can have changed it. */
  readonly known: { value(name: string): string | undefined; mayAssign(name: string): boolean };
}

export function shellSpan({ source, base }: ShellSource, pos: number, end: number): Span {
  return source.span(base + pos, base + end);
}

/** A stretch of the text, as the shell's tree has it. */
export interface ShellRange {
  readonly pos: number;
  readonly end: number;
}

/** Something that stands in a script: its span is made when it is asked for. */
export abstract class InScript {
  readonly #at: ShellSource;
  readonly #node: ShellRange;

  constructor(at: ShellSource, node: ShellRange) {
    this.#at = at;
    this.#node = node;
  }

  get span(): Span {
    return shellSpan(this.#at, this.#node.pos, this.#node.end);
  }
  get place(): DockerfilePlace {
    return this.#at.host.at(this.span);
  }
}
