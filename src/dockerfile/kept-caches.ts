/** Caches of package managers that stay in a layer. */
import type { Fix } from '../finding.ts';
import { mountCovers, removes } from './caches.ts';
import { appendCommand, insertAfter, isChain } from './command-edits.ts';
import { fix } from './edits.ts';
import type { Dockerfile, RunInstruction, Stage } from './model.ts';
import { type PackageRan, packageCommandsOf } from './package-commands.ts';
import { type Action, cleans, type ManagerName, managerOf, type PackageManager } from './packages.ts';
import { after, commandsOf } from './ran.ts';
import type { Command } from './script-model.ts';

/** A command that fills a cache which nothing empties before its layer is done. */
export interface KeptCache extends PackageRan {
  /** As the table writes it, `~` for the home. */
  readonly path: string;
}

const fills: readonly Action[] = ['install', 'sync', 'refresh', 'upgrade', 'dist-upgrade'];

/** For each RUN the commands of these managers whose caches it keeps. */
export function keptCaches(stages: readonly Stage[], ...managers: readonly ManagerName[]): readonly KeptCache[] {
  return packageCommandsOf(stages, ...managers).flatMap((ran) => {
    if (
      !fills.includes(ran.action) ||
      isOff(ran) ||
      isElsewhere(ran) ||
      ran.command.has('--help', '--dry-run', '--download-only')
    )
      return [];
    // Managers list where their cache may be; the first is where it is unless something moved it.
    const path = ran.manager.caches[0]?.path;
    return path === undefined || !isKept(ran) ? [] : [{ ...ran, path }];
  });
}

function isKept({ manager, command, run }: PackageRan): boolean {
  const paths = caches(manager).flatMap((path) => places(path, run));
  if (paths.some((path) => mountCovers(run, path))) return false;
  const later = after(command);
  if (later.some((one) => paths.some((path) => removes(one, path)))) return false;
  return !later.some((one) => cleansFor(manager, one) || mayClean(one, paths));
}

/** Commands that are handed others' text. */
const handing: readonly string[] = ['sh', 'bash', 'dash', 'ash', 'eval', 'su', 'find', 'xargs'];

function saysClean(text: string): boolean {
  return text.toLowerCase().includes('clean');
}

/** A script that says it cleans up, or a text for another shell that names the path. */
function mayClean({ name = '', args }: Command, paths: readonly string[]): boolean {
  if (saysClean(name)) return true;
  if (!handing.includes(name)) return false;
  return args.some(({ raw }) => saysClean(raw) || paths.some((path) => raw.includes(path)));
}

/** The managers of RPM packages clean up for each other: on most systems one is another name of the other. */
function cleansFor(manager: PackageManager, command: Command): boolean {
  if (manager.versions === 'rpm' && managerOf(command)?.versions === 'rpm') return cleans(command).length > 0;
  return cleans(command).some((path) => caches(manager).includes(path));
}

/** Where there is an index, it is what weighs: official images keep apt from storing archives. */
function caches(manager: PackageManager): readonly string[] {
  const indexes = manager.name === 'apt' ? manager.caches.filter(({ what }) => what === 'index') : manager.caches;
  return indexes.map(({ path }) => path);
}

/** A path of the table as people write it: `~`, and the home of whoever runs it. */
function places(path: string, { state }: RunInstruction): readonly string[] {
  if (!path.startsWith('~/')) return [path];
  const rest = path.slice(1);
  const home = state.env('HOME');
  const user = state.user.text?.split(':')[0];
  const homes = user === 'root' || user === '0' ? ['/root'] : user === undefined ? [] : [`/home/${user}`, `/${user}`];
  return [path, ...homes.map((one) => one + rest), ...(home?.text === undefined ? [] : [home.text + rest])];
}

/** A flag or a variable says that nothing is to be kept. What the variable holds need not be known. */
function isOff({ manager, command, run, stage }: PackageRan): boolean {
  if (command.has(...(manager.noCacheFlags ?? []))) return true;
  const names = manager.noCacheEnv ?? [];
  if (names.some((name) => run.state.env(name) !== undefined || isSet(command, name))) return true;
  return manager.name === 'pip' && stage.lineage.some(configuresPip);
}

const pipConfigured = new WeakMap<Stage, boolean>();

function configuresPip(stage: Stage): boolean {
  const found = pipConfigured.get(stage) ?? commandsOf([stage], 'pip', 'pip3').some(configuresCache);
  pipConfigured.set(stage, found);
  return found;
}

/** `pip config set global.no-cache-dir true`. */
function configuresCache({ command: { args } }: { readonly command: Command }): boolean {
  return args[0]?.text === 'config' && args.some(({ raw }) => /no[-_]cache[-_]dir/.test(raw));
}

/** Set in front of the command, or exported before it. */
function isSet(command: Command, name: string): boolean {
  const sets = (one: Command) =>
    one.assignments.some((assignment) => assignment.name === name) ||
    one.args.some(({ raw }) => raw.startsWith(`${name}=`));
  return sets(command) || command.script.commands.some((one) => one !== command && sets(one));
}

/** A flag or a variable moves the cache to where this does not look. */
function isElsewhere({ manager, command, run }: PackageRan): boolean {
  const flags = manager.cacheFlags ?? [];
  if (command.has(...flags) || command.args.some(({ raw }) => flags.some((flag) => raw.startsWith(`${flag}=`))))
    return true;
  const names = manager.cacheEnv ?? [];
  return names.some((name) => run.state.env(name) !== undefined || isSet(command, name));
}

/** Only the first of each RUN: where one clean-up at the end serves them all. */
export function oncePerRun(kept: readonly KeptCache[]): readonly KeptCache[] {
  const seen = new Set<RunInstruction>();
  return kept.filter(({ run }) => !seen.has(run) && seen.add(run));
}

/** A flag after the verb, by which nothing is kept. */
export function withFlag(kept: KeptCache, flag: string): readonly Fix[] {
  return [fix(`Give ${flag}`, 'safe', insertAfter(kept.verbWord, ` ${flag}`))];
}

/** A clean-up at the end of the RUN: safe where it runs exactly when all before it succeeded. */
export function withCleanUp(file: Dockerfile, { command: { script } }: PackageRan, cleanUp: string): readonly Fix[] {
  const edit = appendCommand(file, script, cleanUp);
  return edit === undefined ? [] : [fix(`End with ${cleanUp}`, isChain(script) ? 'safe' : 'unsafe', edit)];
}
