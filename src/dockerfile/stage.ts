import type { DockerfilePlace, Span } from '../finding.ts';
import type { FromInstruction, Instruction, InstructionKind, Source, Stage, State } from './model.ts';

/** What stages ask of the file they stand in. */
export interface StageTree {
  readonly stages: readonly Stage[];
  at(span: Span): DockerfilePlace;
  baseOf(stage: Stage): Source;
  instructionsOf(stage: number): readonly Instruction[];
  endOf(stage: number): State;
  isShipped(stage: number): boolean;
  isReachable(stage: number): boolean;
  needsOf(stage: number): readonly Stage[];
  isWindows(stage: number): boolean;
}

type External = Exclude<Source, { kind: 'stage' }>;

const KEPT = 32;

export class StageNode implements Stage {
  readonly index: number;
  readonly from: FromInstruction;
  readonly #tree: StageTree;
  #name: { readonly text: string | undefined } | undefined;
  #base: Source | undefined;
  #root: External | undefined;
  #lineage: readonly Stage[] | undefined;
  #instructions: readonly Instruction[] | undefined;
  #effective: readonly Instruction[] | undefined;

  constructor(tree: StageTree, index: number, from: FromInstruction) {
    this.#tree = tree;
    this.index = index;
    this.from = from;
  }

  /** From FROM to the end of its last instruction. */
  get span(): Span {
    return { start: this.from.span.start, end: this.instructions.at(-1)?.span.end ?? this.from.span.end };
  }

  get place(): DockerfilePlace {
    return this.#tree.at(this.from.span);
  }

  get name(): string | undefined {
    this.#name ??= { text: this.from.name?.raw.toLowerCase() };
    return this.#name.text;
  }

  get base(): Source {
    this.#base ??= this.#tree.baseOf(this);
    return this.#base;
  }

  /** Asked of the stages below first, in a loop: a chain of FROMs may be long. */
  get root(): External {
    if (this.#root !== undefined) return this.#root;
    const chain: StageNode[] = [this];
    let base = this.base;
    while (base.kind === 'stage' && base.stage instanceof StageNode && base.stage.#root === undefined) {
      chain.push(base.stage);
      base = base.stage.base;
    }
    const root = base.kind === 'stage' ? base.stage.root : base;
    for (const stage of chain) stage.#root = root;
    return root;
  }

  /** Not kept when long: every stage of a chain has its own. A base always stands above, so that this ends. */
  get lineage(): readonly Stage[] {
    if (this.#lineage !== undefined) return this.#lineage;
    const lineage: Stage[] = [this];
    for (let base = this.base; base.kind === 'stage'; base = base.stage.base) lineage.push(base.stage);
    if (lineage.length <= KEPT) this.#lineage = lineage;
    return lineage;
  }

  /** FROM included. */
  get instructions(): readonly Instruction[] {
    this.#instructions ??= this.#tree.instructionsOf(this.index);
    return this.#instructions;
  }

  get shipped(): boolean {
    return this.#tree.isShipped(this.index);
  }

  get reachable(): boolean {
    return this.#tree.isReachable(this.index);
  }

  get needs(): readonly Stage[] {
    return this.#tree.needsOf(this.index);
  }

  get windows(): boolean {
    return this.#tree.isWindows(this.index);
  }

  get end(): State {
    return this.#tree.endOf(this.index);
  }

  get effective(): readonly Instruction[] {
    this.#effective ??= this.instructions.map((one) => (one.kind === 'onbuild' ? (one.trigger ?? one) : one));
    return this.#effective;
  }

  of<K extends InstructionKind>(...kinds: readonly K[]): readonly Extract<Instruction, { kind: K }>[] {
    const wanted: readonly string[] = kinds;
    return this.instructions.filter((one): one is Extract<Instruction, { kind: K }> => wanted.includes(one.kind));
  }
}
