/** Where COPY and ADD put their files, as absolute paths of the image. */
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
  const to = copy.destination?.text;
  const base = to === undefined ? undefined : absolutePath(to, copy.state);
  if (to === undefined || base === undefined) return [];
  const folder = /(?:^|\/)\.{0,2}$/.test(to) || copy.sources.length > 1 || base === copy.state.workdir.text;
  return copy.sources.flatMap((source): Brought[] => {
    const text = source.text;
    if (text === undefined || /^[a-z]+:\/\//i.test(text)) return [];
    const name = text.slice(text.lastIndexOf('/') + 1);
    const file = /\.[A-Za-z0-9]+$/.test(name) && !/[*?[]/.test(name);
    const path = folder && file ? (base === '/' ? `/${name}` : `${base}/${name}`) : base;
    return [{ source, path, file }];
  });
}

export function isCopy(instruction: Instruction): instruction is CopyInstruction {
  return instruction.kind === 'copy' || instruction.kind === 'add';
}
