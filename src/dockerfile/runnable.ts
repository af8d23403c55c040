/** RUN, CMD, ENTRYPOINT, HEALTHCHECK and ONBUILD: what a shell, a process or a later build runs. */
import type { Lookup } from './expand.ts';
import { heredocOf } from './heredoc.ts';
import { InstructionNode } from './instruction.ts';
import type {
  CmdInstruction,
  EntrypointInstruction,
  Flag,
  HealthcheckInstruction,
  Instruction,
  Mount,
  MountField,
  OnbuildInstruction,
  RunInstruction,
  Source,
  Word,
} from './model.ts';
import { makeScript } from './script.ts';
import type { Script } from './script-model.ts';
import { blankAt, skipBlank } from './space.ts';
import type { WordNode } from './word.ts';

abstract class RunnableNode extends InstructionNode {
  #script: Script | undefined;

  protected override cut(): WordNode[] {
    const { argsStart, argsEnd } = this.command;
    return this.jsonWords() ?? (argsStart < argsEnd ? [this.literal(argsStart, argsEnd)] : []);
  }

  get exec(): readonly Word[] | undefined {
    return this.json.kind === 'strings' ? this.words : undefined;
  }

  /** The shell text's start in the logical line. */
  protected get scriptStart(): number {
    return this.command.argsStart;
  }

  get script(): Script | undefined {
    if (this.exec !== undefined || this.scriptStart >= this.command.argsEnd) return undefined;
    this.#script ??= makeScript({
      tree: this.tree,
      line: this.line,
      start: this.scriptStart,
      end: this.command.argsEnd,
      heredocs: this.heredocs,
      state: this.state,
      only: this.heredocs.length > 0 && heredocOf(this.line.text, this.scriptStart, this.command.argsEnd) !== undefined,
    });
    return this.#script;
  }
}

export class RunNode extends RunnableNode implements RunInstruction {
  readonly kind = 'run';
  #mounts: readonly Mount[] | undefined;

  protected override get flagLookup(): Lookup {
    return this.lookup;
  }

  get mounts(): readonly Mount[] {
    this.#mounts ??= this.flags.filter(({ name }) => name === 'mount').map((flag) => new MountNode(this, flag));
    return this.#mounts;
  }
}

class MountNode implements Mount {
  readonly flag: Flag;
  readonly #run: RunNode;
  #from: { readonly source: Source | undefined } | undefined;

  constructor(run: RunNode, flag: Flag) {
    this.#run = run;
    this.flag = flag;
  }

  get span() {
    return this.flag.span;
  }

  get place() {
    return this.flag.place;
  }

  get type(): string {
    return this.field('type')?.text?.toLowerCase() ?? 'bind';
  }

  get target(): string | undefined {
    return (this.field('target') ?? this.field('dst') ?? this.field('destination'))?.text;
  }

  /** The last one given counts. */
  field(key: string): MountField | undefined {
    return this.flag.fields?.findLast((field) => field.key === key);
  }

  get from(): Source | undefined {
    this.#from ??= { source: this.#resolve() };
    return this.#from.source;
  }

  #resolve(): Source | undefined {
    const field = this.field('from');
    if (field === undefined) return undefined;
    const start = field.span.start + 'from='.length;
    const span = { start: Math.min(start, field.span.end), end: field.span.end };
    const { tree } = this.#run;
    const raw = tree.text.slice(span.start, span.end);
    const word: Word = { raw, text: field.text, variables: [], span, place: tree.at(span) };
    return tree.source(word, this.#run.stage);
  }
}

export class CmdNode extends RunnableNode implements CmdInstruction {
  readonly kind = 'cmd';
}

export class EntrypointNode extends RunnableNode implements EntrypointInstruction {
  readonly kind = 'entrypoint';
}

export class HealthcheckNode extends RunnableNode implements HealthcheckInstruction {
  readonly kind = 'healthcheck';

  /** The end of `CMD` or `NONE`. */
  get #typeEnd(): number {
    const { argsStart, argsEnd } = this.command;
    return blankAt(this.line.text, argsStart, argsEnd);
  }

  protected override get jsonStart(): number {
    return skipBlank(this.line.text, this.#typeEnd, this.command.argsEnd);
  }

  protected override get scriptStart(): number {
    return this.type === 'CMD' ? this.jsonStart : this.command.argsEnd;
  }

  get type(): string {
    return this.line.text.slice(this.command.argsStart, this.#typeEnd).toUpperCase();
  }

  get none(): boolean {
    return this.type === 'NONE';
  }

  protected override cut(): WordNode[] {
    const { argsStart, argsEnd } = this.command;
    if (argsStart === argsEnd) return [];
    const type = this.literal(argsStart, this.#typeEnd);
    const rest = this.jsonWords() ?? (this.jsonStart < argsEnd ? [this.literal(this.jsonStart, argsEnd)] : []);
    return [type, ...rest];
  }

  override get exec(): readonly Word[] | undefined {
    return this.type === 'CMD' && this.json.kind === 'strings' ? this.words.slice(1) : undefined;
  }
}

export class OnbuildNode extends InstructionNode implements OnbuildInstruction {
  readonly kind = 'onbuild';
  readonly #make: (node: OnbuildNode) => Instruction | undefined;
  #trigger: { readonly made: Instruction | undefined } | undefined;

  constructor(
    make: (node: OnbuildNode) => Instruction | undefined,
    ...rest: ConstructorParameters<typeof InstructionNode>
  ) {
    super(...rest);
    this.#make = make;
  }

  get trigger(): Instruction | undefined {
    this.#trigger ??= { made: this.#make(this) };
    return this.#trigger.made;
  }

  protected override cut(): WordNode[] {
    const { argsStart, argsEnd } = this.command;
    return argsStart < argsEnd ? [this.literal(argsStart, argsEnd)] : [];
  }
}
