import type { Assignment as AstAssignment, Command as AstCommand, Redirection as AstRedirection } from 'unbash';
import type { DockerfilePlace, Span } from '../finding.ts';
import { parseArgs } from './arguments.ts';
import type { Assignment, Command, ParsedArgs, Redirection, Script, ShellWord } from './script-model.ts';
import { InScript, type ShellSource, shellSpan } from './shell-source.ts';
import { assignedWord, ShellWordNode } from './shell-word.ts';

/** What all commands of one text share. */
export interface Where {
  readonly at: ShellSource;
  /** The command whose text they were found in: `sh -c '…'`. */
  readonly wrapper: Command | undefined;
}

const alone: Command['pipe'] = { index: 0, length: 1 };
const plain: Command['context'] = {
  subshell: false,
  substitution: false,
  function: false,
  loop: false,
  conditional: false,
};

/** What both kinds of command share; their words are made when asked for. */
export abstract class CommandNode implements Command {
  readonly where: Where;
  /** These three are set by the walk that finds the command. */
  item = 0;
  pipe = alone;
  context = plain;
  #parsed: ParsedArgs | undefined;
  #name: string | undefined;
  #named = false;

  constructor(where: Where) {
    this.where = where;
  }

  abstract get span(): Span;
  abstract get nameWord(): ShellWord | undefined;
  abstract get args(): readonly ShellWord[];
  abstract get assignments(): readonly Assignment[];
  abstract get redirections(): readonly Redirection[];
  abstract get wrapper(): Command | undefined;

  get place(): DockerfilePlace {
    return this.where.at.host.at(this.span);
  }
  get script(): Script {
    return this.where.at.script;
  }

  get name(): string | undefined {
    if (!this.#named) {
      this.#name = baseName(this.nameWord?.text);
      this.#named = true;
    }
    return this.#name;
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
    const inner = new InnerCommand(this, nameWord, this.args.slice(from + 1, to));
    inner.item = this.item;
    inner.pipe = this.pipe;
    inner.context = this.context;
    return inner;
  }
}

function baseName(path: string | undefined): string | undefined {
  return path?.slice(path.lastIndexOf('/') + 1);
}

/** A simple command of the shell's tree. */
export class SimpleCommand extends CommandNode {
  readonly node: AstCommand;
  #nameWord: ShellWord | undefined;
  #args: readonly ShellWord[] | undefined;
  #assignments: readonly Assignment[] | undefined;
  #redirections: readonly Redirection[] | undefined;

  constructor(where: Where, node: AstCommand) {
    super(where);
    this.node = node;
  }

  get span(): Span {
    return shellSpan(this.where.at, this.node.pos, this.node.end);
  }
  get wrapper(): Command | undefined {
    return this.where.wrapper;
  }

  get nameWord(): ShellWord | undefined {
    const { name } = this.node;
    if (name !== undefined) this.#nameWord ??= new ShellWordNode(this.where.at, name);
    return this.#nameWord;
  }

  get args(): readonly ShellWord[] {
    this.#args ??= this.node.args.map((arg) => new ShellWordNode(this.where.at, arg));
    return this.#args;
  }

  get assignments(): readonly Assignment[] {
    this.#assignments ??= this.node.prefix.flatMap((part) =>
      part.type === 'Assignment' ? new AssignmentNode(this.where.at, part) : [],
    );
    return this.#assignments;
  }

  get redirections(): readonly Redirection[] {
    this.#redirections ??= this.node.redirects.map((redirect) => new RedirectionNode(this.where.at, redirect));
    return this.#redirections;
  }
}

/** A command that another runs, made of the other's arguments. */
class InnerCommand extends CommandNode {
  readonly wrapper: CommandNode;
  readonly nameWord: ShellWord;
  readonly args: readonly ShellWord[];
  readonly assignments = [];

  constructor(wrapper: CommandNode, nameWord: ShellWord, args: readonly ShellWord[]) {
    super(wrapper.where);
    this.wrapper = wrapper;
    this.nameWord = nameWord;
    this.args = args;
  }

  get span(): Span {
    const { start, end } = this.nameWord.span;
    return { start, end: this.args.at(-1)?.span.end ?? end };
  }
  get redirections(): readonly Redirection[] {
    return this.wrapper.redirections;
  }
}

class AssignmentNode extends InScript implements Assignment {
  readonly name: string;
  readonly value: ShellWord | undefined;

  constructor(at: ShellSource, node: AstAssignment) {
    super(at, node);
    this.name = node.name;
    this.value = assignedWord(at, node);
  }
}

class RedirectionNode extends InScript implements Redirection {
  readonly operator: string;
  readonly fd: number | undefined;
  readonly target: ShellWord | undefined;

  constructor(at: ShellSource, node: AstRedirection) {
    super(at, node);
    this.operator = node.operator;
    this.fd = node.descriptor?.type === 'FileDescriptor' ? node.descriptor.value : undefined;
    this.target = 'target' in node && node.target !== undefined ? new ShellWordNode(at, node.target) : undefined;
  }
}
