/** What a Dockerfile holds, so that a rule is asked only about files that it can have something to say of. */
import type { Dockerfile, Instruction, Needs, Stage } from './model.ts';
import { packageCommandsOf } from './package-commands.ts';
import type { ShellPart, ShellPartName } from './script-model.ts';

/** Each question is worked out once per file, and only when a rule asks it. */
export class Held {
  readonly #file: Dockerfile;
  #instructions: ReadonlySet<string> | undefined;
  #twice: ReadonlySet<string> | undefined;
  #texts: ReadonlyMap<string, string> | undefined;
  #commands: ReadonlySet<string | undefined> | undefined;
  #managers: ReadonlySet<string> | undefined;
  #actions: ReadonlySet<string> | undefined;
  #parts: ReadonlySet<string> | undefined;
  #faults: ReadonlySet<string> | undefined;
  #text: string | undefined;

  constructor(file: Dockerfile) {
    this.#file = file;
  }

  any(needs: Needs): boolean {
    return this.#some(needs) && (needs.and === undefined || this.any(needs.and));
  }

  /** Without a function for each question: every run asks those of two hundred rules. */
  #some(needs: Needs): boolean {
    const { instructions, texts, bases, facts, faults, twice, within, commands, managers, actions, parts } = needs;
    return (
      (instructions !== undefined && hasAny(this.instructions, instructions)) ||
      (texts !== undefined && includesAny(this.text, texts)) ||
      (bases !== undefined && this.#standsOn(bases)) ||
      (facts !== undefined && this.#knows(facts)) ||
      (faults !== undefined && hasAny(this.faults, faults)) ||
      (twice !== undefined && hasAny(this.twice, twice)) ||
      (within !== undefined && this.#isWithin(within)) ||
      (commands !== undefined && hasAny(this.commands, commands)) ||
      (managers !== undefined && hasAny(this.managers, managers)) ||
      (actions !== undefined && hasAny(this.actions, actions)) ||
      (parts !== undefined && hasAny(this.parts, parts))
    );
  }

  get instructions(): ReadonlySet<string> {
    this.#instructions ??= new Set(this.#kinds());
    return this.#instructions;
  }

  get twice(): ReadonlySet<string> {
    this.#twice ??= repeatedIn(this.#kinds());
    return this.#twice;
  }

  /** In small letters, with the words whole that go on in the next line. */
  get text(): string {
    this.#text ??= joined(this.#file.text, this.#file.escape).toLowerCase();
    return this.#text;
  }

  /** Those of Windows stages too, of which rules about commands are not told: too many never silence a rule. */
  get commands(): ReadonlySet<string | undefined> {
    this.#commands ??= new Set(this.#scripts().flatMap(({ commands }) => commands.map(({ name }) => name)));
    return this.#commands;
  }

  get managers(): ReadonlySet<string> {
    this.#managers ??= new Set(packageCommandsOf(this.#file.stages).map(({ manager }) => manager.name));
    return this.#managers;
  }

  get actions(): ReadonlySet<string> {
    this.#actions ??= new Set(packageCommandsOf(this.#file.stages).map(({ action }) => action));
    return this.#actions;
  }

  get parts(): ReadonlySet<string> {
    this.#parts ??= new Set(this.#scripts().flatMap(({ parts }) => parts.flatMap(namesOf)));
    return this.#parts;
  }

  get faults(): ReadonlySet<string> {
    this.#faults ??= new Set(this.#file.faults.map(({ kind }) => kind));
    return this.#faults;
  }

  #standsOn(wanted: NonNullable<Needs['bases']>): boolean {
    return wanted.some((base) => this.#file.stages.some((stage) => isOn(stage, base)));
  }

  #knows(wanted: NonNullable<Needs['facts']>): boolean {
    return wanted.some((name) => this.#file.facts[name] !== undefined);
  }

  #isWithin(wanted: NonNullable<Needs['within']>): boolean {
    return wanted.some(({ kinds, texts }) => kinds.some((kind) => includesAny(this.#textOf(kind), texts)));
  }

  #textOf(kind: string): string {
    this.#texts ??= textsOf(this.#file);
    return this.#texts.get(kind) ?? '';
  }

  #kinds(): readonly string[] {
    return this.#file.instructions.flatMap(kindsOf);
  }

  #scripts() {
    return this.#file.instructions.flatMap((one) => {
      const run = one.kind === 'onbuild' ? one.trigger : one;
      return run?.kind === 'run' && run.script ? [run.script] : [];
    });
  }
}

function hasAny(held: ReadonlySet<string | undefined>, wanted: readonly string[]): boolean {
  for (let at = 0; at < wanted.length; at++) if (held.has(wanted[at] ?? '')) return true;
  return false;
}

function includesAny(text: string, wanted: readonly string[]): boolean {
  for (let at = 0; at < wanted.length; at++) if (text.includes(wanted[at] ?? '\0')) return true;
  return false;
}

function kindsOf(one: Instruction): readonly string[] {
  return one.kind === 'onbuild' && one.trigger ? [one.kind, one.trigger.kind] : [one.kind];
}

function repeatedIn(kinds: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(kinds.filter((kind) => seen.has(kind) || !seen.add(kind)));
}

/** What all instructions of a kind say, in small letters, with the words whole that go on in the next line. */
function textsOf({ instructions, text, escape: mark }: Dockerfile): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const one of instructions) {
    const said = joined(text.slice(one.span.start, one.span.end), mark).toLowerCase();
    for (const kind of kindsOf(one)) texts.set(kind, `${texts.get(kind) ?? ''}\n${said}`);
  }
  return texts;
}

function joined(text: string, mark: string): string {
  if (!text.includes(mark)) return text;
  return text.replace(mark === '`' ? /`[ \t]*\r?\n/g : /\\[ \t]*\r?\n/g, '');
}

function isOn(stage: Stage, base: 'scratch' | 'windows'): boolean {
  return base === 'windows' ? stage.windows : stage.root.kind === 'scratch';
}

function namesOf(part: ShellPart): readonly ShellPartName[] {
  if (part.kind !== 'expansion') return [part.kind];
  return part.operator === undefined ? [part.form] : [part.form, 'operator'];
}
