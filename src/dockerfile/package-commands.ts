/** What stages do with packages while they are built: found once per stage, asked for by many rules. */

import type { RunInstruction, Stage } from './model.ts';
import type { ManagerName, PackageCommand, PackageWord } from './packages.ts';
import { packageCommand } from './packages.ts';
import { commandsOf, each, type Ran } from './ran.ts';

export interface PackageRan extends Ran, PackageCommand {}

const known = new WeakMap<Stage, readonly PackageRan[]>();

/** Every command of a package manager in the RUNs of these stages; only those of certain managers, when any are given. */
export function packageCommandsOf(
  stages: readonly Stage[],
  ...managers: readonly ManagerName[]
): readonly PackageRan[] {
  const all = each(stages, found);
  return managers.length === 0 ? all : all.filter(({ manager }) => managers.includes(manager.name));
}

function found(stage: Stage): readonly PackageRan[] {
  const before = known.get(stage);
  if (before !== undefined) return before;
  const all = commandsOf([stage]).flatMap((ran): PackageRan[] => {
    const what = packageCommand(ran.command);
    return what === undefined ? [] : [{ ...ran, ...what }];
  });
  known.set(stage, all);
  return all;
}

const byRun = new WeakMap<Stage, ReadonlyMap<RunInstruction, readonly PackageRan[]>>();

/** Every command of a package manager in the RUN of this one. */
export function packageCommandsBeside({ stage, run }: Ran): readonly PackageRan[] {
  const before = byRun.get(stage);
  const index = before ?? Map.groupBy(packageCommandsOf([stage]), (one) => one.run);
  if (before === undefined) byRun.set(stage, index);
  return index.get(run) ?? [];
}

/** An install some of whose packages may come in any version. */
export interface Unpinned extends PackageRan {
  /** At least one. */
  readonly loose: readonly PackageWord[];
  readonly first: PackageWord;
}

/** Tags that move: `latest` and the like are no versions. */
const moving: readonly string[] = ['latest', 'next', 'none'];

/** Verbs whose operands are no packages of the index, or bring them in other versions. */
const otherVerbs: readonly string[] = [
  'build-dep',
  'builddep',
  'satisfy',
  'group install',
  'groupinstall',
  'module install',
  'patch-install',
];

/** Installs by name without a version. A constraints file, and anything not known, counts as one. */
export function unpinnedInstalls(stages: readonly Stage[], ...managers: readonly ManagerName[]): readonly Unpinned[] {
  return packageCommandsOf(stages, ...managers).flatMap((ran) => {
    if (ran.action !== 'install' || otherVerbs.includes(ran.verb) || constrained(ran)) return [];
    const loose = ran.packages.filter(isLoose);
    const [first] = loose;
    return first === undefined ? [] : [{ ...ran, loose, first }];
  });
}

function constrained({ manager, command }: PackageCommand): boolean {
  if (manager.name === 'pip' || manager.name === 'uv') return command.has('-c', '--constraint', '--require-hashes');
  return manager.name === 'cargo' && command.has('--path');
}

function isLoose({ kind, name, version, word }: PackageWord): boolean {
  if (kind === 'url') return version === undefined && word.text !== undefined && /^git[+@:]|\.git$/.test(word.text);
  if (kind !== 'package' || name === undefined) return false;
  return version === undefined || (moving.includes(version) && word.text !== undefined);
}

/** `a`, `b` and 3 more: as many names as a sentence carries, in backticks. */
export function named(words: readonly { readonly name: string | undefined }[]): string {
  const names = words.map(({ name }) => `\`${name ?? ''}\``);
  const shown = names.length > 3 ? names.slice(0, 2) : names.slice(0, -1);
  const rest = names.length > 3 ? `${names.length - 2} more` : names.at(-1);
  return shown.length === 0 ? `${rest}` : `${shown.join(', ')} and ${rest}`;
}
