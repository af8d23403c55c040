/** What of a script's syntax is no command: expansions, loops, and what only some shells know. */
import {
  type Command as AstCommand,
  forEachChild,
  type ParameterExpansionPart,
  type Redirection,
  type Statement,
  type SyntaxNode,
  type Word,
} from 'unbash';
import { SimpleCommand } from './command.ts';
import type { Command, Expansion, Loop, ShellPart, ShellWord, Syntax } from './script-model.ts';
import { InScript, type ShellRange, type ShellSource } from './shell-source.ts';
import { ShellWordNode } from './shell-word.ts';

/** Without one of these a script has no part that is told. */
const marks = ['$', '`', '!', '{', '[[', '&>', '<<<', 'for'];

/** Whether going through the tree of a script can give anything. */
export function mayHaveParts(script: string): boolean {
  return marks.some((mark) => script.includes(mark));
}

/** The same of a word: expansions, and braces with something to choose from. */
function isTelling(word: string): boolean {
  return word.includes('$') || word.includes('`') || (word.includes('{') && /\{[^}]*(?:,|\.\.)/.test(word));
}

/** Where a node stands. */
interface Standing {
  /** The word that is split once it is expanded, and the command it belongs to. */
  readonly word: string;
  readonly command: Command | undefined;
  readonly guarded: boolean;
  /** Whether what fails here is what the script ends with. */
  readonly last: boolean;
}

/** Goes through the tree again, when a rule asks for more than commands. */
export class PartsWalk {
  readonly #at: ShellSource;
  readonly #commands: ReadonlyMap<AstCommand, Command>;
  readonly #parts: ShellPart[] = [];

  constructor(at: ShellSource, commands: readonly Command[]) {
    this.#at = at;
    this.#commands = new Map(
      commands.flatMap((command) => (command instanceof SimpleCommand ? [[command.node, command]] : [])),
    );
  }

  run(statements: readonly Statement[]): readonly ShellPart[] {
    this.#statements(statements, { word: '', command: undefined, guarded: true, last: true });
    return this.#parts;
  }

  #statements(statements: readonly Statement[], where: Standing): void {
    statements.forEach(({ command: node }, index) => {
      const last = where.last && index === statements.length - 1;
      if (node.type === 'Pipeline' && !last && node.prefixes.some(({ type }) => type === 'Negation'))
        this.#syntax('negation', node, this.#textOf(node), where);
      this.#node(node, { ...where, last });
    });
  }

  #node(node: SyntaxNode, where: Standing): void {
    switch (node.type) {
      case 'Script':
      case 'CompoundList':
        this.#statements(node.commands, where);
        break;
      case 'If':
        this.#statements(node.clause.commands, { ...where, last: true });
        for (const { clause } of node.elif) this.#statements(clause.commands, { ...where, last: true });
        for (const part of [node, ...node.elif]) this.#node(part.then, where);
        if (node.else !== undefined) this.#node(node.else, where);
        break;
      case 'While':
        this.#statements(node.clause.commands, { ...where, last: true });
        this.#node(node.body, where);
        break;
      case 'Subshell':
      case 'Function':
      case 'Pipeline':
        forEachChild(node, (child) => this.#node(child, { ...where, last: true }));
        break;
      case 'Command':
        this.#command(node, where);
        break;
      case 'For':
      case 'Select':
        this.#loop(node, where);
        this.#node(node.body, where);
        break;
      case 'TestCommand':
        this.#syntax('test', node, this.#textOf(node), where);
        forEachChild(node, (child) => this.#node(child, where));
        break;
      case 'Redirect':
      case 'HereString':
      case 'HereDoc':
        this.#redirection(node, where);
        break;
      case 'Word':
        this.#word(node, where);
        break;
      default:
        this.#part(node, where);
        break;
    }
  }

  #command(node: AstCommand, where: Standing): void {
    const command = this.#commands.get(node);
    const own = { ...where, command };
    for (const part of node.prefix) this.#node(part, own);
    for (const part of [...(node.name === undefined ? [] : [node.name]), ...node.suffix]) {
      if (part.type === 'Word') this.#word(part, { ...own, guarded: false, word: part.text });
      else this.#node(part, own);
    }
  }

  #loop(node: Extract<SyntaxNode, { type: 'For' | 'Select' }>, where: Standing): void {
    const words = (node.wordlist ?? []).map((word) => new ShellWordNode(this.#at, word));
    if (node.type === 'For') this.#parts.push(new LoopNode(this.#at, node, { name: node.name.text, words }));
    // Splitting is what a loop over a variable is for.
    for (const word of node.wordlist ?? []) this.#word(word, { ...where, word: word.text, guarded: true });
  }

  #redirection(node: Redirection, where: Standing): void {
    if (node.operator === '&>' || node.operator === '&>>' || node.operator === '<<<')
      this.#syntax('redirection', node, node.operator, where);
    forEachChild(node, (child) => this.#node(child, { ...where, guarded: true }));
  }

  #word(node: Word, where: Standing): void {
    if (isTelling(node.text)) for (const part of node.parts ?? []) this.#part(part, where);
  }

  #part(node: SyntaxNode, where: Standing): void {
    switch (node.type) {
      case 'SimpleExpansion':
        this.#expansion(node, where, { form: 'variable', name: node.text.slice(1), operator: undefined });
        break;
      case 'ParameterExpansion':
        this.#expansion(node, where, { form: 'variable', name: node.parameter, operator: operatorOf(node) });
        forEachChild(node, (child) => this.#node(child, { ...where, guarded: true }));
        break;
      case 'CommandExpansion': {
        const form = node.text.startsWith('`') ? 'backquotes' : 'command';
        this.#expansion(node, where, { form, name: undefined, operator: undefined });
        // Of a script with escaped backquotes the positions are its own.
        if (node.script?.source === undefined && node.script !== undefined)
          this.#statements(node.script.commands, { word: '', command: undefined, guarded: true, last: true });
        break;
      }
      case 'DoubleQuoted':
        for (const part of node.parts) this.#part(part, { ...where, guarded: true });
        break;
      case 'BraceExpansion':
        this.#syntax('braces', node, node.text, where);
        break;
      case 'AnsiCQuoted':
        this.#syntax('ansi-quotes', node, node.text, where);
        break;
      case 'SingleQuoted':
        this.#syntax('single-quotes', node, node.text, where);
        break;
      default:
        forEachChild(node, (child) => this.#node(child, where));
    }
  }

  #expansion(
    node: ShellRange & { readonly text: string },
    { guarded, word, command }: Standing,
    own: Pick<Expansion, 'form' | 'name' | 'operator'>,
  ): void {
    const value = own.name === undefined ? undefined : this.#at.known.value(own.name);
    this.#parts.push(new ExpansionNode(this.#at, node, { ...own, value, raw: node.text, guarded, word, command }));
  }

  #syntax(kind: Syntax['kind'], node: ShellRange, raw: string, { command }: Standing): void {
    this.#parts.push(new SyntaxPart(this.#at, node, { kind, raw, command }));
  }

  #textOf({ pos, end }: ShellRange): string {
    return this.#at.source.text.slice(this.#at.base + pos, this.#at.base + end);
  }
}

function operatorOf({ prefix, index, operation }: ParameterExpansionPart): string | undefined {
  if (prefix !== undefined) return prefix;
  if (index !== undefined) return '[';
  if (operation === undefined) return undefined;
  return 'operator' in operation ? operation.operator : '?';
}

class ExpansionNode extends InScript implements Expansion {
  readonly kind = 'expansion';
  readonly form: Expansion['form'];
  readonly raw: string;
  readonly name: string | undefined;
  readonly operator: string | undefined;
  readonly value: string | undefined;
  readonly guarded: boolean;
  readonly word: string;
  readonly command: Command | undefined;

  constructor(at: ShellSource, node: ShellRange, own: Omit<Expansion, 'kind' | 'span' | 'place'>) {
    super(at, node);
    this.form = own.form;
    this.raw = own.raw;
    this.name = own.name;
    this.operator = own.operator;
    this.value = own.value;
    this.guarded = own.guarded;
    this.word = own.word;
    this.command = own.command;
  }
}

class LoopNode extends InScript implements Loop {
  readonly kind = 'loop';
  readonly name: string;
  readonly words: readonly ShellWord[];

  constructor(at: ShellSource, node: ShellRange, { name, words }: Pick<Loop, 'name' | 'words'>) {
    super(at, node);
    this.name = name;
    this.words = words;
  }
}

class SyntaxPart extends InScript implements Syntax {
  readonly kind: Syntax['kind'];
  readonly raw: string;
  readonly command: Command | undefined;

  constructor(at: ShellSource, node: ShellRange, own: Pick<Syntax, 'kind' | 'raw' | 'command'>) {
    super(at, node);
    this.kind = own.kind;
    this.raw = own.raw;
    this.command = own.command;
  }
}
