/** What a Dockerfile holds, so that a rule is asked only about files that it can have something to say of. */
import type { Dockerfile, Needs, Stage } from './model.ts';
import { packageCommandsOf } from './package-commands.ts';
import type { ShellPart, ShellPartName } from './script-model.ts';

/** Each question is worked out once per file, and only when a rule asks it. */
export class Held {
  readonly #file: Dockerfile;
  #instructions: ReadonlySet<string> | undefined;
  #commands: ReadonlySet<string | undefined> | undefined;
  #managers: ReadonlySet<string> | undefined;
  #actions: ReadonlySet<string> | undefined;
  #parts: ReadonlySet<string> | undefined;
  #faults: ReadonlySet<string> | undefined;
  #text: string | undefined;

  constructor(file: Dockerfile) {
    this.#file = file;
  }

  any({ instructions, commands, managers, actions, parts, faults, texts, bases, facts }: Needs): boolean {
    return (
      instructions?.some((kind) => this.instructions.has(kind)) ||
      texts?.some((text) => this.text.includes(text)) ||
      bases?.some((base) => this.#file.stages.some((stage) => isOn(stage, base))) ||
      facts?.some((name) => this.#file.facts[name] !== undefined) ||
      faults?.some((kind) => this.faults.has(kind)) ||
      commands?.some((name) => this.commands.has(name)) ||
      managers?.some((name) => this.managers.has(name)) ||
      actions?.some((name) => this.actions.has(name)) ||
      parts?.some((name) => this.parts.has(name)) ||
      false
    );
  }

  get instructions(): ReadonlySet<string> {
    this.#instructions ??= new Set(
      this.#file.instructions.flatMap((one) =>
        one.kind === 'onbuild' && one.trigger ? [one.kind, one.trigger.kind] : one.kind,
      ),
    );
    return this.#instructions;
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

  #scripts() {
    return this.#file.instructions.flatMap((one) => {
      const run = one.kind === 'onbuild' ? one.trigger : one;
      return run?.kind === 'run' && run.script ? [run.script] : [];
    });
  }
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
