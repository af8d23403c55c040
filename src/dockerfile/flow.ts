/** The state at every instruction: one pass in order, states shared where nothing changes, variables in persistent maps. */
import { dialectOf } from './dialect.ts';
import type { Lookup, Value } from './expand.ts';
import type {
  ArgInstruction,
  Declaration,
  EnvInstruction,
  Instruction,
  KeyValue,
  ShellInstruction,
  State,
  UserInstruction,
  WorkdirInstruction,
} from './model.ts';
import { PersistentMap } from './persistent.ts';
import { platformArgs } from './platform.ts';
import type { Dialect } from './script-model.ts';

/** A declaration with its place in the order of all: the later of an ARG and an ENV of one name holds. */
export interface Declared extends Declaration {
  readonly order: number;
  /** An ARG that nothing gives a value: it hides no ENV. */
  readonly open: boolean;
}

interface Start extends Fields {
  /** No base image can have set a variable that is not declared here. */
  readonly closed: boolean;
  /** Which shell `/bin/sh` is. */
  readonly sh: Dialect;
}

interface Fields {
  readonly user: State['user'];
  readonly workdir: State['workdir'];
  readonly shell: State['shell'];
  readonly envs: PersistentMap<Declared>;
  readonly args: PersistentMap<Declared>;
}

export class StateNode implements State {
  readonly user: State['user'];
  readonly workdir: State['workdir'];
  readonly shell: State['shell'];
  readonly envs: PersistentMap<Declared>;
  readonly args: PersistentMap<Declared>;
  readonly closed: boolean;
  readonly sh: Dialect;
  #dialect: Dialect | undefined;

  constructor(fields: Start) {
    this.user = fields.user;
    this.workdir = fields.workdir;
    this.shell = fields.shell;
    this.envs = fields.envs;
    this.args = fields.args;
    this.closed = fields.closed;
    this.sh = fields.sh;
  }

  /** What the shell in force understands. */
  get dialect(): Dialect {
    if (this.#dialect === undefined) {
      const named = dialectOf(this.shell.words);
      this.#dialect = named === 'sh' ? this.sh : named;
    }
    return this.#dialect;
  }

  env(name: string): Declared | undefined {
    const env = this.envs.get(name);
    const arg = this.args.get(name);
    if (env === undefined || arg === undefined) return env ?? arg;
    return arg.order > env.order && !arg.open ? arg : env;
  }

  readonly lookup: Lookup = (name) => valueFor(this.env(name), this.closed);

  with(change: Partial<Fields>): StateNode {
    const { user = this.user, workdir = this.workdir, shell = this.shell, envs = this.envs, args = this.args } = change;
    const next = new StateNode({ user, workdir, shell, envs, args, closed: this.closed, sh: this.sh });
    if (shell === this.shell) next.#dialect = this.#dialect;
    return next;
  }
}

function valueFor(declaration: Declared | undefined, certain: boolean): Value {
  if (declaration === undefined) return { state: 'undefined', certain };
  if (declaration.text === undefined) return { state: 'unknown', declaration };
  return { state: 'known', text: declaration.text, declaration };
}

const noDeclarations = PersistentMap.empty<Declared>();

/** What the flow asks of the file. */
export interface FlowInput {
  readonly instructions: readonly Instruction[];
  readonly buildArgs: Readonly<Record<string, string | undefined>>;
  readonly platform: string | undefined;
  /** The state a stage starts from; `parent` is the state at the end of the stage it is built on. */
  start(index: number, parentEnd: (stage: number) => StateNode | undefined): Start;
}

export class Flow {
  readonly #input: FlowInput;
  readonly #states: StateNode[] = [];
  /** By stage, in order. */
  readonly #ends: StateNode[] = [];
  #globals: StateNode;
  #stages = 0;
  #order = 0;

  constructor(input: FlowInput) {
    this.#input = input;
    this.#globals = new StateNode({ ...defaults, args: predefined(input), closed: true, sh: 'sh' });
  }

  /** Separate from the constructor: what it evaluates asks for the flow in turn, which must be there by then. */
  run(): void {
    let state = this.#globals;
    for (const instruction of this.#input.instructions) {
      if (instruction.kind === 'from') {
        if (this.#stages === 0) this.#globals = state;
        else this.#ends.push(state);
        this.#stages++;
        this.#states.push(this.#globals);
        state = new StateNode(this.#input.start(instruction.index, (stage) => this.#ends[stage]));
        continue;
      }
      this.#states.push(state);
      state = this.#after(instruction, state);
      if (this.#stages === 0) this.#globals = state;
    }
    this.#ends.push(state);
  }

  get globals(): StateNode {
    return this.#globals;
  }

  stateAt(index: number): StateNode {
    return this.#states[index] ?? this.#globals;
  }

  end(stage: number): StateNode {
    return this.#ends[stage] ?? this.#globals;
  }

  #after(instruction: Instruction, state: StateNode): StateNode {
    switch (instruction.kind) {
      case 'arg':
        return this.#arg(instruction, state);
      case 'env':
        return this.#env(instruction, state);
      case 'user':
        return state.with({ user: userAfter(instruction) });
      case 'workdir':
        return state.with({ workdir: workdirAfter(instruction, state.workdir.text) });
      case 'shell':
        return state.with({ shell: shellAfter(instruction) });
      default:
        return state;
    }
  }

  #env(instruction: EnvInstruction, state: StateNode): StateNode {
    let { envs } = state;
    for (const { key, value } of instruction.pairs) {
      const name = key.text;
      if (name === undefined || name === '') continue;
      const order = this.#order++;
      envs = envs.with(name, {
        by: 'env',
        name,
        instruction,
        nameSpan: key.span,
        text: value?.text,
        order,
        open: false,
      });
    }
    return state.with({ envs });
  }

  #arg(instruction: ArgInstruction, before: StateNode): StateNode {
    let state = before;
    // Each pair sees those before it.
    const lookups: Lookup[] | undefined =
      'lookups' in instruction && Array.isArray(instruction.lookups) ? instruction.lookups : undefined;
    for (const [at, pair] of instruction.pairs.entries()) {
      if (lookups !== undefined) lookups[at] = state.lookup;
      const name = pair.key.raw;
      if (name === '') continue;
      state = state.with({ args: state.args.with(name, this.#argument(instruction, name, pair)) });
    }
    return state;
  }

  #argument(instruction: ArgInstruction, name: string, { key, value }: KeyValue): Declared {
    const { buildArgs } = this.#input;
    const own = this.#stages === 0 ? 'global-arg' : 'arg';
    const declared = (by: Declared['by'], text: string | undefined, open = false): Declared => ({
      by,
      name,
      instruction,
      nameSpan: key.span,
      text,
      order: this.#order++,
      open,
    });
    if (Object.hasOwn(buildArgs, name)) return declared('build-arg', buildArgs[name]);
    if (value !== undefined) return declared(own, value.text);
    const inherited = this.#globals.args.get(name);
    if (inherited === undefined) return declared(own, undefined, true);
    return declared(inherited.by, inherited.text, own === 'arg' && inherited.open);
  }
}

/** Declared before all else: their order is below that of any other. */
function predefined({ platform, buildArgs }: Pick<FlowInput, 'platform' | 'buildArgs'>): PersistentMap<Declared> {
  const usual = platform === undefined && Object.keys(buildArgs).length === 0;
  if (usual && usualArgs !== undefined) return usualArgs;
  const declared = platformArgs(platform, buildArgs).map(
    ({ name, text }): Declared => ({ by: 'predefined', name, text, order: -1, open: false }),
  );
  const args = PersistentMap.of(declared, ({ name }) => name);
  if (usual) usualArgs = args;
  return args;
}

/** The same for every file that is built for no platform in particular: made once, never changed. */
let usualArgs: PersistentMap<Declared> | undefined;

const defaults: Fields = {
  user: { text: 'root' },
  workdir: { text: '/' },
  shell: { words: ['/bin/sh', '-c'] },
  envs: noDeclarations,
  args: noDeclarations,
};

/** The state at the start of a stage on an external base of which nothing is known. */
export const plainStart: Fields = defaults;

function userAfter(explicit: UserInstruction): State['user'] {
  return { text: explicit.user?.text, explicit };
}

function shellAfter(explicit: ShellInstruction): State['shell'] {
  const words = explicit.exec?.flatMap(({ text }) => text ?? []);
  return { words, explicit };
}

function workdirAfter(explicit: WorkdirInstruction, before: string | undefined): State['workdir'] {
  const path = explicit.path?.text;
  if (path === undefined) return { text: undefined, explicit };
  if (path.startsWith('/')) return { text: normal(path), explicit };
  if (/^(?:\\|[A-Za-z]:[\\/])/.test(path)) return { text: path, explicit };
  return { text: before === undefined ? undefined : normal(`${before}/${path}`), explicit };
}

/** `path.Clean`. */
function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
