/** Where COPY and ADD put their files, as absolute paths of the image. */
import { hasWildcard } from './copy-source.ts';
import type { CopyInstruction, Instruction, State, Word } from './model.ts';

/** `.` and `..` resolved, no slash at the end. */
export function absolutePath(path: string, state: State): string | undefined {
  const workdir = state.workdir.text;
  if (!path.startsWith('/') && workdir === undefined) return undefined;
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${workdir}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** Whether `path` is `folder` or lies below it. */
export function isBelow(path: string, folder: string): boolean {
  return path === folder || folder === '/' || path.startsWith(`${folder}/`);
}

/** What one source becomes: a file in the destination, or the destination itself. */
export interface Brought {
  readonly source: Word;
  readonly path: string;
  /** By its name: something with an extension is taken for a file, `.` and the like for a folder. */
  readonly file: boolean;
}

/** Where each source of known name ends up; a folder's content goes into the destination. */
export function broughtBy(copy: CopyInstruction): readonly Brought[] {
  const found = known.get(copy) ?? pathsOf(copy);
  known.set(copy, found);
  return found;
}

/** Asked anew for each command that removes or changes something. */
const known = new WeakMap<CopyInstruction, readonly Brought[]>();

function pathsOf(copy: CopyInstruction): readonly Brought[] {
  const to = copy.destination?.text;
  const base = to === undefined ? undefined : absolutePath(to, copy.state);
  if (to === undefined || base === undefined) return [];
  const folder = /(?:^|\/)\.{0,2}$/.test(to) || copy.sources.length > 1 || base === copy.state.workdir.text;
  return copy.sources.flatMap((source): Brought[] => {
    const text = source.text;
    if (text === undefined || /^[a-z]+:\/\//i.test(text)) return [];
    const name = text.slice(text.lastIndexOf('/') + 1);
    const file = /\.[A-Za-z0-9]+$/.test(name) && !hasWildcard(name);
    const path = folder && file ? (base === '/' ? `/${name}` : `${base}/${name}`) : base;
    return [{ source, path, file }];
  });
}

export function isCopy(instruction: Instruction): instruction is CopyInstruction {
  return instruction.kind === 'copy' || instruction.kind === 'add';
}

/** Whether a source is, by its name, a script, a setting or a list: a few kilobytes, whatever is done with them. */
export function isSmall(text: string): boolean {
  const smallNames =
    /^(?:\.?[A-Za-z0-9_-]*(?:rc|config|conf|crontab|scripts?|entrypoint)|LICENSE|NOTICE|README|Makefile|Gemfile|Rakefile|Procfile|VERSION|start|run|init|etc|hooks|cron)$/i;
  const heavy =
    /\.(?:tar|gz|tgz|bz2|tbz2?|xz|txz|zst|zip|7z|rar|jar|war|ear|deb|rpm|apk|whl|egg|so|a|dll|exe|bin|run|iso|img|dump|sqlite|db|onnx|pt|pth|h5|model|gguf|safetensors|mp4|pdf)$/i;
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  const name = parts.at(-1) ?? '';
  if (/^\*$/.test(name)) return smallNames.test(parts.at(-2) ?? '');
  if (heavy.test(name)) return false;
  return /\.[A-Za-z0-9_]+$/.test(name) || smallNames.test(name);
}
