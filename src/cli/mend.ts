/** `--fix` and `--diff`: every fix that holds is applied; what remains is reported. */
import { lstatSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { encode } from '../dockerfile/decode.ts';
import { outline } from '../dockerfile/outline.ts';
import type { Report, Skipped } from '../finding.ts';
import { applyFixes } from '../fix/apply.ts';
import { unifiedDiff } from '../fix/diff.ts';
import type { LintFlags } from './flags.ts';
import { type Io, UsageError } from './io.ts';
import type { Judged, Source } from './judge.ts';

interface Run {
  readonly flags: LintFlags;
  readonly io: Io;
  /** What reports quote; holds the mended text afterwards. */
  readonly texts: Map<string, string>;
}

export function mend({ source, judge }: Judged, { flags, io, texts }: Run): Report {
  const { file, text } = source;
  const check = (given: ReadonlyMap<string, string>) => {
    const { report, dockerfile } = judge(given.get(file) ?? text);
    return { findings: report.findings, outline: outline(dockerfile) };
  };
  const allow = flags.unsafe ? 'unsafe' : 'safe';
  const fixed = applyFixes({ texts: new Map([[file, text]]), file, check, allow });
  const after = fixed.texts.get(file) ?? text;
  if (flags.diff) {
    io.stdout.write(unifiedDiff(file, text, after));
  } else if (after !== text) {
    replace(source, after, io);
    io.stderr.write(`plimsoll: ${file}: ${fixed.applied.length} fixed.\n`);
  }
  const shown = flags.diff ? text : after;
  texts.set(file, shown);
  return withSkipped(judge(shown).report, fixed.skipped);
}

/** A fix that does not hold is no reason to fail: its finding stands in the report. */
function withSkipped(report: Report, skipped: readonly Skipped[]): Report {
  return skipped.length === 0 ? report : { ...report, skipped: [...report.skipped, ...skipped] };
}

/** Whole or not at all, with the permissions it had; a symbolic link stays one. */
function replace({ file, encoding }: Source, text: string, io: Io): void {
  if (file === '<stdin>') {
    io.stdout.write(text);
    return;
  }
  const path = resolve(io.cwd, file);
  const target = lstatSync(path).isSymbolicLink() ? realpathSync(path) : path;
  const part = join(dirname(target), `.${process.pid}.plimsoll-part`);
  try {
    writeFileSync(part, encode({ text, encoding }), { mode: statSync(target).mode });
    renameSync(part, target);
  } catch (error) {
    throw new UsageError(`\`${file}\` cannot be written: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
