import type { Assignment, CommandArgument, DoubleQuotedChild, Word as ShellAstWord, WordPart } from 'unbash';
import type { DockerfilePlace, Span } from '../finding.ts';
import type { Sourced } from './logical.ts';
import type { ShellWord } from './model.ts';
import type { Host } from './word.ts';

/** Where a script's text stands in the file, and what its variables are known to be. */
export interface ShellSource {
  readonly host: Host;
  /** The text that was parsed starts at `base` of this. */
  readonly source: Sourced;
  readonly base: number;
  /** What the build sets a variable to, where nothing in the script can have changed it. */
  known(name: string): string | undefined;
}

export function shellSpan({ source, base }: ShellSource, pos: number, end: number): Span {
  return source.span(base + pos, base + end);
}

interface Reading {
  text: string | undefined;
  prefix: string;
  readonly variables: string[];
}

const mayMean = /[$`"'\\<>]/;

/** An argument that the shell's tree has as an assignment: `export A=b`. */
interface Led {
  readonly text: string;
  readonly pos: number;
  readonly end: number;
  /** What stands before the word: `A=`. */
  readonly lead: string;
}

export class ShellWordNode implements ShellWord {
  readonly #at: ShellSource;
  /** What is read; `#whole` is what stands there, which is more when the argument looks like an assignment. */
  readonly #word: ShellAstWord | undefined;
  readonly #whole: Led;
  #reading: Reading | undefined;

  constructor(at: ShellSource, word: ShellAstWord | undefined, whole?: Led) {
    this.#at = at;
    this.#word = word;
    this.#whole = whole ?? { text: word?.text ?? '', pos: word?.pos ?? 0, end: word?.end ?? 0, lead: '' };
  }

  get span(): Span {
    return shellSpan(this.#at, this.#whole.pos, this.#whole.end);
  }

  get place(): DockerfilePlace {
    return this.#at.host.at(this.span);
  }

  get raw(): string {
    return this.#whole.text;
  }

  get text(): string | undefined {
    return this.#read().text;
  }

  get prefix(): string {
    return this.#read().prefix;
  }

  get variables(): readonly string[] {
    return this.#read().variables;
  }

  get quoted(): boolean {
    return /["'\\]/.test(this.#whole.text);
  }

  /** Where its text stands in the script, when that is the same character for character. */
  get literal(): { readonly pos: number; readonly end: number } | undefined {
    const { text, pos, end } = this.#whole;
    const quote = text.charAt(0);
    const quoted = text.length > 1 && (quote === "'" || quote === '"') && text.endsWith(quote);
    const inside = quoted ? text.slice(1, -1) : text;
    const same = quote === "'" && quoted ? !inside.includes("'") : !/[$`"'\\]/.test(inside);
    // A continuation inside would have been taken out by the parser's own reading of the word.
    if (!same || end - pos !== text.length) return undefined;
    return quoted ? { pos: pos + 1, end: end - 1 } : { pos, end };
  }

  #read(): Reading {
    this.#reading ??= this.#compute();
    return this.#reading;
  }

  #compute(): Reading {
    const { lead } = this.#whole;
    const word = this.#word;
    const reading: Reading = { text: lead, prefix: lead, variables: [] };
    if (word === undefined) add(reading, undefined);
    else if (!mayMean.test(word.text)) add(reading, word.text);
    else if (word.parts === undefined) add(reading, word.value);
    else for (const part of word.parts) this.#part(part, reading, false);
    return reading;
  }

  #part(part: WordPart | DoubleQuotedChild, reading: Reading, quoted: boolean): void {
    switch (part.type) {
      case 'Literal':
      case 'SingleQuoted':
      case 'AnsiCQuoted':
      case 'Glob':
        add(reading, part.value);
        break;
      case 'DoubleQuoted':
      case 'LocaleString':
        for (const child of part.parts) this.#part(child, reading, true);
        break;
      case 'SimpleExpansion':
        this.#variable(part.text.slice(1), reading, quoted);
        break;
      case 'ParameterExpansion': {
        const plain = part.operation === undefined && part.prefix === undefined && part.index === undefined;
        if (plain) this.#variable(part.parameter, reading, quoted);
        else {
          reading.variables.push(part.parameter);
          add(reading, undefined);
        }
        break;
      }
      case 'BraceExpansion':
      case 'ExtendedGlob':
        add(reading, part.text);
        break;
      default:
        add(reading, undefined);
    }
  }

  #variable(name: string, reading: Reading, quoted: boolean): void {
    reading.variables.push(name);
    const value = this.#at.known(name);
    // Outside quotes the shell would split it, or look for files.
    add(reading, quoted || (value !== undefined && /^[^\s*?[\]]+$/.test(value)) ? value : undefined);
  }
}

function add(reading: Reading, text: string | undefined): void {
  if (reading.text === undefined) return;
  if (text === undefined) {
    reading.prefix = reading.text;
    reading.text = undefined;
  } else {
    reading.text += text;
    reading.prefix = reading.text;
  }
}

/** The word of an assignment's value; an array is no word. */
export function assignedWord(at: ShellSource, { value }: Assignment): ShellWord | undefined {
  return value.type === 'Word' ? new ShellWordNode(at, value) : undefined;
}

/** An argument of a command; `export A=b` has assignments among them. */
export function argumentWord(at: ShellSource, arg: CommandArgument): ShellWord {
  if (arg.type === 'Word') return new ShellWordNode(at, arg);
  const { text, pos, end, value } = arg;
  const word = value.type === 'Word' ? value : undefined;
  return new ShellWordNode(at, word, { text, pos, end, lead: word ? text.slice(0, word.pos - pos) : '' });
}
