import type { ArrayValue, DoubleQuotedChild, Word as ShellAstWord, WordPart } from 'unbash';
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

export class ShellWordNode implements ShellWord {
  readonly #at: ShellSource;
  readonly #word: ShellAstWord;
  #reading: Reading | undefined;

  constructor(at: ShellSource, word: ShellAstWord) {
    this.#at = at;
    this.#word = word;
  }

  get span(): Span {
    return shellSpan(this.#at, this.#word.pos, this.#word.end);
  }

  get place(): DockerfilePlace {
    return this.#at.host.at(this.span);
  }

  get raw(): string {
    return this.#word.text;
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
    return /["'\\]/.test(this.#word.text);
  }

  #read(): Reading {
    this.#reading ??= this.#compute();
    return this.#reading;
  }

  #compute(): Reading {
    const { text, parts } = mayMean.test(this.#word.text) ? this.#word : { text: this.#word.text, parts: undefined };
    if (parts === undefined) {
      const value = mayMean.test(text) ? this.#word.value : text;
      return { text: value, prefix: value, variables: [] };
    }
    const reading: Reading = { text: '', prefix: '', variables: [] };
    for (const part of parts) this.#part(part, reading);
    return reading;
  }

  #part(part: WordPart | DoubleQuotedChild, reading: Reading): void {
    switch (part.type) {
      case 'Literal':
      case 'SingleQuoted':
      case 'AnsiCQuoted':
      case 'Glob':
        add(reading, part.value);
        break;
      case 'DoubleQuoted':
      case 'LocaleString':
        for (const child of part.parts) this.#part(child, reading);
        break;
      case 'SimpleExpansion': {
        const name = part.text.slice(1);
        reading.variables.push(name);
        add(reading, this.#at.known(name));
        break;
      }
      case 'ParameterExpansion': {
        reading.variables.push(part.parameter);
        const plain = part.operation === undefined && part.prefix === undefined && part.index === undefined;
        add(reading, plain ? this.#at.known(part.parameter) : undefined);
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
export function assignedWord(at: ShellSource, value: ShellAstWord | ArrayValue): ShellWord | undefined {
  return value.type === 'Word' ? new ShellWordNode(at, value) : undefined;
}
