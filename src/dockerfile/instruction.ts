import type { DockerfilePlace, Span } from '../finding.ts';
import { type CommandLine, splitCommand } from './command-line.ts';
import type { Lookup } from './expand.ts';
import { FlagNode } from './flag.ts';
import type { StateNode } from './flow.ts';
import { type JsonArray, readJsonArray } from './json.ts';
import { Decoded, joinLines, type Logical, type Sourced } from './logical.ts';
import type {
  Comment,
  Flag,
  Heredoc,
  InstructionBase,
  InstructionKind,
  OnbuildInstruction,
  Source,
  Stage,
  Word,
} from './model.ts';
import type { RawHeredoc } from './scan.ts';
import type { Scripts } from './scripts.ts';
import { type Host, WordNode } from './word.ts';

/** What instructions ask of the file they stand in. */
export interface Tree extends Host {
  readonly text: string;
  readonly scripts: Scripts | undefined;
  /** Start and end of an instruction's own lines. */
  range(index: number): Span;
  commentsAbove(index: number): readonly Comment[];
  heredocsOf(index: number): readonly RawHeredoc[];
  stageAt(index: number): Stage | undefined;
  stateAt(index: number): StateNode;
  /** What variables mean at an instruction. */
  lookupAt(index: number): Lookup;
  /** What variables mean in FROM. */
  readonly globals: Lookup;
  /** What `COPY --from` or a mount's `from` names, seen from a stage. */
  source(word: Word, stage: Stage | undefined): Source;
}

/** A trigger stands in the text of its ONBUILD. */
export interface Holder {
  readonly instruction: OnbuildInstruction;
  readonly line: Logical;
  readonly command: CommandLine;
}

const none: readonly never[] = [];
const unknowable: Lookup = () => ({ state: 'unknown' });

/**
 * What is worked out of an instruction when it is asked for. Each kind of instruction is a shape of its own, made field by
 * field when the first of its kind is: these fields are one shape for all.
 */
class WorkedOut {
  lookup: Lookup | undefined;
  span: Span | undefined;
  line: Logical | undefined;
  command: CommandLine | undefined;
  flags: readonly Flag[] | undefined;
  words: readonly WordNode[] | undefined;
  json: JsonArray | undefined;
  heredocs: readonly Heredoc[] | undefined;
  comments: readonly Comment[] | undefined;
}

export abstract class InstructionNode implements InstructionBase {
  abstract readonly kind: InstructionKind;
  readonly index: number;
  readonly tree: Tree;
  readonly holder: Holder | undefined;
  readonly #known = new WorkedOut();

  constructor(tree: Tree, index: number, holder?: Holder) {
    this.tree = tree;
    this.index = index;
    this.holder = holder;
  }

  get line(): Logical {
    this.#known.line ??= this.holder?.line ?? lineOf(this.tree, this.index);
    return this.#known.line;
  }

  get command(): CommandLine {
    if (this.#known.command === undefined) {
      const outer = this.holder?.command;
      const { text } = this.line;
      this.#known.command = splitCommand(text, outer?.argsStart ?? 0, outer?.argsEnd ?? text.length, this.tree.escape);
    }
    return this.#known.command;
  }

  get keyword(): string {
    return this.line.text.slice(this.command.keywordStart, this.command.keywordEnd).toUpperCase();
  }

  get keywordSpan(): Span {
    return this.line.span(this.command.keywordStart, this.command.keywordEnd);
  }

  /** With heredoc bodies and their delimiters. */
  get span(): Span {
    if (this.#known.span === undefined) {
      const { start, end } = this.tree.range(this.index);
      const from = this.holder === undefined ? start : this.keywordSpan.start;
      this.#known.span = { start: from, end: this.heredocs.at(-1)?.span.end ?? end };
    }
    return this.#known.span;
  }

  get place(): DockerfilePlace {
    return this.tree.at(this.span);
  }

  get argsSpan(): Span {
    return this.line.span(this.command.argsStart, this.command.argsEnd);
  }

  /** The arguments as one text, continuations removed. */
  get args(): string {
    return this.line.text.slice(this.command.argsStart, this.command.argsEnd);
  }

  get flags(): readonly Flag[] {
    if (this.#known.flags !== undefined) return this.#known.flags;
    const { flags } = this.command;
    this.#known.flags =
      flags.length === 0 ? none : flags.map((flag) => new FlagNode(this.tree, this.line, flag, this.flagLookup));
    return this.#known.flags;
  }

  /** Whether the builder expands variables in flags. */
  protected get flagLookup(): Lookup | undefined {
    return undefined;
  }

  flag(name: string): Flag | undefined {
    return this.flags.find((flag) => flag.name === name);
  }

  get words(): readonly WordNode[] {
    this.#known.words ??= this.cut();
    return this.#known.words;
  }

  /** The instruction's own way to cut its arguments: by default all of it is one word. */
  protected cut(): WordNode[] {
    const { argsStart, argsEnd } = this.command;
    return argsStart < argsEnd ? [this.word(argsStart, argsEnd)] : [];
  }

  /** What variables mean here; a trigger's are those of a build that is not seen. */
  get lookup(): Lookup {
    this.#known.lookup ??= this.holder === undefined ? this.tree.lookupAt(this.index) : unknowable;
    return this.#known.lookup;
  }

  protected word(start: number, end: number, lookup: Lookup | undefined = this.lookup): WordNode {
    return new WordNode({ host: this.tree, source: this.line, start, end, lookup });
  }

  protected literal(start: number, end: number): WordNode {
    return new WordNode({ host: this.tree, source: this.line, start, end });
  }

  /** Where a JSON form would start: HEALTHCHECK's stands after `CMD`. */
  protected get jsonStart(): number {
    return this.command.argsStart;
  }

  get json(): JsonArray {
    this.#known.json ??= readJsonArray(this.line.text, this.jsonStart, this.command.argsEnd);
    return this.#known.json;
  }

  /** The strings of a JSON form. */
  protected jsonWords(lookup?: Lookup): WordNode[] | undefined {
    if (this.json.kind !== 'strings') return undefined;
    const { line, tree: host } = this;
    return this.json.strings.map(({ start, end, text, offsets }) => {
      const source: Sourced = offsets === undefined ? line : new Decoded(text, line, offsets);
      const cut = offsets === undefined ? { start, end } : { start: 0, end: text.length };
      const raw = line.text.slice(start - 1, end + 1);
      return new WordNode({ host, raw, source, ...cut, lookup, whole: line.span(start - 1, end + 1) });
    });
  }

  get heredocs(): readonly Heredoc[] {
    if (this.#known.heredocs !== undefined) return this.#known.heredocs;
    const raws = this.tree.heredocsOf(this.index);
    this.#known.heredocs = raws.length === 0 ? none : raws.map((raw) => heredocOf(raw, this.tree, this.line));
    return this.#known.heredocs;
  }

  get comments(): readonly Comment[] {
    this.#known.comments ??= this.tree.commentsAbove(this.index);
    return this.#known.comments;
  }

  get stage(): Stage | undefined {
    return this.tree.stageAt(this.index);
  }

  get onbuild(): OnbuildInstruction | undefined {
    return this.holder?.instruction;
  }

  get state(): StateNode {
    return this.tree.stateAt(this.index);
  }
}

function lineOf(tree: Tree, index: number): Logical {
  const { start, end } = tree.range(index);
  return joinLines(tree.text, start, end, tree.escape);
}

function heredocOf(raw: RawHeredoc, tree: Tree, line: Logical): Heredoc {
  const { name, expand, stripTabs, terminated } = raw;
  let end = raw.next;
  if (end > raw.bodyEnd && tree.text.charCodeAt(end - 1) === 10) end--;
  while (end > raw.bodyEnd && tree.text.charCodeAt(end - 1) === 13) end--;
  const span = { start: line.span(raw.wordStart, raw.wordEnd).start, end };
  const bodySpan = { start: raw.bodyStart, end: raw.bodyEnd };
  return {
    name,
    expand,
    stripTabs,
    terminated,
    span,
    bodySpan,
    get body() {
      const body = tree.text.slice(bodySpan.start, bodySpan.end);
      return stripTabs ? body.replace(/^\t+/gm, '') : body;
    },
    get place() {
      return tree.at(span);
    },
  };
}
