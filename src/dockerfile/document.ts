import type { DockerfilePlace, Span } from '../finding.ts';
import { baseOf } from './bases.ts';
import { splitCommand } from './command-line.ts';
import type { Lookup } from './expand.ts';
import type { Facts } from './facts.ts';
import { faultsOf } from './faults.ts';
import { Flow, plainStart, type StateNode } from './flow.ts';
import { closure, cyclesOf, needsOf } from './graph.ts';
import { Held } from './holds.ts';
import type { Tree } from './instruction.ts';
import { Lines } from './lines.ts';
import { joinLines } from './logical.ts';
import { makeInstruction } from './make.ts';
import type {
  Comment,
  Directive,
  Dockerfile,
  Fault,
  FromInstruction,
  Instruction,
  LineIndex,
  Needs,
  Source,
  Stage,
  State,
  Word,
} from './model.ts';
import type { ParseOptions } from './parse.ts';
import { type RawHeredoc, type Scan, scan } from './scan.ts';
import type { Scripts } from './scripts.ts';
import { resolveBase, resolveSource } from './source.ts';
import { blankAt } from './space.ts';
import { StageNode, type StageTree } from './stage.ts';
import { fromWindows, windowsStages } from './windows.ts';

const noFacts: Facts = {};

export class DockerfileNode implements Dockerfile, Tree, StageTree {
  readonly kind = 'dockerfile';
  readonly file: string;
  readonly text: string;
  readonly encoding: Dockerfile['encoding'];
  readonly escape: '\\' | '`';
  readonly scan: Scan;
  readonly contexts: readonly string[];
  readonly scripts: Scripts | undefined;
  readonly #options: ParseOptions;
  #facts: Facts | undefined;
  #lines: LineIndex | undefined;
  #directives: readonly Directive[] | undefined;
  #comments: readonly Comment[] | undefined;
  #instructions: readonly Instruction[] | undefined;
  #faults: readonly Fault[] | undefined;
  #held: Held | undefined;
  #shippedStages: readonly Stage[] | undefined;
  #stages: readonly Stage[] | undefined;
  #byName: ReadonlyMap<string, readonly Stage[]> | undefined;
  #stageOf: Int32Array | undefined;
  #firstFrom: number | undefined;
  #flow: Flow | undefined;
  #shipped: ReadonlySet<Stage> | undefined;
  #reachable: ReadonlySet<Stage> | undefined;
  readonly #needs = new Map<number, readonly Stage[]>();
  #windows: readonly boolean[] | undefined;
  #cycles: readonly (readonly Stage[])[] | undefined;

  constructor(text: string, options: ParseOptions) {
    this.text = text;
    this.file = options.file;
    this.encoding = options.encoding ?? 'utf-8';
    this.contexts = options.contexts ?? none;
    this.scripts = options.scripts;
    this.#options = options;
    this.scan = scan(text);
    this.escape = this.scan.escape;
    this.scripts?.turn(this.escape);
  }

  at(span: Span): DockerfilePlace {
    return { kind: 'dockerfile', file: this.file, span };
  }

  holds(needs: Needs): boolean {
    this.#held ??= new Held(this);
    return this.#held.any(needs);
  }

  get facts(): Facts {
    const { facts = noFacts } = this.#options;
    this.#facts ??= typeof facts === 'function' ? facts(this) : facts;
    return this.#facts;
  }

  get lines(): LineIndex {
    this.#lines ??= new Lines(this.text);
    return this.#lines;
  }

  get directives(): readonly Directive[] {
    this.#directives ??= this.scan.directives.map(({ start, end, name, valueStart, valueEnd }) => {
      const span = { start, end };
      const valueSpan = { start: valueStart, end: valueEnd };
      return { name, value: this.text.slice(valueStart, valueEnd), valueSpan, span, place: this.at(span) };
    });
    return this.#directives;
  }

  get comments(): readonly Comment[] {
    this.#comments ??= this.#makeComments();
    return this.#comments;
  }

  #makeComments(): Comment[] {
    const { comments, commentsInside, commentsTo, starts } = this.scan;
    const made: Comment[] = [];
    let owner = 0;
    for (let at = 0; at < comments.length; at += 2) {
      while (owner < starts.length && (commentsTo[owner] ?? 0) <= at) owner++;
      const inside = owner < starts.length && (commentsInside[owner] ?? 0) <= at ? this.instructions[owner] : undefined;
      const span = { start: comments[at] ?? 0, end: comments[at + 1] ?? 0 };
      made.push(new CommentNode(this, span, inside));
    }
    return made;
  }

  commentsAbove(index: number): readonly Comment[] {
    const from = this.scan.commentsFrom[index] ?? 0;
    const to = this.scan.commentsInside[index] ?? 0;
    return from === to ? none : this.comments.slice(from / 2, to / 2);
  }

  get instructions(): readonly Instruction[] {
    this.#instructions ??= this.scan.starts.map((_, index) => makeInstruction(this.#keyword(index), this, index));
    return this.#instructions;
  }

  /** Up to the first blank; continued keywords are legal and rare. */
  #keyword(index: number): string {
    const { start, end } = this.range(index);
    const { text } = this;
    const keyword = text.slice(start, blankAt(text, start, end));
    if (!keyword.endsWith(this.escape)) return keyword;
    const { text: line } = joinLines(text, start, end, this.escape);
    const { keywordStart, keywordEnd } = splitCommand(line, 0, line.length, this.escape);
    return line.slice(keywordStart, keywordEnd);
  }

  range(index: number): Span {
    return { start: this.scan.starts[index] ?? 0, end: this.scan.ends[index] ?? 0 };
  }

  heredocsOf(index: number): readonly RawHeredoc[] {
    return this.scan.heredocs.get(index) ?? none;
  }

  get preamble(): readonly Instruction[] {
    return this.instructions.slice(0, this.firstFrom);
  }

  /** How many instructions stand before the first FROM. */
  get firstFrom(): number {
    if (this.#firstFrom === undefined) {
      const at = this.instructions.findIndex(({ kind }) => kind === 'from');
      this.#firstFrom = at === -1 ? this.instructions.length : at;
    }
    return this.#firstFrom;
  }

  get stages(): readonly Stage[] {
    this.#stages ??= this.instructions
      .filter((one): one is FromInstruction => one.kind === 'from')
      .map((from, index) => new StageNode(this, index, from));
    return this.#stages;
  }

  /** By name, in order: the same name may be given twice. */
  get stagesByName(): ReadonlyMap<string, readonly Stage[]> {
    if (this.#byName === undefined) {
      const named = this.stages.filter(({ name }) => name !== undefined);
      this.#byName = Map.groupBy(named, ({ name }) => name ?? '');
    }
    return this.#byName;
  }

  stageAt(index: number): Stage | undefined {
    if (this.#stageOf === undefined) {
      const of = new Int32Array(this.instructions.length);
      let stage = -1;
      for (let at = 0; at < of.length; at++) {
        if (this.instructions[at]?.kind === 'from') stage++;
        of[at] = stage;
      }
      this.#stageOf = of;
    }
    return this.stages[this.#stageOf[index] ?? -1];
  }

  instructionsOf(stage: number): readonly Instruction[] {
    const from = this.stages[stage]?.from.index ?? 0;
    return this.instructions.slice(from, this.stages[stage + 1]?.from.index);
  }

  get flow(): Flow {
    if (this.#flow === undefined) {
      this.#flow = new Flow({
        instructions: this.instructions,
        buildArgs: this.#options.buildArgs ?? {},
        platform: this.#options.platform,
        start: (index, parentEnd) => this.#start(index, parentEnd),
      });
      this.#flow.run();
    }
    return this.#flow;
  }

  #start(index: number, parentEnd: (stage: number) => StateNode | undefined) {
    const stage = this.stageAt(index);
    const parent = stage?.base.kind === 'stage' ? parentEnd(stage.base.stage.index) : undefined;
    if (parent !== undefined) return parent;
    if (stage === undefined) return { ...plainStart, closed: false, sh: 'sh' as const };
    const { user, workdir, shell, sh } = baseOf(stage.base);
    const windows = shell[0] === '/bin/sh' && fromWindows(stage, this.escape) === true;
    return {
      ...plainStart,
      user: { text: user },
      workdir: { text: workdir },
      shell: { words: windows ? ['cmd', '/S', '/C'] : shell },
      closed: stage.base.kind === 'scratch',
      sh,
    };
  }

  stateAt(index: number): StateNode {
    return this.flow.stateAt(index);
  }

  lookupAt(index: number): Lookup {
    return (name) => this.flow.stateAt(index).lookup(name);
  }

  readonly globals: Lookup = (name) => this.flow.globals.lookup(name);

  endOf(stage: number): State {
    return this.flow.end(stage);
  }

  baseOf(stage: Stage): Source {
    return resolveBase(this, stage);
  }

  source(word: Word, stage: Stage | undefined): Source {
    return resolveSource(this, word, stage);
  }

  get shipped(): readonly Stage[] {
    if (this.#shippedStages === undefined) {
      const set = this.#shippedSet();
      this.#shippedStages = this.stages.filter((stage) => set.has(stage));
    }
    return this.#shippedStages;
  }

  #shippedSet(): ReadonlySet<Stage> {
    if (this.#shipped === undefined) {
      const last = this.stages.at(-1);
      const targets = (this.#options.targets ?? []).flatMap((name) => this.#named(name) ?? []);
      const shipped = new Set<Stage>();
      for (const target of last === undefined ? targets : [...targets, last]) {
        for (let at: Stage | undefined = target; at !== undefined && !shipped.has(at); ) {
          shipped.add(at);
          at = at.base.kind === 'stage' ? at.base.stage : undefined;
        }
      }
      this.#shipped = shipped;
    }
    return this.#shipped;
  }

  #named(name: string): Stage | undefined {
    return (
      this.stagesByName.get(name.toLowerCase())?.at(-1) ?? (/^\d+$/.test(name) ? this.stages[Number(name)] : undefined)
    );
  }

  isShipped(stage: number): boolean {
    const one = this.stages[stage];
    return one !== undefined && this.#shippedSet().has(one);
  }

  isReachable(stage: number): boolean {
    this.#reachable ??= closure(this.shipped, ({ needs }) => needs);
    const one = this.stages[stage];
    return one !== undefined && this.#reachable.has(one);
  }

  needsOf(stage: number): readonly Stage[] {
    let needs = this.#needs.get(stage);
    if (needs === undefined) {
      const one = this.stages[stage];
      needs = one === undefined ? none : needsOf(one);
      this.#needs.set(stage, needs);
    }
    return needs;
  }

  get cycles(): readonly (readonly Stage[])[] {
    this.#cycles ??= cyclesOf(this.stages);
    return this.#cycles;
  }

  isWindows(stage: number): boolean {
    this.#windows ??= windowsStages(this.stages, this.escape);
    return this.#windows[stage] ?? false;
  }

  get faults(): readonly Fault[] {
    this.#faults ??= faultsOf(this);
    return this.#faults;
  }
}

class CommentNode implements Comment {
  readonly span: Span;
  readonly inside: Instruction | undefined;
  readonly #file: DockerfileNode;

  constructor(file: DockerfileNode, span: Span, inside: Instruction | undefined) {
    this.#file = file;
    this.span = span;
    this.inside = inside;
  }

  get text(): string {
    return this.#file.text.slice(this.span.start + 1, this.span.end);
  }

  get place(): DockerfilePlace {
    return this.#file.at(this.span);
  }
}

const none: readonly never[] = [];
