/** Files that hold files: told by their first bytes, opened in memory within a budget. */
import { gitObject, gitPack } from './git.ts';
import { gzip, zstd } from './gzip.ts';
import { tar } from './tar.ts';
import { zip } from './zip.ts';

/** One file of a container; `start` and `end` say where it is stored there. */
export interface Member {
  readonly name: string;
  /** Only lent, until the next member is asked for or another container is opened. */
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/** What may still be unpacked of one file, and why not more was. */
export interface Budget {
  bytes: number;
  members: number;
  exceeded?: string;
}

export interface Container {
  /** Whether a file of this path that begins with these bytes is one. */
  is(head: Uint8Array, path: string): boolean;
  members(bytes: Buffer, budget: Budget, path: string): Iterable<Member>;
}

/** Bytes at the start of a file that tell what it is. */
export const headSize = 512;
/** A container beyond this is scanned as it is stored, and the report says so. */
export const largestContainer = 128 * 1024 * 1024;
/** No member is unpacked beyond this. */
export const largestMember = 64 * 1024 * 1024;

export function newBudget(): Budget {
  return { bytes: 512 * 1024 * 1024, members: 100_000 };
}

const containers: readonly Container[] = [gzip, zip, zstd, tar, gitPack, gitObject];

export function containerOf(head: Uint8Array, path: string): Container | undefined {
  return containers.find((container) => container.is(head, path));
}

/** Takes what one member needs; false when there is not so much left. */
export function spend(budget: Budget, bytes: number): boolean {
  budget.bytes -= bytes;
  budget.members -= 1;
  if (budget.bytes >= 0 && budget.members >= 0) return true;
  budget.exceeded = 'it holds more than is unpacked of one file';
  return false;
}
