import type { DockerfilePlace, Span } from '../finding.ts';
import { type Expansion, expand, type Lookup, type RawVariable } from './expand.ts';
import type { Sourced } from './logical.ts';
import type { Declaration, Variable, Word } from './model.ts';

const none: readonly never[] = [];

/** What every node needs of the file it stands in. */
export interface Host {
  readonly escape: '\\' | '`';
  at(span: Span): DockerfilePlace;
}

/** What a word is made of: a stretch of some text, and how it is to be understood. */
export interface WordParts {
  readonly host: Host;
  /** As written, where that is not the characters themselves: JSON escapes, a flag's quotes. */
  readonly raw?: string;
  /** The characters that are expanded, with the way back to the file. */
  readonly source: Sourced;
  readonly start: number;
  readonly end: number;
  /** Absent for words that the builder takes as they are. */
  readonly lookup?: Lookup | undefined;
  /** Where it stands, when that is more than its characters: the quotes of a JSON string. */
  readonly whole?: Span | undefined;
}

export class WordNode implements Word {
  readonly #parts: WordParts;
  #expansion: Expansion | undefined;
  #variables: readonly Variable[] | undefined;

  constructor(parts: WordParts) {
    this.#parts = parts;
  }

  get span(): Span {
    const { whole, source, start, end } = this.#parts;
    return whole ?? source.span(start, end);
  }

  get place(): DockerfilePlace {
    return this.#parts.host.at(this.span);
  }

  get raw(): string {
    return this.#parts.raw ?? this.literal;
  }

  get text(): string | undefined {
    return this.#parts.lookup === undefined ? this.literal : this.expansion.text;
  }

  /** What is expanded: JSON escapes read, a flag's quotes taken out, variables left as they are. */
  get literal(): string {
    const { source, start, end } = this.#parts;
    return source.text.slice(start, end);
  }

  get variables(): readonly Variable[] {
    if (this.#variables !== undefined || this.#parts.lookup === undefined) return this.#variables ?? none;
    const { variables } = this.expansion;
    this.#variables = variables.length === 0 ? none : variables.map((raw) => new VariableNode(raw, this.#parts));
    return this.#variables;
  }

  /** The result of the builder's lexer, its fault included. */
  get expansion(): Expansion {
    this.#expansion ??= this.#expand();
    return this.#expansion;
  }

  /** Where `[start, end)` of the expanded characters stands in the file. */
  spanOf(start: number, end: number): Span {
    return this.#parts.source.span(start, end);
  }

  /** The words that variables in it make of it; `undefined` when that is unknown. */
  split(): readonly string[] | undefined {
    return this.#expand(true).words;
  }

  #expand(split = false): Expansion {
    const { source, start, end, lookup, host } = this.#parts;
    if (lookup === undefined) return { text: source.text.slice(start, end), variables: [] };
    return expand({ text: source.text, start, end, escape: host.escape, lookup, split });
  }
}

export class VariableNode implements Variable {
  readonly #raw: RawVariable;
  readonly #parts: WordParts;

  constructor(raw: RawVariable, parts: WordParts) {
    this.#raw = raw;
    this.#parts = parts;
  }

  get span(): Span {
    return this.#parts.source.span(this.#raw.start, this.#raw.end);
  }

  get place(): DockerfilePlace {
    return this.#parts.host.at(this.span);
  }

  get name(): string {
    return this.#raw.name;
  }

  get nameSpan(): Span {
    return this.#parts.source.span(this.#raw.nameStart, this.#raw.nameEnd);
  }

  get operator(): string | undefined {
    return this.#raw.operator;
  }

  get state(): 'known' | 'unknown' | 'undefined' {
    return this.#raw.value.state;
  }

  get value(): string | undefined {
    const { value } = this.#raw;
    return value.state === 'known' ? value.text : undefined;
  }

  get declaration(): Declaration | undefined {
    const { value } = this.#raw;
    return value.state === 'undefined' ? undefined : value.declaration;
  }
}
