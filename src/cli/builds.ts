/** `--from`, and what lies beside the Dockerfiles of a run: read only where there is something to read. */
import { resolve } from 'node:path';
import { BuildFolders } from '../config/builds/beside.ts';
import type { Unknown } from '../config/builds/plan.ts';
import type { Builds } from '../config/builds/ways.ts';
import type { Problem, Skipped } from '../finding.ts';
import { isSecretName } from '../secrets/names.ts';
import { pathOf } from '../source/name.ts';
import type { LintFlags } from './flags.ts';
import type { Io } from './io.ts';

interface Asked {
  readonly io: Pick<Io, 'cwd'>;
  /** The Dockerfiles of the run. */
  readonly files: readonly string[];
  /** Is told of every build file that is read. */
  readonly read: (name: string, text: string) => void;
}

export async function buildsFor(
  { from }: Pick<LintFlags, 'from'>,
  { io, files, read }: Asked,
): Promise<Builds | undefined> {
  if (from === false) return undefined;
  const folders = new BuildFolders(io.cwd);
  const isThere = (file: string) => folders.candidates(pathOf(file, io.cwd)).length > 0;
  if (from === undefined && !files.some(isThere)) return undefined;
  const { buildsOf } = await import('../config/builds/ways.ts');
  const named = from?.map((path) => resolve(io.cwd, path));
  return buildsOf({ from: named, cwd: io.cwd, hidden: isSecretName, read });
}

/** What a run is to tell of builds that are not known: where Dockerfiles were named, only of those that may build one of them. */
export function unknownTo(builds: Builds | undefined, paths: readonly string[]): readonly Unknown[] {
  return (builds?.unknown ?? []).filter(({ isInline }) => paths.length === 0 || !isInline);
}

/** A build that is not known, as a report says it. */
export function unknownBuild({ what, reason, message, origin: { file, span } }: Unknown): Skipped {
  return { what, reason, detail: message, place: { kind: 'file', file, span } };
}

/** A file of builds or of configuration that cannot be read, as a report says it. */
export function unread({ message, file = '', span, line, column }: Problem): Skipped {
  // Where there is a place, the report names it.
  const at = line === undefined || span ? '' : `${line}:${column}: `;
  return {
    what: file,
    reason: line === undefined ? 'unreadable' : 'malformed',
    detail: at + message,
    ...(span && { place: { kind: 'file', file, span } }),
  };
}
