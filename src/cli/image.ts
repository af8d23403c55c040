/** `plimsoll image`: images in, reports out; with a Dockerfile their findings point at its lines. */
import { resolve } from 'node:path';
import { rules } from '../../rules/index.ts';
import type { Report, Skipped } from '../finding.ts';
import { assemble, nameOfImage } from '../image/assemble.ts';
import type { Base } from '../image/join/join.ts';
import type { Image } from '../image/model.ts';
import { concludeImage, type ImageInput, type ImageJudgement, inspectImage, judgeImage } from '../inspect/image.ts';
import { type Settings, unopened } from '../inspect/judge.ts';
import { type Governed, policyFor } from '../policy.ts';
import { scrub } from '../report/scrub.ts';
import { redact } from '../secrets/mask.ts';
import type { RunMemory } from '../source/memory.ts';
import { type OpenedImage, openImage, type PlannedImage, planImage } from '../source/open.ts';
import type { Opened } from '../source/plan.ts';
import { type Before, compared } from './against.ts';
import { baselineOf, closeBaseline } from './baseline.ts';
import type { ImageFlags } from './flags.ts';
import { govern } from './govern.ts';
import { interruptible } from './interrupt.ts';
import { type Io, UsageError } from './io.ts';
import { type Judging, type Slot, slotFor } from './judgement.ts';
import { type Lent, lentBy, type Named } from './lent.ts';
import { checkOutputs, outputsOf, verdict, writeReports } from './output.ts';
import { checkPictures, unpictured, wantsPictures, writePictures } from './pictures.ts';
import { progressBar } from './progress.ts';
import { secretFacts } from './secrets.ts';
import { lowTier, type Tier } from './tier.ts';
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
  const lent = await lentBy(flags, { governed, texts, io });
  const base = await baseOf(flags, governed.settings.base, io);
  const images = new Map<string, Image>();
  const several = references.length > 1 || flags.against !== undefined;
  const tier = lowTier();
  const run: Run = {
    ...{ flags, io, governed, lent: lent.value, base: base.value, images, tier },
    drawn: isDrawn(flags, governance.settings),
    memories: several ? { plain: new Map(), secrets: new Map() } : undefined,
  };
  const before = await beforeOf(run);
  const reports: Report[] = [];
  for (const reference of references) reports.push(await inspectOne(reference, run, before.value));
  tier.end();
  const all = withSkipped(reports, [...lent.skipped, ...base.skipped, ...before.skipped]);
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

interface Run {
  readonly flags: ImageFlags;
  readonly io: Io;
  readonly governed: Governed;
  readonly lent: Lent | undefined;
  readonly base: Base | undefined;
  /** Whether pictures of every file are asked for. */
  readonly drawn: boolean;
  /** Where images are kept for what draws them. */
  readonly images: Map<string, Image>;
  /** Of layers that were read with and without a look for secrets, where several images are read. */
  readonly memories: Readonly<Record<'plain' | 'secrets', RunMemory>> | undefined;
  readonly tier: Tier;
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
  const opened = await reading(reference, run, { rules, work: (planned) => planned.read() });
  if (opened.ok) {
    const image = imageOf({ ...opened.value, reference }, { ...run, lent: undefined });
    return { value: { image, skipped: opened.value.skipped }, skipped: [] };
  }
  const { reason, message } = opened.problem;
  return { value: undefined, skipped: [{ what: `--against ${reference}`, reason, detail: message }] };
}

async function inspectOne(reference: string, run: Run, before: Before | undefined): Promise<Report> {
  const { io, governed, lent } = run;
  const target = { image: reference, ...(lent && { file: resolve(io.cwd, lent.dockerfile.file) }) };
  const settings: Settings = { ...(await policyFor(target, governed)), version, today: governed.today };
  const seen = await look(reference, run, settings.rules);
  if (!seen.ok) {
    const { reason, message } = seen.problem;
    return unopened({ kind: 'image', name: reference }, [{ what: reference, reason, detail: message }], settings);
  }
  const { kept, opened, slot } = seen.value;
  if (kept) return reportOf(kept, reference, { run, settings });
  run.tier.judging();
  const image = imageOf({ ...opened, reference }, run);
  if (run.drawn) run.images.set(reference, image);
  const judgement = judgementOf({ image, skipped: opened.skipped }, run, settings);
  await slot?.put(judgement, opened);
  const own = reportOf(judgement, reference, { run, settings });
  if (!before) return own;
  // The same rules at the same severities, and no baseline: what that one knows is not what the image before holds.
  const policy = await policyFor(target, { ...governed, baseline: undefined });
  const old = ownFindings(inspectImage(before, { ...settings, ...policy }), run);
  return compared(own, image, { before, old });
}

/** What an earlier run said of the image, where that still holds; else the image, read, and where to keep what will be said. */
type Seen =
  | { readonly kept: ImageJudgement; readonly opened?: undefined; readonly slot?: undefined }
  | { readonly kept?: undefined; readonly opened: OpenedImage; readonly slot: Slot | undefined };

function look(reference: string, run: Run, rules: Settings['rules']): Promise<Opened<Seen>> {
  const { flags, governed, lent, base } = run;
  const judging: Judging = {
    ...{ reference, rules, lent, base },
    known: governed.kit.rules,
    today: governed.today,
    secrets: secretsOf(run),
  };
  const work = async (planned: PlannedImage): Promise<Opened<Seen>> => {
    const slot = flags.against === undefined ? slotFor(planned, judging) : undefined;
    const kept = run.drawn ? undefined : await slot?.get();
    if (kept) return { ok: true, value: { kept } };
    const opened = await planned.read();
    return opened.ok ? { ok: true, value: { opened: opened.value, slot } } : opened;
  };
  return reading(reference, run, { rules, work });
}

function isDrawn(flags: ImageFlags, { format }: { readonly format: readonly string[] }): boolean {
  return flags.tree !== undefined || (flags.format ?? format).some((one) => one.startsWith('html'));
}

/** What the rules say, no secret in it: it may be kept. */
function judgementOf(input: ImageInput, { flags, governed, lent }: Run, settings: Settings): ImageJudgement {
  const linesOnly = flags.against !== undefined;
  const judgement = judgeImage({ ...input, linesOnly, ...(lent && { dockerfile: lent.dockerfile }) }, settings);
  return scrub(judgement, (text) => redact(text, governed.settings));
}

function reportOf(
  judgement: ImageJudgement,
  reference: string,
  { run, settings }: { run: Run; settings: Settings },
): Report {
  const { dockerfile } = run.lent ?? {};
  const about = { reference, name: nameOfImage(reference), ...(dockerfile && { dockerfile }) };
  return ownFindings(concludeImage(judgement, about, settings), run);
}

/** Looking for secrets costs as much again as all the rest: not where no rule would speak of them. */
function seeksSecrets(rules: Settings['rules']): boolean {
  return rules.some(({ rule }) => rule.category === 'secrets');
}

/** Opens an image and does with it what takes its time, while that is shown and can be interrupted. */
async function reading<T>(
  reference: string,
  run: Run,
  { rules, work }: { rules: Settings['rules']; work: (planned: PlannedImage) => Promise<Opened<T>> },
): Promise<Opened<T>> {
  const { flags, io, memories, tier } = run;
  const secrets = seeksSecrets(rules);
  const bar = progressBar(io, `reading ${reference}`);
  const opening = async (): Promise<Opened<T>> => {
    const planned = await planImage(absolute(reference, io), {
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
    return planned.ok ? work(planned.value) : planned;
  };
  const done = await interruptible(opening, bar.end);
  bar.end();
  return done;
}

function imageOf(opened: OpenedImage, run: Run): Image {
  const { lent, base, governed } = run;
  const facts = { today: governed.today, ...secretsOf(run) };
  return assemble({ ...opened, dockerfile: lent?.dockerfile, base, facts });
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
