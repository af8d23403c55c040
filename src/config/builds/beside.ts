/** Whether compose and bake files lie beside a Dockerfile or above it: asked of every file of a run, before anything is read. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { below } from '../find.ts';

/** Each with what is read over it. The first of a group that is there is read. */
const usual = [
  [
    ['compose.yaml', 'compose.override.yaml', 'compose.override.yml'],
    ['compose.yml', 'compose.override.yml', 'compose.override.yaml'],
    ['docker-compose.yml', 'docker-compose.override.yml', 'docker-compose.override.yaml'],
    ['docker-compose.yaml', 'docker-compose.override.yaml', 'docker-compose.override.yml'],
  ],
  [
    ['docker-bake.json', 'docker-bake.override.json', 'docker-bake.hcl', 'docker-bake.override.hcl'],
    ['docker-bake.hcl', 'docker-bake.override.json', 'docker-bake.override.hcl'],
  ],
] as const;

/** The folders of a run, each listed once. */
export class BuildFolders {
  readonly #cwd: string;
  readonly #folders = new Map<string, ReadonlySet<string>>();
  readonly #repositories = new Map<string, boolean>();

  /** `cwd` is where the search ends for what is in no repository. */
  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  /** Build files beside a Dockerfile and above it, in its repository; those of a group are read as one. */
  candidates(dockerfile: string): readonly (readonly string[])[] {
    const found: (readonly string[])[] = [];
    for (const folder of this.#above(dirname(dockerfile))) {
      const names = this.#list(folder);
      for (const kind of usual) {
        const group = kind.find((files) => names.has(files[0]));
        if (group) found.push(group.filter((name) => names.has(name)).map((name) => join(folder, name)));
      }
    }
    return found;
  }

  /** From a folder up to the root of its repository; where there is none, to the folder the command was started in. */
  #above(folder: string): readonly string[] {
    const passed: string[] = [];
    for (let at = folder; ; at = dirname(at)) {
      passed.push(at);
      if (this.#isRepository(at)) break;
      if (dirname(at) !== at) continue;
      const own = passed.indexOf(this.#cwd);
      passed.length = own === -1 ? 1 : own + 1;
      break;
    }
    return passed;
  }

  /** Asked of folders that are not listed, too: `/tmp` may be full. */
  #isRepository(folder: string): boolean {
    const known = this.#repositories.get(folder) ?? existsSync(below(folder, '.git'));
    this.#repositories.set(folder, known);
    return known;
  }

  #list(folder: string): ReadonlySet<string> {
    const known = this.#folders.get(folder) ?? new Set(namesIn(folder));
    this.#folders.set(folder, known);
    return known;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
