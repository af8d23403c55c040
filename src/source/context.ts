/** The build context of a Dockerfile, as far as it can be told: the `.dockerignore` in force, and which files there are. */
import { type Dirent, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { hasWildcard, isAddress } from '../dockerfile/copy-source.ts';
import type { Context } from '../dockerfile/facts.ts';
import type { Dockerfile, Word } from '../dockerfile/model.ts';
import { parse } from '../dockerfile/parse.ts';
import { nameOf, pathOf } from './name.ts';

export interface ContextOptions {
  /** The folder given to the build; without it the Dockerfile's own, where what it copies lies there. */
  readonly directory?: string;
  /** The folder that reports name files from. */
  readonly cwd: string;
  /** The Dockerfile's text, where it is not what the disk has. */
  readonly text?: string;
  /** The Dockerfile itself, where it was read already. */
  readonly parsed?: Pick<Dockerfile, 'stages'>;
  /** Told when somebody looks at the files, for who keeps what came of it. */
  readonly looked?: Looked;
}

/** Whether anybody asked which files there are, and how large they are. */
export interface Looked {
  files: boolean;
  sizes: boolean;
}

/** More files than this are not listed: then it is not known which there are. */
const LIMIT = 50_000;

/** Folders that tools fill: only what lies directly in them is listed. */
const filled: readonly string[] = ['.git', '.hg', '.svn', 'node_modules'];

/** `undefined` where the context is not known: no folder was given, and what the Dockerfile copies is not beside it. */
export function gatherContext(dockerfile: string, options: ContextOptions): Context | undefined {
  const found = findContext(dockerfile, options);
  if (found === undefined) return undefined;
  let listed: { readonly files: Context['files'] } | undefined;
  return {
    ...found.context,
    // A large tree takes a while to list, and few rules ask.
    get files() {
      if (options.looked) options.looked.files = true;
      listed ??= { files: listFiles(found.path, options.looked) };
      return listed.files;
    },
  };
}

/** The same for who has other things to do: the folder is listed bit by bit. */
export async function gatherContextAside(dockerfile: string, options: ContextOptions): Promise<Context | undefined> {
  const found = findContext(dockerfile, options);
  return found && { ...found.context, files: await listFilesAside(found.path) };
}

function findContext(
  dockerfile: string,
  options: ContextOptions,
): { readonly path: string; readonly context: Omit<Context, 'files'> } | undefined {
  const path = pathOf(dockerfile, options.cwd);
  const directory = options.directory === undefined ? dirname(path) : resolve(options.cwd, options.directory);
  const isKnown =
    options.directory === undefined ? copiesFrom(stagesOf(path, options), directory) : isFolder(directory);
  if (!isKnown) return undefined;
  const ignore = ignoreFile(path, directory);
  const context = {
    directory: nameOf(directory, options.cwd) || '.',
    ...(ignore !== undefined && { ignore: { file: nameOf(ignore.path, options.cwd), text: ignore.text } }),
  };
  return { path: directory, context };
}

function stagesOf(path: string, { parsed, text = parsed ? undefined : readText(path) }: ContextOptions) {
  if (parsed) return parsed.stages;
  return text === undefined ? [] : parse(text, { file: 'Dockerfile' }).stages;
}

/** Everything that the Dockerfile copies by a plain name lies in the folder, and there is something. */
function copiesFrom(stages: Dockerfile['stages'], directory: string): boolean {
  let copies = false;
  let isTold = false;
  for (const { text } of stages.flatMap(copied)) {
    if (text === undefined || hasWildcard(text) || isAddress(text)) continue;
    copies = true;
    if (whole.includes(text)) continue;
    if (!existsSync(join(directory, text))) return false;
    isTold = true;
  }
  // A whole folder can be copied from any: this one is a project's when it says so itself.
  return isTold || (copies && ['.dockerignore', '.git'].some((name) => existsSync(join(directory, name))));
}

/** What a stage copies of the context. */
function copied(stage: Dockerfile['stages'][number]): readonly Word[] {
  return stage.of('copy', 'add').flatMap(({ from, sources }) => (from === undefined ? sources : []));
}

/** The context itself. */
const whole: readonly string[] = ['', '.', '/', './'];

/** `<Dockerfile>.dockerignore` beside the Dockerfile goes before `.dockerignore` in the context. */
function ignoreFile(path: string, directory: string): { path: string; text: string } | undefined {
  const own = join(dirname(path), `${basename(path)}.dockerignore`);
  for (const candidate of [own, join(directory, '.dockerignore')]) {
    const text = readText(candidate);
    if (text !== undefined) return { path: candidate, text };
  }
  return undefined;
}

/** Paths relative to the folder, with `/`. Links are listed and not followed. */
function listFiles(directory: string, looked?: Looked): Map<string, { readonly size: number }> | undefined {
  const listing = new Listing(directory, looked);
  while (listing.goOn()) if (listing.files.size > LIMIT) return undefined;
  return listing.files;
}

async function listFilesAside(directory: string): Promise<Map<string, { readonly size: number }> | undefined> {
  const listing = new Listing(directory);
  while (listing.goOn()) {
    if (listing.files.size > LIMIT) return undefined;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return listing.files;
}

/** A folder being listed, one folder below it at a time. */
class Listing {
  readonly files = new Map<string, { readonly size: number }>();
  readonly #directory: string;
  readonly #folders = [''];
  readonly #looked: Looked | undefined;

  constructor(directory: string, looked?: Looked) {
    this.#directory = directory;
    this.#looked = looked;
  }

  /** `false` when there is nothing more. */
  goOn(): boolean {
    const folder = this.#folders.pop();
    if (folder === undefined) return false;
    for (const entry of entriesOf(join(this.#directory, folder))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!filled.includes(basename(folder))) this.#folders.push(path);
      } else this.files.set(path, listed(join(this.#directory, path), this.#looked));
    }
    return true;
  }
}

/** Its size is looked up when somebody asks. */
function listed(path: string, looked: Looked | undefined): { readonly size: number } {
  return {
    get size() {
      if (looked) looked.sizes = true;
      return sizeOf(path);
    },
  };
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
