/** Shell text to commands: parsed by unbash when asked for, every position led back to the file. */
import type { DockerfilePlace, Span } from '../finding.ts';
import { shebangDialect } from './dialect.ts';
import type { StateNode } from './flow.ts';
import { Logical, type Sourced } from './logical.ts';
import type { Heredoc } from './model.ts';
import { Reading } from './reading.ts';
import type { Command, Dialect, ListItem, Pipeline, Script, ShellPart } from './script-model.ts';
import { ownText, type Scripts } from './scripts.ts';
import type { Host } from './word.ts';

interface ScriptParts {
  readonly tree: Host & { readonly text: string; readonly scripts: Scripts | undefined };
  readonly line: Logical;
  readonly start: number;
  readonly end: number;
  readonly heredocs: readonly Heredoc[];
  readonly state: StateNode;
  /** The whole text is one heredoc, whose body is the script. */
  readonly only: boolean;
}

export function makeScript(parts: ScriptParts): Script {
  const { tree: host, line, start, end, heredocs, state, only } = parts;
  const first = heredocs[0];
  const last = heredocs.at(-1);
  const shell = state.dialect;
  let region: Region = { source: line, base: start, end, span: line.span(start, end), dialect: shell };
  if (first !== undefined && only) {
    const { bodySpan: span } = first;
    const body = new Logical(host.text.slice(span.start, span.end), span.start);
    region = { source: body, base: 0, end: body.text.length, span, dialect: shebangDialect(first.body) ?? shell };
  } else if (first !== undefined && last !== undefined) {
    const source = line.withTail(host.text, { start: first.bodySpan.start, end: last.span.end });
    const span = { start: region.span.start, end: last.span.end };
    region = { source, base: start, end: source.text.length, span, dialect: shell };
  }
  return new ScriptNode(region, readingOf(region, parts), parts);
}

/** Taken over from the version before where it said the same. */
function readingOf({ dialect, source, base, end }: Region, { tree, state }: ScriptParts): Reading {
  const { scripts } = tree;
  if (scripts === undefined) return new Reading({ dialect, text: source.text, base, end, state });
  const script = { dialect, text: source.text, base, end, state };
  const reading = scripts.take(script) ?? new Reading({ ...script, text: ownText(source.text) });
  scripts.keep(reading);
  return reading;
}

/** What of which text is the script. */
interface Region {
  readonly source: Sourced;
  readonly base: number;
  readonly end: number;
  readonly span: Span;
  readonly dialect: Dialect;
}

class ScriptNode implements Script {
  readonly dialect: Dialect;
  readonly span: Span;
  readonly #host: Host;
  readonly #reading: Reading;

  constructor({ dialect, span, source }: Region, reading: Reading, { tree, state }: ScriptParts) {
    this.dialect = dialect;
    this.span = span;
    this.#host = tree;
    this.#reading = reading;
    reading.stand({ script: this, host: tree, source }, state);
  }

  get place(): DockerfilePlace {
    return this.#host.at(this.span);
  }

  get parsed(): boolean {
    return this.#reading.model.parsed;
  }
  get commands(): readonly Command[] {
    return this.#reading.model.commands;
  }
  get pipelines(): readonly Pipeline[] {
    return this.#reading.model.pipelines;
  }
  get items(): readonly ListItem[] {
    return this.#reading.model.items;
  }
  get parts(): readonly ShellPart[] {
    return this.#reading.model.parts;
  }

  mayAssign(name: string): boolean {
    return this.#reading.known.mayAssign(name);
  }
}
