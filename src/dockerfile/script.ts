/** Shell text to commands: parsed by unbash when asked for, every position led back to the file. */
import type { DockerfilePlace, Span } from '../finding.ts';
import { isShell, shebangDialect } from './dialect.ts';
import type { StateNode } from './flow.ts';
import { Logical, type Sourced } from './logical.ts';
import type { Command, Dialect, Heredoc, ListItem, Pipeline, Script, ShellPart, State } from './model.ts';
import { guarded, parseShell } from './shell-parse.ts';
import type { ShellSource } from './shell-source.ts';
import { nothing, type ScriptModel, Walk } from './walk.ts';
import type { Host } from './word.ts';

interface ScriptParts {
  readonly tree: Host & { readonly text: string };
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
  const { source, base } = region;
  const known = new Known(state, () => source.text.slice(base, region.end));
  return new ScriptNode({ host, source, base, known }, region);
}

/** What of which text is the script. */
interface Region {
  readonly source: Sourced;
  readonly base: number;
  readonly end: number;
  readonly span: Span;
  readonly dialect: Dialect;
}

/** Words by which a script may set variables that are not seen; a dot only where a command begins, for elsewhere it is a folder. */
const setters =
  /(?:^|[\s;&|({`])(?:read|unset|eval|source|getopts|mapfile|readarray|printf\s+-v)\s|(?:^|[\n;&|({`!]|\b(?:then|do|else|if|elif|while|until)\s)[^\S\n]*\.\s/;
const sets = /(?<![\w$-])([A-Za-z_]\w*)(?:\+?=|\[)|\b(?:for|select)\s+([A-Za-z_]\w*)/g;

/** Names that a command makes: `export $(cat file)`. */
const exportsAny = /\b(?:export|declare|typeset|local|readonly)\s+(?:-\w+\s+)*["']?[$`]/;
/** `${name:=word}`, `name++`, `((name += 1))`. */
const changes =
  /\{([A-Za-z_]\w*):?=|\b([A-Za-z_]\w*)\+\+|(?:\(\(\s*|\b)([A-Za-z_]\w*)\s*(?:[-+*/]=|=(?=[^;&|\n]{0,80}\)\)))/g;
const locals = /\b(?:local|declare|typeset|readonly)\s+[^;&|\n]*/g;

/** Beyond so many names, all that a script sets are gathered at once: a search for each would cost their product. */
const SINGLY = 16;

/** What ENV and ARG set, unless the script itself sets it or might. */
class Known {
  readonly #state: State;
  readonly #text: () => string;
  #script: string | undefined;
  #seals: boolean | undefined;
  readonly #asked = new Map<string, boolean>();
  #all: ReadonlySet<string> | undefined;
  #exports: boolean | undefined;
  #others: ReadonlySet<string> | undefined;

  constructor(state: State, text: () => string) {
    this.#state = state;
    this.#text = text;
  }

  value(name: string): string | undefined {
    const value = this.#state.env(name)?.text;
    if (value === undefined) return undefined;
    this.#script ??= this.#text();
    this.#seals ??= setters.test(this.#script);
    return this.#seals || this.#sets(this.#script, name) ? undefined : value;
  }

  mayAssign(name: string): boolean {
    this.#script ??= this.#text();
    const script = this.#script;
    this.#seals ??= setters.test(script);
    this.#exports ??= exportsAny.test(script);
    if (this.#seals || this.#exports || this.#sets(script, name)) return true;
    this.#others ??= new Set([
      ...Array.from(script.matchAll(changes), ([, given, counted, reckoned]) => given ?? counted ?? reckoned ?? ''),
      ...Array.from(script.matchAll(locals)).flatMap(([names]) => names.split(/\s+/)),
    ]);
    return this.#others.has(name);
  }

  #sets(script: string, name: string): boolean {
    let found = this.#asked.get(name);
    if (found !== undefined) return found;
    if (this.#asked.size < SINGLY) found = setsName(script, name);
    else {
      this.#all ??= new Set(Array.from(script.matchAll(sets), ([, assigned, looped]) => assigned ?? looped ?? ''));
      found = this.#all.has(name);
    }
    this.#asked.set(name, found);
    return found;
  }
}

/** `name=`, `name+=`, `name[`, `for name`. */
function setsName(script: string, name: string): boolean {
  for (let at = script.indexOf(name); at !== -1; at = script.indexOf(name, at + name.length)) {
    const before = script.charAt(at - 1);
    if (/[\w$-]/.test(before)) continue;
    if (/^(?:\+?=|\[)/.test(script.slice(at + name.length, at + name.length + 2))) return true;
    if (/\b(?:for|select)\s+$/.test(script.slice(Math.max(0, at - 12), at))) return true;
  }
  return false;
}

class ScriptNode implements Script {
  readonly dialect: Dialect;
  readonly span: Span;
  readonly #at: ShellSource;
  readonly #end: number;
  #model: ScriptModel | undefined;

  constructor(at: ShellSource, { end, dialect, span }: Region) {
    this.#at = at;
    this.#end = end;
    this.dialect = dialect;
    this.span = span;
  }

  get place(): DockerfilePlace {
    return this.#at.host.at(this.span);
  }

  get parsed(): boolean {
    return this.#read().parsed;
  }
  get commands(): readonly Command[] {
    return this.#read().commands;
  }
  get pipelines(): readonly Pipeline[] {
    return this.#read().pipelines;
  }
  get items(): readonly ListItem[] {
    return this.#read().items;
  }
  get parts(): readonly ShellPart[] {
    return this.#read().parts;
  }

  mayAssign(name: string): boolean {
    return this.#at.known.mayAssign(name);
  }

  #read(): ScriptModel {
    this.#model ??= isShell(this.dialect) ? this.#parse() : nothing;
    return this.#model;
  }

  #parse(): ScriptModel {
    const { source, base } = this.#at;
    const tree = parseShell(source.text.slice(base, this.#end));
    return (tree && guarded(() => new Walk(this, this.#at).run(tree.commands))) ?? nothing;
  }
}
