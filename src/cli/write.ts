/** Files written whole or not at all. */
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { UsageError } from './io.ts';
import { unwritten } from './read.ts';

/** A file, and how messages call it. */
export interface Destination {
  readonly path: string;
  readonly name: string;
}

/** Nobody ever reads a half of it; where it cannot be written, nothing is left behind and a `UsageError` says why. */
export function writeAtomically({ path, name }: Destination, out: string | Iterable<string>): void {
  const part = `${path}.${process.pid}.part`;
  try {
    writeFileSync(part, typeof out === 'string' ? out : [...out].join(''));
    renameSync(part, path);
  } catch (error) {
    if (existsSync(part)) rmSync(part, { force: true });
    throw new UsageError(unwritten(error, `\`${name}\``));
  }
}
