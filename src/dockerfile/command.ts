import type { Assignment as AstAssignment, Command as AstCommand, Redirection as AstRedirection } from 'unbash';
import type { DockerfilePlace, Span } from '../finding.ts';
import { grammarOf } from './grammar.ts';
import type { Assignment, Command, ParsedArgs, Redirection, Script, ShellWord } from './model.ts';
import { argumentWord, assignedWord, type ShellSource, ShellWordNode, shellSpan } from './shell-word.ts';

/** Where a command stands in its script. */
export interface Standing {
  readonly script: Script;
  readonly at: ShellSource;
  readonly item: number;
  readonly pipe: Command['pipe'];
  readonly context: Command['context'];
  /** The command whose text this one was found in: `sh -c '…'`. */
  readonly wrapper?: Command | undefined;
}

interface Parts {
  readonly span: Span;
  readonly nameWord: ShellWord | undefined;
  readonly args: readonly ShellWord[];
  readonly assignments: readonly Assignment[];
  readonly redirections: readonly Redirection[];
  readonly wrapper?: Command | undefined;
}

export class CommandNode implements Command {
  readonly #parts: Parts;
  readonly #standing: Standing;
  #parsed: ParsedArgs | undefined;

  constructor(standing: Standing, parts: Parts) {
    this.#standing = standing;
    this.#parts = parts;
  }

  get span(): Span {
    return this.#parts.span;
  }
  get place(): DockerfilePlace {
    return this.#standing.at.host.at(this.span);
  }
  get nameWord(): ShellWord | undefined {
    return this.#parts.nameWord;
  }
  get args(): readonly ShellWord[] {
    return this.#parts.args;
  }
  get assignments(): readonly Assignment[] {
    return this.#parts.assignments;
  }
  get redirections(): readonly Redirection[] {
    return this.#parts.redirections;
  }
  get wrapper(): Command | undefined {
    return this.#parts.wrapper ?? this.#standing.wrapper;
  }
  get pipe(): Command['pipe'] {
    return this.#standing.pipe;
  }
  get context(): Command['context'] {
    return this.#standing.context;
  }
  get item(): number {
    return this.#standing.item;
  }
  get script(): Script {
    return this.#standing.script;
  }

  get name(): string | undefined {
    const text = this.nameWord?.text;
    return text?.slice(text.lastIndexOf('/') + 1);
  }

  get parsed(): ParsedArgs {
    this.#parsed ??= parseArgs(this.name, this.args);
    return this.#parsed;
  }

  has(...flags: readonly string[]): boolean {
    return this.parsed.flags.some(({ name }) => flags.includes(name));
  }

  valueOf(...flags: readonly string[]): ShellWord | undefined {
    const given = this.parsed.flags.find(({ name }) => flags.includes(name));
    if (given === undefined || given.value !== undefined) return given?.value;
    // Asked for a value that the grammar does not know of: the word after it.
    return this.args[this.args.indexOf(given.word) + 1];
  }

  /** The arguments from `from` to `to` as a command of its own that this one runs. */
  wrapping(from: number, to: number): CommandNode | undefined {
    const nameWord = this.args[from];
    if (nameWord === undefined || from >= to) return undefined;
    const args = this.args.slice(from + 1, to);
    const span = { start: nameWord.span.start, end: args.at(-1)?.span.end ?? nameWord.span.end };
    const { redirections } = this;
    return new CommandNode(this.#standing, { span, nameWord, args, assignments: [], redirections, wrapper: this });
  }
}

type ParsedFlag = ParsedArgs['flags'][number];

/** Flags and operands by the command's own grammar; `--` ends the flags. */
function parseArgs(name: string | undefined, args: readonly ShellWord[]): ParsedArgs {
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
      const value = equals === -1 ? (takes ? args[++at] : undefined) : after(word, equals + 1);
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
    flags.push({ name: flag, word, value: attached ? after(word, i + 1) : args[at + 1] });
    return attached ? at : at + 1;
  }
  return at;
}

/** The part of a word that follows its first `count` characters: the value in `--name=value`. */
function after(word: ShellWord, count: number): ShellWord {
  // Where quotes or escapes stand in front, characters of the text are not those of the file: then the whole word's place is told.
  const plain = !/["'\\]/.test(word.raw.slice(0, count));
  const start = plain ? word.span.start + count : word.span.start;
  return {
    raw: plain ? word.raw.slice(count) : word.raw,
    text: word.text?.slice(count),
    prefix: word.prefix.slice(count),
    variables: word.variables,
    quoted: word.quoted,
    span: { start: Math.min(start, word.span.end), end: word.span.end },
    place: { ...word.place, span: { start: Math.min(start, word.span.end), end: word.span.end } },
  };
}

function makeAssignment(at: ShellSource, node: AstAssignment): Assignment {
  const span = shellSpan(at, node.pos, node.end);
  return {
    name: node.name,
    value: assignedWord(at, node),
    span,
    get place() {
      return at.host.at(span);
    },
  };
}

function makeRedirection(at: ShellSource, node: AstRedirection): Redirection {
  const span = shellSpan(at, node.pos, node.end);
  const target = 'target' in node && node.target !== undefined ? new ShellWordNode(at, node.target) : undefined;
  return {
    operator: node.operator,
    fd: node.descriptor?.type === 'FileDescriptor' ? node.descriptor.value : undefined,
    target,
    span,
    get place() {
      return at.host.at(span);
    },
  };
}

/** A simple command of the shell's tree. */
export function makeCommand(standing: Standing, node: AstCommand): CommandNode {
  const { at } = standing;
  const assignments = node.prefix.flatMap((part) => (part.type === 'Assignment' ? makeAssignment(at, part) : []));
  const args = node.args.map((arg) => argumentWord(at, arg));
  return new CommandNode(standing, {
    span: shellSpan(at, node.pos, node.end),
    nameWord: node.name === undefined ? undefined : new ShellWordNode(at, node.name),
    args,
    assignments,
    redirections: node.redirects.map((redirect) => makeRedirection(at, redirect)),
  });
}
