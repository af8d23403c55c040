/** The arguments of a command as flags, their values and operands, by the command's own grammar. */
import type { DockerfilePlace, Span } from '../finding.ts';
import { grammarOf } from './grammar.ts';
import type { ParsedArgs, ShellWord } from './script-model.ts';
import { mayQuote } from './shell-pieces.ts';

type ParsedFlag = ParsedArgs['flags'][number];

/** Flags and operands by the command's own grammar; `--` ends the flags. */
export function parseArgs(name: string | undefined, args: readonly ShellWord[]): ParsedArgs {
  const grammar = grammarOf(name);
  const flags: ParsedFlag[] = [];
  const operands: ShellWord[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at];
    if (word === undefined) break;
    const text = word.text ?? word.prefix;
    if (text === '--' || (grammar.stopsAtOperand && !text.startsWith('-'))) {
      for (let rest = text === '--' ? at + 1 : at; rest < args.length; rest++) {
        const operand = args[rest];
        if (operand !== undefined) operands.push(operand);
      }
      break;
    }
    if (!text.startsWith('-') || text === '-') operands.push(word);
    else if (text.startsWith('--') || grammar.longDash) {
      const equals = text.indexOf('=');
      const flag = equals === -1 ? text : text.slice(0, equals);
      const takes = equals === -1 && grammar.values.has(flag);
      const value = equals === -1 ? (takes ? args[++at] : undefined) : new Rest(word, equals + 1);
      flags.push({ name: flag, word, value });
    } else at = readCluster({ word, text, args, at, values: grammar.values, flags });
  }
  return { flags, operands };
}

interface Cluster {
  readonly word: ShellWord;
  readonly text: string;
  readonly args: readonly ShellWord[];
  readonly at: number;
  readonly values: ReadonlySet<string>;
  readonly flags: ParsedFlag[];
}

/** `-xzf file`, `-ofile`: letters until one takes a value. Returns the position of the last word used. */
function readCluster({ word, text, args, at, values, flags }: Cluster): number {
  if (values.has(text)) {
    flags.push({ name: text, word, value: args[at + 1] });
    return at + 1;
  }
  for (let i = 1; i < text.length; i++) {
    const flag = `-${text.charAt(i)}`;
    if (!values.has(flag)) {
      flags.push({ name: flag, word, value: undefined });
      continue;
    }
    const attached = i + 1 < text.length || word.text === undefined;
    flags.push({ name: flag, word, value: attached ? new Rest(word, i + 1) : args[at + 1] });
    return attached ? at : at + 1;
  }
  return at;
}

/** The part of a word that follows its first characters: the value in `--name=value`. */
class Rest implements ShellWord {
  readonly raw: string;
  readonly text: string | undefined;
  readonly prefix: string;
  readonly #word: ShellWord;
  /** Where quotes or escapes stand in front, characters of the text are not those of the file: then the whole word's place is told. */
  readonly #skipped: number;

  constructor(word: ShellWord, count: number) {
    this.#word = word;
    this.#skipped = mayQuote(word.raw.slice(0, count)) ? 0 : count;
    this.raw = word.raw.slice(this.#skipped);
    this.text = word.text?.slice(count);
    this.prefix = word.prefix.slice(count);
  }

  get variables(): readonly string[] {
    return this.#word.variables;
  }

  get quoted(): boolean {
    return this.#word.quoted;
  }

  /** Asked of the word each time: in the next version of a text it stands elsewhere. */
  get span(): Span {
    const { start, end } = this.#word.span;
    return { start: Math.min(start + this.#skipped, end), end };
  }

  get place(): DockerfilePlace {
    return { ...this.#word.place, span: this.span };
  }
}
