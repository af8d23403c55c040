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
import { type CommandNode, makeCommand } from './command.ts';
import type { Command, ListItem, Pipeline, Script } from './model.ts';
import { innerCommands, innerText, readsScript, type ShellText } from './nested.ts';
import { parseShell } from './shell-parse.ts';
import { type ShellSource, shellSpan } from './shell-word.ts';

export interface ScriptModel {
  readonly parsed: boolean;
  readonly commands: readonly Command[];
  readonly pipelines: readonly Pipeline[];
  readonly items: readonly ListItem[];
}

export const nothing: ScriptModel = { parsed: false, commands: [], pipelines: [], items: [] };

type Context = Command['context'];
const plain: Context = { subshell: false, substitution: false, function: false, loop: false, conditional: false };
const alone: Command['pipe'] = { index: 0, length: 1 };

/** Shells in texts of shells are followed this deep. */
const DEEPEST = 3;

/** Goes once through the shell's tree; its depth is bounded by the shell parser. */
export class Walk {
  readonly #script: Script;
  #at: ShellSource;
  readonly #commands: Command[] = [];
  readonly #pipelines: Pipeline[] = [];
  readonly #items: ListItem[] = [];
  #failed = false;
  #pipefail = false;
  #outer: Command | undefined;
  #depth = 0;

  constructor(script: Script, at: ShellSource) {
    this.#script = script;
    this.#at = at;
  }

  run(statements: readonly Statement[]): ScriptModel {
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
    if (this.#failed) return nothing;
    return { parsed: true, commands: this.#commands, pipelines: this.#pipelines, items: this.#items };
  }

  #item(node: PipelineNode, joiner: ListItem['joiner'], background: boolean): void {
    const from = this.#commands.length;
    const context = joiner === '||' ? { ...plain, conditional: true } : plain;
    const simple =
      node.type === 'Command' || (node.type === 'Pipeline' && node.commands.every(({ type }) => type === 'Command'));
    this.#pipelineNode(node, context);
    const { host } = this.#at;
    const span = shellSpan(this.#at, node.pos, node.end);
    this.#items.push({
      joiner,
      simple,
      background,
      commands: this.#commands.slice(from),
      span,
      get place() {
        return host.at(span);
      },
    });
  }

  #statements(statements: readonly Statement[], context: Context): void {
    for (const { command } of statements) {
      if (command.type === 'AndOr') this.#andOr(command, context);
      else this.#pipelineNode(command, context);
    }
  }

  #andOr({ commands, operators }: AndOr, context: Context): void {
    commands.forEach((node, at) => {
      const guarded = at > 0 && operators[at - 1] === '||';
      this.#pipelineNode(node, guarded ? { ...context, conditional: true } : context);
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
    const { host } = this.#at;
    const span = shellSpan(this.#at, node.pos, node.end);
    this.#pipelines.push({
      commands: direct,
      pipefail,
      span,
      get place() {
        return host.at(span);
      },
    });
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
        this.#list(node.then, { ...context, conditional: true });
        for (const { clause, then } of node.elif) {
          this.#list(clause, { ...context, conditional: true });
          this.#list(then, { ...context, conditional: true });
        }
        if (node.else !== undefined) this.#list(node.else, { ...context, conditional: true });
        return undefined;
      case 'Case':
        this.#substitutions(node.word, context);
        for (const { body } of node.items) this.#list(body, { ...context, conditional: true });
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
    const wrapper = this.#outer;
    const standing = { script: this.#script, at: this.#at, item: this.#items.length, pipe, context, wrapper };
    const command = makeCommand(standing, node);
    const all = [command, ...innerCommands(command)];
    this.#commands.push(...all);
    if (command.name === 'set' && setsPipefail(command)) this.#pipefail = true;
    for (const part of node.prefix) this.#substitutions(part, context);
    if (node.name !== undefined) this.#substitutions(node.name, context);
    for (const part of node.suffix) this.#substitutions(part, context);
    for (const one of all) this.#handed(one, node, context);
    return command;
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
    const { source, base } = this.#at;
    const tree = parseShell(source.text.slice(base + pos, base + end));
    if (tree === undefined) return;
    const saved = { at: this.#at, outer: this.#outer, pipefail: this.#pipefail };
    this.#at = { ...this.#at, base: base + pos };
    this.#outer = outer;
    this.#depth++;
    this.#pipefail = false;
    this.#statements(tree.commands, { ...context, subshell: true });
    this.#depth--;
    this.#pipefail = saved.pipefail;
    this.#at = saved.at;
    this.#outer = saved.outer;
  }

  #redirects(redirects: readonly Redirection[], context: Context): void {
    for (const redirect of redirects) this.#substitutions(redirect, context);
  }

  /** Commands in `$( … )`, backquotes and `<( … )` anywhere below a word. */
  #substitutions(node: SyntaxNode | Assignment, context: Context): void {
    if ((node.type === 'Word' || node.type === 'Assignment') && !/[$`(]/.test(node.text)) return;
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
