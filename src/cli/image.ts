/** `plimsoll image`: images in, reports out; with a Dockerfile their findings point at its lines. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { rules } from '../../rules/index.ts';
import { decode } from '../dockerfile/decode.ts';
import type { Dockerfile } from '../dockerfile/model.ts';
import { parse } from '../dockerfile/parse.ts';
import type { Report, Skipped } from '../finding.ts';
import { assemble } from '../image/assemble.ts';
import type { Base } from '../image/join/join.ts';
import type { Image } from '../image/model.ts';
import { inspectImage, type Settings, unopened } from '../inspect.ts';
import { dedupe } from '../refine/dedupe.ts';
import { sort } from '../refine/sort.ts';
import { type OpenedImage, openImage } from '../source/open.ts';
import { buildArgs, type ImageFlags, todayOf } from './flags.ts';
import type { Io } from './io.ts';
import { exitCode, outputsOf, writeReports } from './output.ts';
import { wantsPictures, writePictures } from './pictures.ts';
import { progressBar } from './progress.ts';
import { reasonText } from './read.ts';
import { activeRules } from './settings.ts';
import { version } from './version.ts';

export async function image(references: readonly string[], flags: ImageFlags, io: Io): Promise<number> {
  outputsOf(flags);
  const settings: Settings = {
    rules: activeRules(rules, flags),
    version,
    today: todayOf(flags, io),
    refine: (findings) => sort(dedupe(findings)),
  };
  const texts = new Map<string, string>();
  const dockerfile = await dockerfileOf(flags, { settings, texts, io });
  const base = await baseOf(flags, io);
  const reports: Report[] = [];
  const images = new Map<string, Image>();
  for (const reference of references) {
    const run = { flags, io, settings, dockerfile: dockerfile.value, base: base.value, images };
    reports.push(await inspectOne(reference, run));
  }
  const skipped = [...dockerfile.skipped, ...base.skipped];
  const [first, ...rest] = reports;
  const all = first && skipped.length > 0 ? [{ ...first, skipped: [...skipped, ...first.skipped] }, ...rest] : reports;
  const written = { reports: all, texts, rules, images };
  // Who asks for a picture is shown that, and the findings where they ask for them too.
  if (wantsPictures(flags)) writePictures(written, flags, io);
  if (!wantsPictures(flags) || flags.format !== undefined) await writeReports(written, flags, io);
  return exitCode(all, flags.failOn);
}

/** Something the user named beside the image, and why it is not there when it is not: the image is read all the same. */
interface Named<T> {
  readonly value: T | undefined;
  readonly skipped: readonly Skipped[];
}

interface Run {
  readonly flags: ImageFlags;
  readonly io: Io;
  readonly settings: Settings;
  readonly dockerfile: Dockerfile | undefined;
  readonly base: Base | undefined;
  /** Where images are kept for what draws them. */
  readonly images: Map<string, Image>;
}

async function dockerfileOf(
  flags: ImageFlags,
  { settings, texts, io }: { settings: Settings; texts: Map<string, string>; io: Io },
): Promise<Named<Dockerfile>> {
  const file = flags.dockerfile;
  if (file === undefined) return { value: undefined, skipped: [] };
  try {
    const { text, encoding } = decode(await readFile(resolve(io.cwd, file)));
    texts.set(file, text);
    const targets = flags.target === undefined ? [] : [flags.target];
    const facts = { today: settings.today };
    return { value: parse(text, { file, encoding, targets, buildArgs: buildArgs(flags, io), facts }), skipped: [] };
  } catch (error) {
    return { value: undefined, skipped: [{ what: file, reason: 'unreadable', detail: reasonText(error, file) }] };
  }
}

/** Of the base image only its layers' names and the length of its history matter. */
async function baseOf(flags: ImageFlags, io: Io): Promise<Named<Base>> {
  if (flags.base === undefined) return { value: undefined, skipped: [] };
  const opened = await openImage(
    absolute(flags.base, io),
    flags.platform === undefined ? {} : { platform: flags.platform },
  );
  if (opened.ok) {
    const { config, history, skipped } = opened.value;
    return { value: { diffIDs: config.diffIDs, steps: history.length }, skipped };
  }
  const { reason, message } = opened.problem;
  return { value: undefined, skipped: [{ what: `--base ${flags.base}`, reason, detail: message }] };
}

async function inspectOne(reference: string, run: Run): Promise<Report> {
  const { flags, io, settings, dockerfile } = run;
  const bar = progressBar(io, `reading ${reference}`);
  const opened = await openImage(absolute(reference, io), {
    platform: flags.platform,
    // Looking for secrets costs as much again as all the rest: not where no rule would speak of them.
    ...(settings.rules.some(({ rule }) => rule.category === 'secrets') && { secrets: {} }),
    cache: flags.cache === false ? false : undefined,
    stdin: io.stdin,
    progress: bar.add,
  });
  bar.end();
  if (!opened.ok) {
    const { reason, message } = opened.problem;
    return unopened({ kind: 'image', name: reference }, [{ what: reference, reason, detail: message }], settings);
  }
  const image = imageOf({ ...opened.value, reference }, run);
  if (wantsPictures(flags) || flags.format?.some((format) => format.startsWith('html')))
    run.images.set(reference, image);
  const { skipped } = opened.value;
  const report = inspectImage({ image, skipped, ...(dockerfile && { dockerfile }) }, settings);
  return flags.ignoreBase ? withoutBase(report) : report;
}

function imageOf(opened: OpenedImage, { dockerfile, base, settings }: Run): Image {
  const history = opened.history.map((step) => ({ ...step, created_by: step.createdBy, empty_layer: step.empty }));
  return assemble({ ...opened, history, dockerfile, base, facts: { today: settings.today } });
}

function withoutBase(report: Report): Report {
  return { ...report, findings: report.findings.filter(({ origin }) => origin?.from !== 'base') };
}

/** References to files are relative to where the command was started. */
function absolute(reference: string, io: Io): string {
  return io.cwd === process.cwd() || /^(-$|[a-z-]+:)/.test(reference) ? reference : resolve(io.cwd, reference);
}
