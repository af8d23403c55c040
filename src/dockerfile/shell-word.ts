import type { Assignment, CommandArgument, DoubleQuotedChild, Word as ShellAstWord, WordPart } from 'unbash';
import type { DockerfilePlace, Span } from '../finding.ts';
import type { ShellWord } from './script-model.ts';
import { mayMean, mayQuote, simplePieces } from './shell-pieces.ts';
import { type ShellSource, shellSpan } from './shell-source.ts';

interface Reading {
  text: string | undefined;
  prefix: string;
  readonly variables: string[];
}

const none: readonly string[] = [];

export class ShellWordNode implements ShellWord {
  readonly #at: ShellSource;
  /** The shell's tree has arguments such as `A=b` of `export A=b` as assignments. */
  readonly #node: CommandArgument;
  /** A string when nothing in the word means anything: the common case. */
  #reading: Reading | string | undefined;

  constructor(at: ShellSource, node: CommandArgument) {
    this.#at = at;
    this.#node = node;
  }

  get span(): Span {
    return shellSpan(this.#at, this.#node.pos, this.#node.end);
  }

  get place(): DockerfilePlace {
    return this.#at.host.at(this.span);
  }

  get raw(): string {
    return this.#node.text;
  }

  get text(): string | undefined {
    const reading = this.#read();
    return typeof reading === 'string' ? reading : reading.text;
  }

  get prefix(): string {
    const reading = this.#read();
    return typeof reading === 'string' ? reading : reading.prefix;
  }

  get variables(): readonly string[] {
    const reading = this.#read();
    return typeof reading === 'string' ? none : reading.variables;
  }

  get quoted(): boolean {
    return mayQuote(this.#node.text);
  }

  /** Where its text stands in the script, when that is the same character for character. */
  get literal(): { readonly pos: number; readonly end: number } | undefined {
    const { text, pos, end } = this.#node;
    const quote = text.charAt(0);
    const quoted = text.length > 1 && (quote === "'" || quote === '"') && text.endsWith(quote);
    const inside = quoted ? text.slice(1, -1) : text;
    const same = quote === "'" && quoted ? !inside.includes("'") : !/[$`"'\\]/.test(inside);
    // A continuation inside would have been taken out by the parser's own reading of the word.
    if (!same || end - pos !== text.length) return undefined;
    return quoted ? { pos: pos + 1, end: end - 1 } : { pos, end };
  }

  #read(): Reading | string {
    this.#reading ??= mayMean(this.#node.text) ? this.#compute() : this.#node.text;
    return this.#reading;
  }

  #compute(): Reading {
    const node = this.#node;
    const reading: Reading = { text: '', prefix: '', variables: [] };
    if (node.type === 'Word') this.#word(node, reading);
    else if (node.value.type === 'Word') {
      add(reading, node.text.slice(0, node.value.pos - node.pos));
      this.#word(node.value, reading);
    } else add(reading, undefined);
    return reading;
  }

  #word(word: ShellAstWord, reading: Reading): void {
    const pieces = simplePieces(word.text);
    if (pieces !== undefined) {
      for (const { text, name, quoted } of pieces) {
        if (name === undefined) add(reading, text);
        else this.#variable(name, reading, quoted);
      }
    } else if (word.parts === undefined) add(reading, word.value);
    else for (const part of word.parts) this.#part(part, reading, false);
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
    const value = this.#at.known.value(name);
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
