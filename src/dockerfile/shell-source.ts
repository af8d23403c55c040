/** Where the text of a script stands, and what stands in it. */
import type { DockerfilePlace, Span } from '../finding.ts';
import type { Sourced } from './logical.ts';
import type { Script } from './script-model.ts';
import type { Host } from './word.ts';

/** Where a script stands: in another version of the file that may be elsewhere. */
export interface Standing {
  readonly script: Script;
  readonly host: Host;
  readonly source: Sourced;
}

/** What all that is read of a script shares. */
export interface Anchor {
  readonly standing: Standing;
  /** What the build sets a variable to, where nothing in the script can have changed it. */
  readonly known: { value(name: string): string | undefined; mayAssign(name: string): boolean };
}

/** Where a script's text stands in the file, and what its variables are known to be. */
export class ShellSource {
  /** The text that was parsed starts here in that of its source. */
  readonly base: number;
  readonly #anchor: Anchor;

  constructor(anchor: Anchor, base: number) {
    this.#anchor = anchor;
    this.base = base;
  }

  get script(): Script {
    return this.#anchor.standing.script;
  }
  get host(): Host {
    return this.#anchor.standing.host;
  }
  get source(): Sourced {
    return this.#anchor.standing.source;
  }
  get known(): Anchor['known'] {
    return this.#anchor.known;
  }

  /** A text of its own within this one. */
  from(pos: number): ShellSource {
    return new ShellSource(this.#anchor, this.base + pos);
  }
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
