/** What was read of one script's text, and what its variables are known to be: whatever does not depend on where it stands. */
import { isShell } from './dialect.ts';
import type { StateNode } from './flow.ts';
import type { ScriptText } from './scripts.ts';
import { guarded, parseShell } from './shell-parse.ts';
import { isNamePart } from './shell-pieces.ts';
import { type Anchor, ShellSource, type Standing } from './shell-source.ts';
import { isSpace } from './space.ts';
import { nothing, type ScriptModel, Walk } from './walk.ts';

/** By these a script may set variables that are not seen; by a dot, too, where a command begins: elsewhere it is a folder. */
const setterWords = ['read', 'unset', 'eval', 'source', 'getopts', 'mapfile', 'printf'];

function maySet(script: string): boolean {
  if (!setterWords.some((word) => script.includes(word)) && !hasDotAlone(script)) return false;
  const setters =
    /(?:^|[\s;&|({`])(?:read|unset|eval|source|getopts|mapfile|readarray|printf\s+-v)\s|(?:^|[\n;&|({`!]|\b(?:then|do|else|if|elif|while|until)\s)[^\S\n]*\.\s/;
  return setters.test(script);
}

function hasDotAlone(script: string): boolean {
  for (let at = script.indexOf('.'); at !== -1; at = script.indexOf('.', at + 1))
    if (isSpace(script.charCodeAt(at + 1))) return true;
  return false;
}

/** Beyond so many names, all that a script sets are gathered at once: a search for each would cost their product. */
const SINGLY = 16;

/** What ENV and ARG set, unless the script itself sets it or might. */
class Known {
  #state: StateNode;
  readonly #script: string;
  #seals: boolean | undefined;
  #asked: Map<string, boolean> | undefined;
  /** What the state said when it was asked. */
  #told: Map<string, string | undefined> | undefined;
  #all: ReadonlySet<string> | undefined;
  #exports: boolean | undefined;
  #others: ReadonlySet<string> | undefined;

  constructor(state: StateNode, script: string) {
    this.#state = state;
    this.#script = script;
  }

  /** Whether another state says the same, as far as anybody asked. */
  holdsIn(state: StateNode): boolean {
    for (const [name, value] of this.#told ?? []) if (state.env(name)?.text !== value) return false;
    return true;
  }

  /** In another state that says the same. */
  moveTo(state: StateNode): void {
    this.#state = state;
  }

  value(name: string): string | undefined {
    const value = this.#state.env(name)?.text;
    this.#told ??= new Map();
    this.#told.set(name, value);
    if (value === undefined) return undefined;
    this.#seals ??= maySet(this.#script);
    return this.#seals || this.#sets(this.#script, name) ? undefined : value;
  }

  mayAssign(name: string): boolean {
    const script = this.#script;
    this.#seals ??= maySet(script);
    // Names that a command makes: `export $(cat file)`.
    this.#exports ??= /\b(?:export|declare|typeset|local|readonly)\s+(?:-\w+\s+)*["']?[$`]/.test(script);
    if (this.#seals || this.#exports || this.#sets(script, name)) return true;
    this.#others ??= othersIn(script);
    return this.#others.has(name);
  }

  #sets(script: string, name: string): boolean {
    this.#asked ??= new Map();
    let found = this.#asked.get(name);
    if (found !== undefined) return found;
    if (this.#asked.size < SINGLY) found = setsName(script, name);
    else {
      this.#all ??= assignedIn(script);
      found = this.#all.has(name);
    }
    this.#asked.set(name, found);
    return found;
  }
}

function assignedIn(script: string): ReadonlySet<string> {
  const sets = /(?<![\w$-])([A-Za-z_]\w*)(?:\+?=|\[)|\b(?:for|select)\s+([A-Za-z_]\w*)/g;
  return new Set(Array.from(script.matchAll(sets), ([, assigned, looped]) => assigned ?? looped ?? ''));
}

/** `${name:=word}`, `name++`, `((name += 1))`, `local name`. */
function othersIn(script: string): ReadonlySet<string> {
  const changes =
    /\{([A-Za-z_]\w*):?=|\b([A-Za-z_]\w*)\+\+|(?:\(\(\s*|\b)([A-Za-z_]\w*)\s*(?:[-+*/]=|=(?=[^;&|\n]{0,80}\)\)))/g;
  const locals = /\b(?:local|declare|typeset|readonly)\s+[^;&|\n]*/g;
  return new Set([
    ...Array.from(script.matchAll(changes), ([, given, counted, reckoned]) => given ?? counted ?? reckoned ?? ''),
    ...Array.from(script.matchAll(locals)).flatMap(([names]) => names.split(/\s+/)),
  ]);
}

/** `name=`, `name+=`, `name[`, `for name`. */
function setsName(script: string, name: string): boolean {
  for (let at = script.indexOf(name); at !== -1; at = script.indexOf(name, at + name.length)) {
    const before = script.charAt(at - 1);
    if (before === '$' || before === '-' || isNamePart(before.charCodeAt(0))) continue;
    const end = at + name.length;
    if (script.startsWith('=', end) || script.startsWith('+=', end) || script.startsWith('[', end)) return true;
    if (isSpace(before.charCodeAt(0)) && /\b(?:for|select)\s+$/.test(script.slice(Math.max(0, at - 12), at)))
      return true;
  }
  return false;
}

export class Reading implements Anchor {
  readonly text: string;
  readonly known: Known;
  readonly #dialect: ScriptText['dialect'];
  readonly #at: ShellSource;
  readonly #end: number;
  #standing: Standing | undefined;
  #model: ScriptModel | undefined;

  constructor({ dialect, text, base, end, state }: ScriptText) {
    this.text = text;
    this.#dialect = dialect;
    this.#at = new ShellSource(this, base);
    this.#end = end;
    this.known = new Known(state, text.slice(base, end));
  }

  /** Whether this is what reading that script would give. */
  says({ dialect, text, base, end, state }: ScriptText): boolean {
    return (
      dialect === this.#dialect &&
      base === this.#at.base &&
      end === this.#end &&
      text === this.text &&
      this.known.holdsIn(state)
    );
  }

  get standing(): Standing {
    if (this.#standing === undefined) throw new Error('a script is read before it stands anywhere');
    return this.#standing;
  }

  stand(standing: Standing, state: StateNode): void {
    this.#standing = standing;
    this.known.moveTo(state);
  }

  get model(): ScriptModel {
    this.#model ??= isShell(this.#dialect) ? this.#parse() : nothing;
    return this.#model;
  }

  #parse(): ScriptModel {
    const tree = parseShell(this.text.slice(this.#at.base, this.#end));
    return (tree && guarded(() => new Walk(this.#at).run(tree.commands))) ?? nothing;
  }
}
