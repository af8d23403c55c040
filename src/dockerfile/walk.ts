/** One walk through the shell parser's tree: every simple command with where it stands. */
import {
  type AndOr,
  type Assignment,
  type Command as AstCommand,
  type CommandNode as AstCommandNode,
  type Pipeline as AstPipeline,
  type CompoundList,
  forEachChild,
  type PipelineNode,
  type Redirection,
  type Statement,
  type SyntaxNode,
} from 'unbash';
import { type CommandNode, SimpleCommand, type Where } from './command.ts';
import { operandsBefore } from './grammar.ts';
import { ItemNode, PipelineOfCommands } from './list.ts';
import { innerCommands, innerText, readsScript, type ShellText } from './nested.ts';
import { hasWord } from './row.ts';
import type { Command, ListItem, Pipeline, ShellPart } from './script-model.ts';
import { guarded, parseShell } from './shell-parse.ts';
import { mayHaveParts, PartsWalk } from './shell-parts.ts';
import type { ShellSource } from './shell-source.ts';
import { isSpace } from './space.ts';

export interface ScriptModel {
  readonly parsed: boolean;
  readonly commands: readonly Command[];
  readonly pipelines: readonly Pipeline[];
  readonly items: readonly ListItem[];
  readonly parts: readonly ShellPart[];
}

export const nothing: ScriptModel = { parsed: false, commands: [], pipelines: [], items: [], parts: [] };

type Context = Command['context'];
/** Commands by which others are run, or later ones judged; those that wrap others apart. */
const runners = ' find set eval su sh bash dash ash ksh zsh ';

/** A name that is no plain word, or a path, or Python's: it may be any of them. */
function isOdd(name: string): boolean {
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at);
    if (code === 47 || code === 36 || code === 34 || code === 39 || code === 92) return true;
  }
  return name.startsWith('py');
}

function onCondition(context: Context): Context {
  return context.conditional ? context : { ...context, conditional: true };
}

const plain: Context = { subshell: false, substitution: false, function: false, loop: false, conditional: false };
const alone: Command['pipe'] = { index: 0, length: 1 };

/** Shells in texts of shells are followed this deep. */
const DEEPEST = 3;

/** Whether a text holds the beginning of a substitution: a backquote, `$(`, `<(`, `>(`, `${ ` or `${|`. */
function substitutes(text: string): boolean {
  if (text.includes('`')) return true;
  for (let at = text.indexOf('('); at !== -1; at = text.indexOf('(', at + 1))
    if (at > 0 && '$<>'.includes(text.charAt(at - 1))) return true;
  for (let at = text.indexOf('${'); at !== -1; at = text.indexOf('${', at + 1))
    if (text.charAt(at + 2) === '|' || isSpace(text.charCodeAt(at + 2))) return true;
  return false;
}

/** An item before anyone asked for it; its commands are those up to the next one's. */
interface RawItem {
  readonly node: PipelineNode;
  readonly joiner: ListItem['joiner'];
  readonly background: boolean;
  readonly from: number;
}

/** Goes once through the shell's tree; its depth is bounded by the shell parser. */
export class Walk implements ScriptModel {
  readonly parsed = true;
  readonly commands: Command[] = [];
  readonly pipelines: Pipeline[] = [];
  readonly #at: ShellSource;
  readonly #raw: RawItem[] = [];
  #items: readonly ListItem[] | undefined;
  #parts: readonly ShellPart[] | undefined;
  #tree: readonly Statement[] = [];
  #where: Where;
  #failed = false;
  #pipefail = false;
  #depth = 0;
  /** Whether the text holds any substitution at all. */
  readonly #substitutes: boolean;

  constructor(at: ShellSource) {
    this.#at = at;
    this.#where = { at, wrapper: undefined };
    this.#substitutes = substitutes(at.source.text);
  }

  run(statements: readonly Statement[]): ScriptModel {
    this.#tree = statements;
    let background = false;
    statements.forEach((statement, index) => {
      const joiner = index === 0 ? undefined : background ? '&' : ';';
      background = statement.background === true;
      const { command } = statement;
      if (command.type !== 'AndOr') this.#item(command, joiner, background);
      else {
        command.commands.forEach((node, at) => {
          const last = at === command.commands.length - 1;
          this.#item(node, at === 0 ? joiner : command.operators[at - 1], background && last);
        });
      }
    });
    return this.#failed ? nothing : this;
  }

  get items(): readonly ListItem[] {
    this.#items ??= this.#raw.map(({ node, joiner, background, from }, at) => {
      const simple =
        node.type === 'Command' || (node.type === 'Pipeline' && node.commands.every(({ type }) => type === 'Command'));
      const commands = this.commands.slice(from, this.#raw[at + 1]?.from);
      return new ItemNode(this.#at, node, { joiner, simple, background, commands });
    });
    return this.#items;
  }

  get parts(): readonly ShellPart[] {
    this.#parts ??= this.#findParts();
    return this.#parts;
  }

  #findParts(): readonly ShellPart[] {
    if (!mayHaveParts(this.#at.source.text)) return [];
    return guarded(() => new PartsWalk(this.#at, this.commands).run(this.#tree)) ?? [];
  }

  #item(node: PipelineNode, joiner: ListItem['joiner'], background: boolean): void {
    this.#raw.push({ node, joiner, background, from: this.commands.length });
    this.#pipelineNode(node, joiner === '||' ? onCondition(plain) : plain);
  }

  #statements(statements: readonly Statement[], context: Context): void {
    for (const { command } of statements) {
      if (command.type === 'AndOr') this.#andOr(command, context);
      else this.#pipelineNode(command, context);
    }
  }

  #andOr({ commands, operators }: AndOr, context: Context): void {
    commands.forEach((node, at) => {
      const after = at > 0 && operators[at - 1] === '||';
      this.#pipelineNode(node, after ? onCondition(context) : context);
    });
  }

  #list(list: CompoundList, context: Context): void {
    this.#statements(list.commands, context);
  }

  #pipelineNode(node: PipelineNode, context: Context): void {
    if (node.type === 'Pipeline') this.#pipeline(node, context);
    else this.#node(node, context, alone);
  }

  #pipeline(node: AstPipeline, context: Context): void {
    const { length } = node.commands;
    const direct: Command[] = [];
    const pipefail = this.#pipefail;
    node.commands.forEach((part, index) => {
      const made = this.#node(part, context, { index, length });
      if (made !== undefined) direct.push(made);
    });
    if (length < 2) return;
    this.pipelines.push(new PipelineOfCommands(this.#where.at, node, { commands: direct, pipefail }));
  }

  #node(node: AstCommandNode, context: Context, pipe: Command['pipe']): Command | undefined {
    switch (node.type) {
      case 'Command':
        return this.#command(node, context, pipe);
      case 'Redirected':
        this.#redirects(node.redirects, context);
        this.#node(node.command, context, pipe);
        return undefined;
      case 'Function':
        if (node.body.type === 'CompoundList') this.#list(node.body, { ...context, function: true });
        else this.#node(node.body, { ...context, function: true }, pipe);
        return undefined;
      case 'Coproc':
        if (node.body.type === 'CompoundList') this.#list(node.body, context);
        else this.#node(node.body, { ...context, subshell: true }, pipe);
        return undefined;
      case 'Subshell':
        this.#list(node.body, { ...context, subshell: true });
        return undefined;
      case 'BraceGroup':
        this.#list(node.body, context);
        return undefined;
      case 'If':
        this.#list(node.clause, context);
        this.#list(node.then, onCondition(context));
        for (const { clause, then } of node.elif) {
          this.#list(clause, onCondition(context));
          this.#list(then, onCondition(context));
        }
        if (node.else !== undefined) this.#list(node.else, onCondition(context));
        return undefined;
      case 'Case':
        this.#substitutions(node.word, context);
        for (const { body } of node.items) this.#list(body, onCondition(context));
        return undefined;
      case 'While':
        this.#list(node.clause, { ...context, loop: true });
        this.#list(node.body, { ...context, loop: true });
        return undefined;
      case 'For':
      case 'Select':
        for (const word of node.wordlist ?? []) this.#substitutions(word, context);
        this.#list(node.body, { ...context, loop: true });
        return undefined;
      case 'ArithmeticFor':
        this.#list(node.body, { ...context, loop: true });
        return undefined;
      default:
        this.#substitutions(node, context);
        return undefined;
    }
  }

  #command(node: AstCommand, context: Context, pipe: Command['pipe']): Command {
    const command = new SimpleCommand(this.#where, node);
    command.item = this.#raw.length - 1;
    command.pipe = pipe;
    command.context = context;
    this.commands.push(command);
    if (this.#mayRunOthers(node)) this.#runOthers(command, node, context);
    if (this.#substitutes) {
      for (const part of node.prefix) this.#substitutions(part, context);
      if (node.name !== undefined) this.#substitutions(node.name, context);
      for (const part of node.suffix) this.#substitutions(part, context);
    }
    return command;
  }

  /** A cheap look at the name, which spares most commands the reading of their words. */
  #mayRunOthers({ name }: AstCommand): boolean {
    if (name === undefined) return false;
    const { text } = name;
    return hasWord(runners, text) || operandsBefore(text) !== undefined || isOdd(text);
  }

  #runOthers(command: SimpleCommand, node: AstCommand, context: Context): void {
    const inner = innerCommands(command);
    this.commands.push(...inner);
    if (command.name === 'set' && setsPipefail(command)) this.#pipefail = true;
    this.#handed(command, node, context);
    for (const one of inner) this.#handed(one, node, context);
  }

  /** Texts handed to a further shell: `sh -c '…'`, `bash <<EOF`. */
  #handed(command: CommandNode, node: AstCommand, context: Context): void {
    const text = innerText(command);
    if (text !== undefined) this.#nested(text, command, context);
    if (!readsScript(command)) return;
    for (const redirect of node.redirects) {
      if (redirect.type !== 'HereDoc' || redirect.delimiter === undefined) continue;
      // Escapes and command substitutions of an unquoted body are the outer shell's.
      if (redirect.delimiter.quoted || !/[\\`]|\$\(/.test(redirect.body.text))
        this.#nested(redirect.body, command, context);
    }
  }

  #nested({ pos, end }: ShellText, outer: Command, context: Context): void {
    if (this.#depth >= DEEPEST) return;
    const { at } = this.#where;
    const { source, base } = at;
    const tree = parseShell(source.text.slice(base + pos, base + end));
    if (tree === undefined) return;
    const saved = { where: this.#where, pipefail: this.#pipefail };
    this.#where = { at: at.from(pos), wrapper: outer };
    this.#depth++;
    this.#pipefail = false;
    this.#statements(tree.commands, { ...context, subshell: true });
    this.#depth--;
    this.#pipefail = saved.pipefail;
    this.#where = saved.where;
  }

  #redirects(redirects: readonly Redirection[], context: Context): void {
    for (const redirect of redirects) this.#substitutions(redirect, context);
  }

  /** Commands in `$( … )`, backquotes and `<( … )` anywhere below a word. */
  #substitutions(node: SyntaxNode | Assignment, context: Context): void {
    if ((node.type === 'Word' || node.type === 'Assignment' || node.type === 'HereDocBody') && !substitutes(node.text))
      return;
    if (
      node.type === 'CommandExpansion' ||
      node.type === 'ProcessSubstitution' ||
      node.type === 'ArithmeticCommandExpansion'
    ) {
      const { script } = node;
      // An unescaped backquote script has positions of its own; the parser tells so by owning its source.
      if (script === undefined || script.source !== undefined) return;
      if (script.errors !== undefined && script.errors.length > 0) this.#failed = true;
      this.#statements(script.commands, { ...context, substitution: true });
      return;
    }
    forEachChild(node, (child) => this.#substitutions(child, context));
  }
}

/** `set -o pipefail`, `set -euo pipefail`. */
function setsPipefail({ args }: CommandNode): boolean {
  return args.some(({ text }, at) => text === 'pipefail' && /^-[a-z]*o$/.test(args[at - 1]?.text ?? ''));
}
