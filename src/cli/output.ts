/** Reports out: every `--format`, each to its file or to standard output, and the exit code of the run. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { names } from '../../rules/names.ts';
import type { Settings } from '../config/settings.ts';
import { nearest } from '../dockerfile/suggest.ts';
import type { Report } from '../finding.ts';
import type { Image } from '../image/model.ts';
import { type FailOn, failing } from '../refine/budget.ts';
import type { ReportContext, RuleInfo } from '../report/context.ts';
import { formatNames, isFormat, loadFormat } from '../report/formats.ts';
import type { Rule } from '../rule.ts';
import { redact } from '../secrets/mask.ts';
import { coloured, type JudgingFlags } from './flags.ts';
import { exitCodes, type Io, UsageError } from './io.ts';
import { pageOf } from './pages.ts';
import { repositoryOf } from './repository.ts';
import { homepage, pageUri, version } from './version.ts';
import { writeAtomically } from './write.ts';

interface Output {
  readonly format: string;
  /** `undefined`: standard output. */
  readonly file: string | undefined;
}

/** By the list that they are read of, as each part of a run asks anew. */
const known = new WeakMap<readonly string[], readonly Output[]>();

/** Checked before any work is done. */
export function outputsOf(formats: readonly string[]): readonly Output[] {
  const outputs = known.get(formats) ?? readOutputs(formats);
  known.set(formats, outputs);
  return outputs;
}

function readOutputs(formats: readonly string[]): readonly Output[] {
  const outputs = (formats.length > 0 ? formats : ['text']).map((given): Output => {
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
    if (outputs.filter((other) => isSame(other.file, file)).length > 1)
      throw new UsageError(
        `Two formats would be written to ${file === undefined ? 'standard output' : `\`${file}\``}; give each its own: --format ${format}=FILE.`,
      );
  }
  return outputs;
}

/** Whether all of it is for people, who tell findings by what they read. */
export function showsNoFingerprint(formats: readonly string[]): boolean {
  return formats.every((format) => format === 'text');
}

function isSame(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined ? a === b : resolve(a) === resolve(b);
}

/** A report over what it speaks of would be the end of both. */
export function checkOutputs(formats: readonly string[], read: readonly string[], cwd: string): void {
  const files = outputsOf(formats).flatMap(({ file }) => file ?? []);
  if (files.length === 0) return;
  const inputs = new Set(read.map((file) => resolve(cwd, file)));
  for (const file of files)
    if (inputs.has(resolve(cwd, file)))
      throw new UsageError(
        `\`${file}\` is read in this run, and a report would be written over it; name another file.`,
      );
}

/** What a run hands to its formats. */
export interface Written {
  readonly reports: readonly Report[];
  readonly texts: ReadonlyMap<string, string>;
  readonly rules: readonly Rule[];
  /** By reference, for pictures. */
  readonly images?: ReadonlyMap<string, Image>;
  /** Each report went to `streamReports` before. */
  readonly streamed?: boolean;
}

/** How this run writes. */
export interface Writing {
  readonly flags: JudgingFlags;
  readonly io: Io;
  readonly settings: Pick<Settings, 'format' | 'color' | 'verbose' | 'ignores' | 'detectors'>;
}

/** Writes each report as soon as it is there, where the format on standard output is one that can: then a reader need not wait for the last. */
export async function streamReports(written: Omit<Written, 'reports'>, writing: Writing) {
  const { flags, io, settings } = writing;
  const streamed = outputsOf(flags.format ?? settings.format).some(isStreamed);
  if (!streamed) return () => {};
  const print = await loadFormat('ndjson');
  const context = contextOf({ ...written, reports: [] }, writing);
  return (report: Report) => {
    for (const chunk of print([report], context)) io.stdout.write(chunk);
  };
}

function isStreamed({ format, file }: Output): boolean {
  return format === 'ndjson' && file === undefined;
}

/** Every output but what was streamed. */
export async function writeReports(written: Written, { flags, io, settings }: Writing): Promise<void> {
  for (const output of outputsOf(flags.format ?? settings.format)) {
    const { format, file } = output;
    if (!isFormat(format) || (written.streamed && isStreamed(output))) continue;
    const print = await loadFormat(format);
    const out = print(written.reports, contextOf(written, { flags, io, settings }));
    if (file !== undefined) writeAtomically({ path: resolve(io.cwd, file), name: file }, out);
    else for (const chunk of typeof out === 'string' ? [out] : out) io.stdout.write(chunk);
  }
}

export function contextOf({ texts, rules, images }: Written, { flags, io, settings }: Writing): ReportContext {
  const told = new Map<string, RuleInfo | undefined>();
  let ids: readonly string[] | undefined;
  return {
    text: (file) => texts.get(file) ?? textBeside(file, { io, settings }),
    rule: (id) => {
      if (!told.has(id)) {
        ids ??= rules.map((one) => one.id);
        const rule = rules[ids.indexOf(id)];
        told.set(id, rule && withPage(rule));
      }
      return told.get(id);
    },
    redact: (text) => redact(text, settings),
    version,
    homepage,
    ran: () => rules.filter(({ severity }) => severity !== 'off').map(({ id }) => id),
    ...repositoryOf(io),
    color: coloured(
      { ...flags, ...(flags.color === undefined && settings.color !== undefined && { color: settings.color }) },
      io,
    ),
    width: io.stdout.columns ?? 100,
    verbosity: flags.quiet ? 'quiet' : flags.verbose || settings.verbose ? 'verbose' : 'normal',
    image: (report) => images?.get(report.subject.name),
  };
}

/** The page is looked up when it is shown. A plugin's rules have none of ours. */
function withPage(meta: Rule): RuleInfo {
  const ours = <T>(of: (id: string) => T) => (names().some(({ id }) => id === meta.id) ? of(meta.id) : undefined);
  return {
    meta,
    get uri() {
      return ours(pageUri);
    },
    get docs() {
      return ours(pageOf);
    },
  };
}

/** What findings speak of beside Dockerfiles: the configuration, and what leaves files out of a build. */
function textBeside(file: string, { io, settings }: Pick<Writing, 'io' | 'settings'>): string | undefined {
  const isConfigured = settings.ignores.some(({ place }) => place.kind === 'file' && place.file === file);
  if (!isConfigured && !file.endsWith('.dockerignore')) return undefined;
  try {
    return readFileSync(resolve(io.cwd, file), 'utf8');
  } catch {
    return undefined;
  }
}

/** The exit code of a run that judged. What was just written down as known fails nothing. */
export function verdict(
  reports: readonly Report[],
  flags: JudgingFlags,
  { failOn, max }: Pick<Settings, 'failOn' | 'max'>,
): number {
  return exitCode(reports, flags.writeBaseline === undefined ? (flags.failOn ?? failOn) : 'never', max);
}

/** 2 when anything was not read or checked, else 1 when a finding fails the run, else 0. A fix that was taken back leaves its finding, which counts as such. */
export function exitCode(reports: readonly Report[], failOn: FailOn, max: ReadonlyMap<string, number>): number {
  if (reports.some(({ skipped }) => skipped.some(({ reason }) => reason !== 'fix-failed'))) return exitCodes.couldNot;
  const findings = reports.flatMap((report) => report.findings);
  return failing(findings, failOn, max).length > 0 ? exitCodes.findings : exitCodes.clean;
}
