/** The shape of a parsed Dockerfile: what rules read. Offsets are UTF-16 into `Dockerfile.text`, half-open. */
import type { DockerfilePlace, Span } from '../finding.ts';
import type { Action, ManagerName } from './data/package-managers.ts';
import type { Facts } from './facts.ts';
import type { Located } from './located.ts';
import type { Script, ShellPartName } from './script-model.ts';

export interface Dockerfile {
  readonly kind: 'dockerfile';
  /** The path as reports name it. */
  readonly file: string;
  readonly text: string;
  /** `latin1` when the bytes were not UTF-8: reversible, and one `not-utf8` finding says so. */
  readonly encoding: 'utf-8' | 'latin1' | 'utf-16le' | 'utf-16be';
  readonly lines: LineIndex;
  /** The continuation character in force. */
  readonly escape: '\\' | '`';
  readonly directives: readonly Directive[];
  /** Every comment in order, those inside continued instructions included; directives are not comments. */
  readonly comments: readonly Comment[];
  /** Every top-level instruction in order, those before the first FROM included. */
  readonly instructions: readonly Instruction[];
  /** What the parser could not understand; rules turn each into a finding. */
  readonly faults: readonly Fault[];
  readonly stages: readonly Stage[];
  /** The final stage and the configured targets, with every stage they inherit from through FROM. */
  readonly shipped: readonly Stage[];
  /** Instructions before the first FROM: global ARGs, and what does not belong there. */
  readonly preamble: readonly Instruction[];
  /** Groups of stages that need each other in a circle through COPY --from or mounts or FROM. */
  readonly cycles: readonly (readonly Stage[])[];
  readonly facts: Facts;
  /** The place of a span of this file. */
  at(span: Span): DockerfilePlace;
  /** Whether there is any of it in this file. */
  holds(needs: Needs): boolean;
}

/** What a file may hold. Any one of what is listed is enough. */
export interface Needs {
  /** Instructions, those before the first FROM and the triggers of ONBUILD included. */
  readonly instructions?: readonly InstructionKind[];
  /** Instructions that it has two of, counted in the same way. */
  readonly twice?: readonly InstructionKind[];
  /** Texts in small letters that instructions of these kinds may write in any case: `$` where one expands something. */
  readonly within?: readonly { readonly kinds: readonly InstructionKind[]; readonly texts: readonly string[] }[];
  /** Names of commands that a RUN gives to its shell. */
  readonly commands?: readonly string[];
  /** Package managers that a RUN uses, and what for. */
  readonly managers?: readonly ManagerName[];
  readonly actions?: readonly Action[];
  /** What else is written in the scripts of RUNs: expansions by their form, and whether one has an operator. */
  readonly parts?: readonly ShellPartName[];
  readonly faults?: readonly FaultKind[];
  /** Texts in small letters, which the file may write in any case. */
  readonly texts?: readonly string[];
  /** What stages stand on in the end: nothing, or Windows. */
  readonly bases?: readonly ('scratch' | 'windows')[];
  /** What is known beside the text. */
  readonly facts?: readonly (keyof Facts)[];
  /** Any of the above is enough; of these it must hold one as well. */
  readonly and?: Needs;
}

/** Lines count from 1, columns from 1 in UTF-16 units. A line ends before its `\n`, `\r\n` counts as one end. */
export interface LineIndex {
  readonly count: number;
  position(offset: number): { readonly line: number; readonly column: number };
  /** The line without its ending. */
  span(line: number): Span;
}

/** `# syntax=`, `# escape=`, `# check=` at the top, where BuildKit honours them. `name` is lower-case. */
export interface Directive extends Located {
  readonly name: string;
  readonly value: string;
  readonly valueSpan: Span;
}

/** `text` is what follows `#`, untrimmed at the end only of the line ending. */
export interface Comment extends Located {
  readonly text: string;
  /** The instruction it stands inside of, for comments in continuations. */
  readonly inside?: Instruction | undefined;
}

export type FaultKind =
  | 'unknown-instruction'
  | 'unknown-flag'
  | 'duplicate-flag'
  | 'flag-value'
  | 'arguments'
  | 'json'
  | 'heredoc'
  | 'quote'
  | 'variable'
  | 'directive'
  | 'before-from'
  | 'onbuild'
  | 'nul'
  | 'empty';

export interface Fault extends Located {
  readonly kind: FaultKind;
  /** A sentence with the offending value in backticks. */
  readonly message: string;
  /** The nearest name that would have been right. */
  readonly suggestion?: string | undefined;
  readonly instruction?: Instruction | undefined;
}

/** A word of an instruction, cut by the instruction's own rules. */
export interface Word extends Located {
  /** As written, line continuations removed. */
  readonly raw: string;
  /** Quotes and escapes removed, variables resolved. `undefined` is unknown, and unknown is never a violation. */
  readonly text: string | undefined;
  readonly variables: readonly Variable[];
}

/** `$name`, `${name}`, `${name<operator>word}`. */
export interface Variable extends Located {
  readonly name: string;
  readonly nameSpan: Span;
  /** `:-`, `-`, `:+`, `+`, `:?`, `?`, `#`, `##`, `%`, `%%`, `/`, `//`; absent when there is none. */
  readonly operator?: string | undefined;
  /** `undefined`: nothing in this file declares it (a base image's environment still may). */
  readonly state: 'known' | 'unknown' | 'undefined';
  readonly value?: string | undefined;
  readonly declaration?: Declaration | undefined;
}

export interface Declaration {
  readonly by: 'global-arg' | 'arg' | 'env' | 'predefined' | 'build-arg';
  readonly name: string;
  /** Absent for predefined ones. */
  readonly instruction?: ArgInstruction | EnvInstruction | undefined;
  readonly nameSpan?: Span | undefined;
  /** The value it holds, `undefined` when unknown. */
  readonly text: string | undefined;
}

/** `--name` or `--name=value`. */
export interface Flag extends Located {
  readonly name: string;
  readonly value?: Word | undefined;
  /** For `--mount`: its `key=value` fields in order, keys lower-case. */
  readonly fields?: readonly MountField[] | undefined;
}

export interface MountField extends Located {
  readonly key: string;
  readonly text: string | undefined;
}

export interface Heredoc extends Located {
  /** The delimiter word, quotes removed. */
  readonly name: string;
  /** Variables are expanded unless the delimiter was quoted. */
  readonly expand: boolean;
  /** `<<-`: leading tabs are dropped. */
  readonly stripTabs: boolean;
  readonly body: string;
  readonly bodySpan: Span;
  readonly terminated: boolean;
}

/** The effective state at an instruction, before it acts, inherited through FROM within this file. */
export interface State {
  /** `undefined`: unknown. `explicit` is the USER that set it; without one the base's default (taken to be root) holds. */
  readonly user: { readonly text: string | undefined; readonly explicit?: UserInstruction | undefined };
  readonly workdir: { readonly text: string | undefined; readonly explicit?: WorkdirInstruction | undefined };
  readonly shell: { readonly words: readonly string[] | undefined; readonly explicit?: ShellInstruction | undefined };
  /** The variable as this instruction sees it; `undefined` when this file does not declare it. */
  env(name: string): Declaration | undefined;
  /** Every ENV variable in force, by this file. */
  readonly envs: ReadonlyMap<string, Declaration>;
  /** Every ARG in force. */
  readonly args: ReadonlyMap<string, Declaration>;
}

export interface InstructionBase extends Located {
  /** Upper-case. */
  readonly keyword: string;
  readonly keywordSpan: Span;
  readonly flags: readonly Flag[];
  /** Arguments after the flags, cut by the instruction's own rules. For exec form, the strings of the JSON array. */
  readonly words: readonly Word[];
  /** From the first argument after the flags to the end of the instruction without heredoc bodies. */
  readonly argsSpan: Span;
  readonly heredocs: readonly Heredoc[];
  /** Comment lines directly above, without a blank line between. */
  readonly comments: readonly Comment[];
  readonly stage: Stage | undefined;
  /** The ONBUILD that holds this instruction, when it is a trigger. */
  readonly onbuild?: OnbuildInstruction | undefined;
  readonly state: State;
  /** Position in `Dockerfile.instructions` (a trigger has its ONBUILD's). */
  readonly index: number;
  flag(name: string): Flag | undefined;
}

export interface FromInstruction extends InstructionBase {
  readonly kind: 'from';
  readonly image: Word | undefined;
  readonly asSpan?: Span | undefined;
  readonly name?: Word | undefined;
  readonly platform?: Word | undefined;
}

/** Shell form has `script`, exec form has `exec`: the words of the JSON array. */
interface Runnable extends InstructionBase {
  readonly exec?: readonly Word[] | undefined;
  /** Parsed when asked for; absent for exec form. */
  readonly script?: Script | undefined;
}
export interface RunInstruction extends Runnable {
  readonly kind: 'run';
  readonly mounts: readonly Mount[];
}
export interface CmdInstruction extends Runnable {
  readonly kind: 'cmd';
}
export interface EntrypointInstruction extends Runnable {
  readonly kind: 'entrypoint';
}
export interface HealthcheckInstruction extends Runnable {
  readonly kind: 'healthcheck';
  readonly none: boolean;
}
export interface ShellInstruction extends InstructionBase {
  readonly kind: 'shell';
  readonly exec?: readonly Word[] | undefined;
}
export interface KeyValue extends Located {
  readonly key: Word;
  readonly value: Word | undefined;
}
export interface EnvInstruction extends InstructionBase {
  readonly kind: 'env';
  readonly pairs: readonly KeyValue[];
  /** `ENV key value`. */
  readonly legacy: boolean;
}
export interface LabelInstruction extends InstructionBase {
  readonly kind: 'label';
  readonly pairs: readonly KeyValue[];
  readonly legacy: boolean;
}
export interface ArgInstruction extends InstructionBase {
  readonly kind: 'arg';
  /** `value` is absent for `ARG name`. */
  readonly pairs: readonly KeyValue[];
}
export interface CopyInstruction extends InstructionBase {
  readonly kind: 'copy' | 'add';
  /** Heredoc sources are in `heredocs`, not here. */
  readonly sources: readonly Word[];
  readonly destination: Word | undefined;
  readonly from?: Source | undefined;
}
export interface ExposeInstruction extends InstructionBase {
  readonly kind: 'expose';
  /** One for each port that the builder sees: a variable may hold several. */
  readonly ports: readonly Port[];
}
/** `80`, `80/udp`, `8000-8010/tcp`; `text` is `undefined` when it is unknown. */
export interface Port extends Located {
  readonly text: string | undefined;
  readonly word: Word;
}
export interface VolumeInstruction extends InstructionBase {
  readonly kind: 'volume';
}
export interface UserInstruction extends InstructionBase {
  readonly kind: 'user';
  readonly user: Word | undefined;
}
export interface WorkdirInstruction extends InstructionBase {
  readonly kind: 'workdir';
  readonly path: Word | undefined;
}
export interface StopsignalInstruction extends InstructionBase {
  readonly kind: 'stopsignal';
}
export interface MaintainerInstruction extends InstructionBase {
  readonly kind: 'maintainer';
}
export interface OnbuildInstruction extends InstructionBase {
  readonly kind: 'onbuild';
  readonly trigger?: Instruction | undefined;
}
export interface UnknownInstruction extends InstructionBase {
  readonly kind: 'unknown';
}

export type Instruction =
  | FromInstruction
  | RunInstruction
  | CmdInstruction
  | EntrypointInstruction
  | HealthcheckInstruction
  | ShellInstruction
  | EnvInstruction
  | LabelInstruction
  | ArgInstruction
  | CopyInstruction
  | ExposeInstruction
  | VolumeInstruction
  | UserInstruction
  | WorkdirInstruction
  | StopsignalInstruction
  | MaintainerInstruction
  | OnbuildInstruction
  | UnknownInstruction;

export type InstructionKind = Instruction['kind'];

export interface Mount extends Located {
  readonly type: string;
  readonly flag: Flag;
  readonly target: string | undefined;
  readonly from?: Source | undefined;
  field(key: string): MountField | undefined;
}

/** What FROM, COPY --from or a mount's `from` names. */
export type Source =
  | StageSource
  | (ImageReference & { readonly kind: 'image' })
  | ({ readonly kind: 'scratch' } & Located)
  /** An unresolved variable, or a name that may be a named build context; `context` where it is known to be one. */
  | ({ readonly kind: 'unknown'; readonly raw: string; readonly context?: string } & Located);

export interface StageSource extends Located {
  readonly kind: 'stage';
  readonly stage: Stage;
}

/** `place` is the reference's own text. `name` is as written (`node`, `ghcr.io/acme/app`), without tag and digest. */
export interface ImageReference extends Located {
  readonly raw: string;
  readonly name: string;
  readonly registry: string | undefined;
  /** Without the registry, `library/` not added. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
  /** Whether it follows the reference grammar. */
  readonly valid: boolean;
}

export interface Stage extends Located {
  readonly index: number;
  /** Lower-case, as BuildKit compares it; `undefined` when unnamed. */
  readonly name: string | undefined;
  readonly from: FromInstruction;
  readonly base: Source;
  /** The external base at the bottom of the FROM chain. */
  readonly root: Exclude<Source, StageSource>;
  /** This stage first, then the stages it is built on through FROM. */
  readonly lineage: readonly Stage[];
  readonly instructions: readonly Instruction[];
  readonly shipped: boolean;
  /** Stages that this one needs through FROM, COPY --from and mounts. */
  readonly needs: readonly Stage[];
  /** Whether a shipped stage needs it, directly or not. */
  readonly reachable: boolean;
  readonly windows: boolean;
  /** The state at the end of the stage. */
  readonly end: State;
  /** Triggers unwrapped: ONBUILD's inner instructions stand in the place of ONBUILD. */
  readonly effective: readonly Instruction[];
  /** The instructions of one kind, in order, triggers left out. */
  of<K extends InstructionKind>(...kinds: readonly K[]): readonly Extract<Instruction, { kind: K }>[];
}
