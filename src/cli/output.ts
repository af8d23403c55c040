/** Reports out: every `--format`, each to its file or to standard output, and the exit code of the run. */
import { renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { nearest } from '../dockerfile/suggest.ts';
import type { Finding, Report, Severity } from '../finding.ts';
import type { Image } from '../image/model.ts';
import type { ReportContext } from '../report/context.ts';
import { formatNames, isFormat, loadFormat } from '../report/formats.ts';
import type { Rule } from '../rule.ts';
import { redact } from '../secrets/mask.ts';
import { coloured, type JudgingFlags } from './flags.ts';
import { exitCodes, type Io, UsageError } from './io.ts';
import { version } from './version.ts';

interface Output {
  readonly format: string;
  /** `undefined`: standard output. */
  readonly file: string | undefined;
}

/** Checked before any work is done. */
export function outputsOf(flags: JudgingFlags): readonly Output[] {
  const outputs = (flags.format ?? ['text']).map((given): Output => {
    const [format = '', ...rest] = given.split('=');
    return { format, file: rest.length > 0 ? rest.join('=') : undefined };
  });
  for (const { format, file } of outputs) {
    if (!isFormat(format)) {
      const near = nearest(format, formatNames);
      throw new UsageError(
        `There is no format \`${format}\`${near ? `; did you mean \`${near}\`?` : ''} There are ${formatNames.join(', ')}.`,
      );
    }
    if (file === '') throw new UsageError(`--format ${format}= needs a file after the \`=\`.`);
    if (outputs.filter((other) => other.file === file).length > 1)
      throw new UsageError(
        `Two formats would be written to ${file === undefined ? 'standard output' : `\`${file}\``}; give each its own: --format ${format}=FILE.`,
      );
  }
  return outputs;
}

/** What a run hands to its formats. */
export interface Written {
  readonly reports: readonly Report[];
  readonly texts: ReadonlyMap<string, string>;
  readonly rules: readonly Rule[];
  /** By reference, for pictures. */
  readonly images?: ReadonlyMap<string, Image>;
}

export async function writeReports(written: Written, flags: JudgingFlags, io: Io): Promise<void> {
  for (const { format, file } of outputsOf(flags)) {
    if (!isFormat(format)) continue;
    const print = await loadFormat(format);
    const out = print(written.reports, contextOf(written, flags, io));
    if (file !== undefined) writeAtomically(resolve(io.cwd, file), out);
    else for (const chunk of typeof out === 'string' ? [out] : out) io.stdout.write(chunk);
  }
}

export function contextOf({ texts, rules, images }: Written, flags: JudgingFlags, io: Io): ReportContext {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return {
    text: (file) => texts.get(file),
    rule: (id) => byId.get(id),
    redact,
    version,
    color: coloured(flags, io),
    width: io.stdout.columns ?? 100,
    verbosity: flags.quiet ? 'quiet' : flags.verbose ? 'verbose' : 'normal',
    base: `${pathToFileURL(io.cwd).href}/`,
    image: (report) => images?.get(report.subject.name),
  };
}

function writeAtomically(path: string, out: string | Iterable<string>): void {
  const part = join(`${path}.${process.pid}.part`);
  try {
    writeFileSync(part, typeof out === 'string' ? out : [...out].join(''));
    renameSync(part, path);
  } catch (error) {
    throw new UsageError(`\`${path}\` cannot be written: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

const ranks = { info: 0, warning: 1, error: 2 } as const satisfies Record<Severity, number>;

/** 2 when anything was skipped, else 1 when a finding counts, else 0. */
export function exitCode(reports: readonly Report[], failOn: JudgingFlags['failOn'] = 'warning'): number {
  if (reports.some(({ skipped }) => skipped.length > 0)) return exitCodes.couldNot;
  if (failOn === 'never') return exitCodes.clean;
  const counts = ({ severity, suppressed, baseline }: Finding) =>
    !suppressed && baseline !== 'unchanged' && ranks[severity] >= ranks[failOn];
  return reports.some(({ findings }) => findings.some(counts)) ? exitCodes.findings : exitCodes.clean;
}
