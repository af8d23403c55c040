/** `plimsoll image`: images in, reports out; with a Dockerfile their findings point at its lines. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { rules } from '../../rules/index.ts';
import { builtAs } from '../config/builds/as-built.ts';
import type { Way } from '../config/builds/ways.ts';
import { decode } from '../dockerfile/decode.ts';
import type { Dockerfile } from '../dockerfile/model.ts';
import { parse } from '../dockerfile/parse.ts';
import type { Report, Skipped } from '../finding.ts';
import { assemble } from '../image/assemble.ts';
import type { Base } from '../image/join/join.ts';
import type { Image } from '../image/model.ts';
import { inspectImage, type Settings, unopened } from '../inspect.ts';
import { type Governed, policyFor } from '../policy.ts';
import { gatherContext } from '../source/context.ts';
import type { RunMemory } from '../source/memory.ts';
import { type OpenedImage, openImage } from '../source/open.ts';
import type { Opened } from '../source/plan.ts';
import { type Before, compared } from './against.ts';
import { baselineOf, closeBaseline } from './baseline.ts';
import { buildsFor, unreadBuild } from './builds.ts';
import { buildArgs, type ImageFlags } from './flags.ts';
import { govern } from './govern.ts';
import { interruptible } from './interrupt.ts';
import { type Io, UsageError } from './io.ts';
import { checkOutputs, outputsOf, verdict, writeReports } from './output.ts';
import { checkPictures, unpictured, wantsPictures, writePictures } from './pictures.ts';
import { progressBar } from './progress.ts';
import { reasonText } from './read.ts';
import { secretFacts } from './secrets.ts';
import { lowTier } from './tier.ts';
import { version } from './version.ts';

export async function image(references: readonly string[], flags: ImageFlags, io: Io): Promise<number> {
  outputsOf(flags.format ?? []);
  checkPictures(flags);
  if (flags.from && flags.dockerfile === undefined)
    throw new UsageError('--from says how a Dockerfile was built; name it with --dockerfile.');
  const files = flags.dockerfile === undefined ? [] : [flags.dockerfile];
  const governance = await govern({ flags, io, rules, files });
  checkOutputs(flags.format ?? governance.settings.format, [...files, ...references], io.cwd);
  const configured = governance.settings.baseline;
  const baseline = baselineOf(flags, io, configured);
  const texts = new Map<string, string>();
  const governed: Governed = { ...(await governance.of(flags.dockerfile ?? 'Dockerfile')), baseline };
  const dockerfile = await dockerfileOf(flags, { governed, texts, io });
  const base = await baseOf(flags, governed.settings.base, io);
  const images = new Map<string, Image>();
  const several = references.length > 1 || flags.against !== undefined;
  const run: Run = {
    ...{ flags, io, governed, dockerfile: dockerfile.value, base: base.value, images },
    memories: several ? { plain: new Map(), secrets: new Map() } : undefined,
  };
  const before = await beforeOf(run);
  const reports: Report[] = [];
  for (const reference of references) reports.push(await inspectOne(reference, run, before.value));
  const all = withSkipped(reports, [...dockerfile.skipped, ...base.skipped, ...before.skipped]);
  const written = { reports: all, texts, rules: governance.rules, images };
  const writing = { flags, io, settings: governance.settings };
  // Who asks for a picture is shown that, and the findings where they ask for them too.
  if (wantsPictures(flags)) writePictures(written, flags, writing);
  const rest = wantsPictures(flags) && flags.format === undefined ? unpictured(all) : all;
  if (!wantsPictures(flags) || rest.length > 0) await writeReports({ ...written, reports: rest }, writing);
  closeBaseline(baseline, all, { flags, io, configured });
  return verdict(all, flags, governance.settings);
}

/** What was named beside the images and could not be read is told with the first of them. */
function withSkipped([first, ...rest]: readonly Report[], skipped: readonly Skipped[]): readonly Report[] {
  if (!first) return [];
  return [{ ...first, skipped: [...skipped, ...first.skipped] }, ...rest];
}

/** Something the user named beside the image, and why it is not there when it is not: the image is read all the same. */
interface Named<T> {
  readonly value: T | undefined;
  readonly skipped: readonly Skipped[];
}

interface Run {
  readonly flags: ImageFlags;
  readonly io: Io;
  readonly governed: Governed;
  readonly dockerfile: Dockerfile | undefined;
  readonly base: Base | undefined;
  /** Where images are kept for what draws them. */
  readonly images: Map<string, Image>;
  /** Of layers that were read with and without a look for secrets, where several images are read. */
  readonly memories: Readonly<Record<'plain' | 'secrets', RunMemory>> | undefined;
}

async function dockerfileOf(
  flags: ImageFlags,
  { governed, texts, io }: { governed: Governed; texts: Map<string, string>; io: Io },
): Promise<Named<Dockerfile>> {
  const file = flags.dockerfile;
  if (file === undefined) return { value: undefined, skipped: [] };
  try {
    const { text, encoding } = decode(await readFile(resolve(io.cwd, file)));
    texts.set(file, text);
    const { settings, today } = governed;
    const targets = flags.target === undefined ? settings.targets : [flags.target];
    const args = { ...settings.buildArgs, ...buildArgs(flags, io) };
    const { way, skipped } = await builtBy(flags, { file, texts, io });
    const directory = way ? way.context : undefined;
    const isElsewhere = way !== undefined && directory === undefined;
    const context = isElsewhere
      ? undefined
      : gatherContext(file, { cwd: io.cwd, ...(directory !== undefined && { directory }) });
    const facts = { today, ...(context && { context }), ...secretFacts(flags, settings, io) };
    const built = way?.target === undefined || flags.target !== undefined ? targets : [...targets, way.target];
    const options = builtAs({ file, encoding, targets: built, buildArgs: args, facts }, way);
    return { value: parse(text, options), skipped };
  } catch (error) {
    return { value: undefined, skipped: [{ what: file, reason: 'unreadable', detail: reasonText(error, file) }] };
  }
}

/** How the files of `--from` build the Dockerfile, where they are of one mind: an image that others built is not judged by what lies about. */
async function builtBy(
  flags: ImageFlags,
  { file, texts, io }: { file: string; texts: Map<string, string>; io: Io },
): Promise<{ readonly way: Way | undefined; readonly skipped: readonly Skipped[] }> {
  if (!flags.from) return { way: undefined, skipped: [] };
  const builds = await buildsFor(flags, { io, files: [], read: (name, text) => void texts.set(name, text) });
  const ways = (await builds?.of(file)) ?? [];
  const fitting = flags.target === undefined ? ways : ways.filter(({ target }) => target === flags.target);
  return { way: fitting.length === 1 ? fitting[0] : undefined, skipped: (builds?.problems ?? []).map(unreadBuild) };
}

/** Of the base image only its layers' names and the length of its history matter. */
async function baseOf(flags: ImageFlags, configured: string | undefined, io: Io): Promise<Named<Base>> {
  const reference = flags.base ?? configured;
  if (reference === undefined) return { value: undefined, skipped: [] };
  const opened = await openImage(absolute(reference, io), { platform: flags.platform, only: 'config' });
  if (opened.ok) {
    const { config, history, skipped } = opened.value;
    return { value: { diffIDs: config.diffIDs, steps: history.length }, skipped };
  }
  const { reason, message } = opened.problem;
  return { value: undefined, skipped: [{ what: `--base ${reference}`, reason, detail: message }] };
}

/** The image that the others are held against. */
async function beforeOf(run: Run): Promise<Named<Before>> {
  const reference = run.flags.against;
  if (reference === undefined) return { value: undefined, skipped: [] };
  const { rules } = await policyFor({ image: reference }, run.governed);
  const opened = await read(reference, run, { secrets: seeksSecrets(rules) });
  if (opened.ok) {
    const image = imageOf({ ...opened.value, reference }, { ...run, dockerfile: undefined });
    return { value: { image, skipped: opened.value.skipped }, skipped: [] };
  }
  const { reason, message } = opened.problem;
  return { value: undefined, skipped: [{ what: `--against ${reference}`, reason, detail: message }] };
}

async function inspectOne(reference: string, run: Run, before: Before | undefined): Promise<Report> {
  const { flags, io, governed, dockerfile } = run;
  const target = { image: reference, ...(dockerfile && { file: resolve(io.cwd, dockerfile.file) }) };
  const settings: Settings = { ...(await policyFor(target, governed)), version, today: governed.today };
  const opened = await read(reference, run, {
    secrets: seeksSecrets(settings.rules),
  });
  if (!opened.ok) {
    const { reason, message } = opened.problem;
    return unopened({ kind: 'image', name: reference }, [{ what: reference, reason, detail: message }], settings);
  }
  const image = imageOf({ ...opened.value, reference }, run);
  if (wantsPictures(flags) || flags.format?.some((format) => format.startsWith('html')))
    run.images.set(reference, image);
  const { skipped } = opened.value;
  const linesOnly = flags.against !== undefined;
  const own = ownFindings(
    inspectImage({ image, skipped, linesOnly, ...(dockerfile && { dockerfile }) }, settings),
    run,
  );
  if (!before) return own;
  // The same rules at the same severities, and no baseline: what that one knows is not what the image before holds.
  const policy = await policyFor(target, { ...governed, baseline: undefined });
  const old = ownFindings(inspectImage(before, { ...settings, ...policy }), run);
  return compared(own, image, { before, old });
}

/** Looking for secrets costs as much again as all the rest: not where no rule would speak of them. */
function seeksSecrets(rules: Settings['rules']): boolean {
  return rules.some(({ rule }) => rule.category === 'secrets');
}

async function read(reference: string, run: Run, { secrets }: { secrets: boolean }): Promise<Opened<OpenedImage>> {
  const { flags, io, memories } = run;
  const bar = progressBar(io, `reading ${reference}`);
  const tier = lowTier();
  const end = () => {
    bar.end();
    tier.end();
  };
  const reading = () =>
    openImage(absolute(reference, io), {
      platform: flags.platform,
      ...(secrets && { secrets: secretsOf(run).secrets ?? {} }),
      cache: flags.cache === false ? false : undefined,
      memory: memories?.[secrets ? 'secrets' : 'plain'],
      stdin: io.stdin,
      progress: (bytes) => {
        bar.add(bytes);
        tier.add(bytes);
      },
    });
  const opened = await interruptible(reading, end);
  end();
  return opened;
}

function imageOf(opened: OpenedImage, run: Run): Image {
  const { dockerfile, base, governed } = run;
  return assemble({ ...opened, dockerfile, base, facts: { today: governed.today, ...secretsOf(run) } });
}

function secretsOf({ flags, governed, io }: Run): ReturnType<typeof secretFacts> {
  return secretFacts(flags, governed.settings, io);
}

function ownFindings(report: Report, { flags, governed }: Run): Report {
  return (flags.ignoreBase ?? governed.settings.ignoreBase) ? withoutBase(report) : report;
}

function withoutBase(report: Report): Report {
  return { ...report, findings: report.findings.filter(({ origin }) => origin?.from !== 'base') };
}

/** References to files are relative to where the command was started. */
function absolute(reference: string, io: Io): string {
  return io.cwd === process.cwd() || /^(-$|[a-z-]+:)/.test(reference) ? reference : resolve(io.cwd, reference);
}
