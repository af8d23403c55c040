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

  #some(needs: Needs): boolean {
    return (
      needs.instructions?.some((kind) => this.instructions.has(kind)) ||
      needs.texts?.some((text) => this.text.includes(text)) ||
      needs.bases?.some((base) => this.#file.stages.some((stage) => isOn(stage, base))) ||
      needs.facts?.some((name) => this.#file.facts[name] !== undefined) ||
      needs.faults?.some((kind) => this.faults.has(kind)) ||
      needs.twice?.some((kind) => this.twice.has(kind)) ||
      needs.within?.some(({ kinds, texts }) =>
        kinds.some((kind) => texts.some((text) => this.#textOf(kind).includes(text))),
      ) ||
      needs.commands?.some((name) => this.commands.has(name)) ||
      needs.managers?.some((name) => this.managers.has(name)) ||
      needs.actions?.some((name) => this.actions.has(name)) ||
      needs.parts?.some((name) => this.parts.has(name)) ||
      false
    );
  }

  get instructions(): ReadonlySet<string> {
    this.#instructions ??= new Set(this.#kinds());
    return this.#instructions;
  }

  get twice(): ReadonlySet<string> {
    const seen = new Set<string>();
    this.#twice ??= new Set(this.#kinds().filter((kind) => seen.has(kind) || !seen.add(kind)));
    return this.#twice;
  }

  /** In small letters, with the words whole that go on in the next line. */
  get text(): string {
    this.#text ??= joined(this.#file).toLowerCase();
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

function kindsOf(one: Instruction): readonly string[] {
  return one.kind === 'onbuild' && one.trigger ? [one.kind, one.trigger.kind] : [one.kind];
}

/** What all instructions of a kind say, in small letters. */
function textsOf({ instructions, text }: Dockerfile): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const one of instructions) {
    const said = text.slice(one.span.start, one.span.end).toLowerCase();
    for (const kind of kindsOf(one)) texts.set(kind, `${texts.get(kind) ?? ''}\n${said}`);
  }
  return texts;
}

function joined(file: Dockerfile): string {
  if (!file.text.includes(file.escape)) return file.text;
  return file.text.replace(file.escape === '`' ? /`[ \t]*\r?\n/g : /\\[ \t]*\r?\n/g, '');
}

function isOn(stage: Stage, base: 'scratch' | 'windows'): boolean {
  return base === 'windows' ? stage.windows : stage.root.kind === 'scratch';
}

function namesOf(part: ShellPart): readonly ShellPartName[] {
  if (part.kind !== 'expansion') return [part.kind];
  return part.operator === undefined ? [part.form] : [part.form, 'operator'];
}
