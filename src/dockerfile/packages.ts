/** What commands do with packages, by the one table of package managers. */
import {
  type Action,
  describeManager,
  type ManagerName,
  managerOfProgram,
  type PackageManager,
} from './data/package-managers.ts';
import { type PackageText, readPackage } from './package-word.ts';
import type { Command, ShellWord } from './script-model.ts';

export type { Action, CachePath, CleanUp, ManagerName, PackageManager } from './data/package-managers.ts';
export type { PackageKind } from './package-word.ts';

/** A package named on a command line. `name` and `version` are `undefined` where they are not known. */
export interface PackageWord extends PackageText {
  readonly word: ShellWord;
}

/** One command that a package manager runs. */
export interface PackageCommand {
  readonly manager: PackageManager;
  readonly action: Action;
  /** As written: `install`, `pip install`. */
  readonly verb: string;
  /** The last word of the verb; the command's name where it has none. */
  readonly verbWord: ShellWord;
  readonly command: Command;
  /** The words after the verb that are no flags. */
  readonly operands: readonly ShellWord[];
  /** For installs: what the operands name. A version flag counts for every one of them. */
  readonly packages: readonly PackageWord[];
}

const made = new Map<ManagerName, PackageManager>();

function managerNamed(name: ManagerName): PackageManager {
  const manager = made.get(name) ?? describeManager(name);
  made.set(name, manager);
  return manager;
}

/** The manager whose program this command runs, versioned names as `pip3.12` included. */
export function managerOf(command: Command): PackageManager | undefined {
  return managerCalled(command.name ?? '');
}

/** The manager whose program has this name. */
export function managerCalled(program: string): PackageManager | undefined {
  const name = managerOfProgram(program) ?? versioned(program);
  return name && managerNamed(name);
}

function versioned(program: string): ManagerName | undefined {
  return program.startsWith('pip') && /^pip[23]?(?:\.\d+)?$/.test(program) ? 'pip' : undefined;
}

/** By command: in the editor one may be of many versions of a text. */
const known = new WeakMap<Command, { readonly found: PackageCommand | undefined }>();

/** What a command does with packages; `undefined` when it is no package manager's, or its verb is not known. */
export function packageCommand(command: Command): PackageCommand | undefined {
  const manager = managerOf(command);
  if (manager === undefined) return undefined;
  const before = known.get(command);
  if (before !== undefined) return before.found;
  const found = readCommand(manager, command);
  known.set(command, { found });
  return found;
}

function readCommand(manager: PackageManager, command: Command): PackageCommand | undefined {
  if (manager.name === 'pacman') return pacman(manager, command);
  if (manager.name === 'maven' || manager.name === 'gradle') return goals(manager, command);
  const { operands } = command.parsed;
  if (operands.length === 0 && command.args.length > 0 && command.has(...asks)) return undefined;
  const found = findVerb(manager, operands);
  if (found === undefined) return undefined;
  const { action, verb } = found;
  const length = verb === '' ? 0 : verb.split(' ').length;
  const rest = operands.slice(length);
  const verbWord = operands[length - 1] ?? command.nameWord;
  if (verbWord === undefined) return undefined;
  const packages = action === 'install' ? packagesOf(manager, command, rest) : [];
  return {
    manager,
    action: settled(manager, action, packages, command),
    verb,
    verbWord,
    command,
    operands: rest,
    packages,
  };
}

/** `yarn --version` does nothing with packages. */
const asks = ['--version', '-v', '-V', '--help', '-h'];

/** `npm install`, `pip install -r FILE` and the like name no package: they follow a manifest. */
function settled(manager: PackageManager, action: Action, packages: readonly PackageWord[], command: Command): Action {
  if (action !== 'install' || packages.length > 0) return action;
  if (manager.name === 'npm') return 'sync';
  const follows = command.has('-r', '--requirement', '-e', '--editable', '--requirements', '--group', '-f', '--file');
  return (manager.name === 'pip' || manager.name === 'uv' || manager.name === 'conda') && follows ? 'sync' : action;
}

/** The longest verb that the operands begin with. */
function findVerb(
  manager: PackageManager,
  operands: readonly ShellWord[],
): { action: Action; verb: string } | undefined {
  for (let length = Math.min(3, operands.length); length >= 0; length--) {
    const words = operands.slice(0, length).map(({ text }) => text ?? '$');
    const verb = words.join(' ');
    for (const action of actions) if (manager.verbs[action]?.includes(verb)) return { action, verb };
    if (length === 1) break;
  }
  if (operands.length > 0) return undefined;
  return manager.verbs.sync?.includes('') ? { action: 'sync', verb: '' } : undefined;
}

const actions: readonly Action[] = ['install', 'sync', 'refresh', 'upgrade', 'dist-upgrade', 'remove', 'clean'];

function packagesOf(manager: PackageManager, command: Command, operands: readonly ShellWord[]): PackageWord[] {
  const version = manager.versionFlags === undefined ? undefined : command.valueOf(...manager.versionFlags);
  return operands.flatMap((word) => {
    const read = readPackage(manager, word);
    if (read === undefined) return [];
    const given =
      read.version === undefined && version !== undefined ? { version: version.text ?? version.prefix } : {};
    return [{ ...read, ...given, word }];
  });
}

/** `clean package`, `:app:build`: any of several goals may be the verb. */
function goals(manager: PackageManager, command: Command): PackageCommand | undefined {
  const { operands } = command.parsed;
  const goal = ({ text = '' }: ShellWord): string => (manager.name === 'gradle' ? text.replace(/.*:/, '') : text);
  for (const action of actions) {
    const verbWord = operands.find((word) => manager.verbs[action]?.includes(goal(word)));
    if (verbWord === undefined) continue;
    return { manager, action, verb: verbWord.text ?? '', verbWord, command, operands, packages: [] };
  }
  return undefined;
}

/** `-S`, `-Syu`: the verb is a flag. */
function pacman(manager: PackageManager, command: Command): PackageCommand | undefined {
  const verb = command.args.find(({ text }) => /^-(?:S|R)[a-z]*$/.test(text ?? '')) ?? command.args[0];
  const text = verb?.text ?? '';
  const { operands } = command.parsed;
  const verbWord = verb ?? command.nameWord;
  if (verbWord === undefined) return undefined;
  const common = { manager, verb: text, verbWord, command, operands };
  if (/^-R|^--remove$/.test(text)) return { ...common, action: 'remove', packages: [] };
  if (!/^-S|^--sync$/.test(text)) return undefined;
  if (/c/.test(text)) return { ...common, action: 'clean', packages: [] };
  const packages = packagesOf(manager, command, operands);
  if (packages.length > 0) return { ...common, action: 'install', packages };
  return { ...common, action: /u/.test(text) ? 'upgrade' : 'refresh', packages };
}

/** The packages that a command installs by name, with manager and verb; `undefined` when it installs none. */
export function installs(command: Command): PackageCommand | undefined {
  const found = packageCommand(command);
  return found?.action === 'install' ? found : undefined;
}

/** Whether a command would stop and ask. `undefined`: unknown, as when a flag is a variable. */
export function asksQuestions({ manager, command }: PackageCommand): boolean | undefined {
  const { assumeYes } = manager;
  if (assumeYes === undefined || assumeYes.length === 0) return false;
  if (command.has(...assumeYes)) return false;
  if (manager.name === 'apt' && quietEnough(command)) return false;
  return command.args.some(({ text, prefix }) => text === undefined && prefix === '') ? undefined : true;
}

/** apt: `-qq`, `-q=2` and `-o APT::Get::Assume-Yes=true` mean yes. */
function quietEnough({ args }: Command): boolean {
  let quiet = 0;
  for (const { text = '' } of args) {
    if (/^-q+$/.test(text)) quiet += text.length - 1;
    else if (/^-q=[2-9]$/.test(text)) quiet += 2;
    else if (text === '--quiet') quiet++;
    else if (/^(?:-o|--option=)?["']?APT::Get::Assume-Yes(?:=(?:true|yes|1))?["']?$/i.test(text)) return true;
    else if (text === '--force-yes') return true;
  }
  return quiet >= 2;
}

/** The paths that a command's manager fills, and those that a clean-up command empties. */
export function cleans(command: Command): readonly string[] {
  const found = packageCommand(command);
  if (found?.action !== 'clean') return [];
  const ups = found.manager.cleanUps ?? [];
  return ups
    .filter(({ verb, flags }) => verb === found.verb && (flags === undefined || command.has(...flags)))
    .flatMap(({ paths }) => paths);
}
