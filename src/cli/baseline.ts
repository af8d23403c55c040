/** `--baseline` and `--write-baseline`: what was there when somebody began to care. */
import { existsSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Report } from '../finding.ts';
import { compareToBaseline, type Known, type RunBaseline, readBaseline, writeBaseline } from '../refine/baseline.ts';
import type { JudgingFlags } from './flags.ts';
import { type Io, UsageError } from './io.ts';
import { reasonText } from './read.ts';
import { writeAtomically } from './write.ts';

/** The baseline of the run: the flag's, else the configured one; an empty one where it is only to be written. */
export function baselineOf(flags: JudgingFlags, io: Io, configured: string | undefined): RunBaseline | undefined {
  const file = fileOf(flags, configured);
  if (file === undefined && flags.writeBaseline === undefined) return undefined;
  const known = file === undefined ? new Map() : knownIn(file, io);
  return compareToBaseline(known, (subject) => !existsSync(resolve(io.cwd, subject)));
}

function fileOf({ baseline, writeBaseline }: JudgingFlags, configured: string | undefined): string | undefined {
  return baseline ?? (writeBaseline === undefined ? configured : undefined);
}

function knownIn(file: string, io: Io): Known {
  const path = resolve(io.cwd, file);
  const name = relative(io.cwd, path) || '.';
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`The baseline ${reasonText(error, name)} Write it with --write-baseline.`);
  }
  const read = readBaseline(text, name);
  if (!read.ok) throw new UsageError(read.problem.message);
  return read.value;
}

/** Writes what is to be written, and tells on the error stream what was mended since. */
export function closeBaseline(
  baseline: RunBaseline | undefined,
  reports: readonly Report[],
  { flags, io, configured }: { flags: JudgingFlags; io: Io; configured: string | undefined },
): void {
  if (!baseline) return;
  if (flags.writeBaseline !== undefined) {
    writeAtomically(
      { path: resolve(io.cwd, flags.writeBaseline), name: flags.writeBaseline },
      writeBaseline(baseline.current()),
    );
    const count = reports.reduce((sum, { findings }) => sum + findings.filter((one) => !one.suppressed).length, 0);
    io.stderr.write(`plimsoll: ${count} findings are in \`${flags.writeBaseline}\` now.\n`);
    return;
  }
  const file = fileOf(flags, configured);
  const fixed = baseline.fixed();
  // A run that read only a part knows nothing of the rest, and must not call it mended.
  if (file === undefined || fixed.length === 0 || reports.some(({ skipped }) => skipped.length > 0)) return;
  const name = relative(io.cwd, resolve(io.cwd, file));
  try {
    writeAtomically({ path: resolve(io.cwd, file), name }, writeBaseline(baseline.pruned()));
    io.stderr.write(`plimsoll: ${fixed.length} findings of \`${name}\` are gone, and so are their entries.\n`);
  } catch {
    // A pipeline's checkout may be read-only: what was found is not worse for it.
    io.stderr.write(`plimsoll: ${fixed.length} findings of \`${name}\` are gone; it cannot be written here.\n`);
  }
}
