/** One subject judged: lint, refine, a Report. Pure; the CLI, the language server and the audit all come through here. */
import type { Dockerfile } from './dockerfile/model.ts';
import { parse } from './dockerfile/parse.ts';
import type { Finding, ImageSummary, Related, Report, ReportSubject, Skipped } from './finding.ts';
import { isRefuted } from './image/measured.ts';
import type { Image } from './image/model.ts';
import { reconstruct } from './image/reconstruct.ts';
import { summarise } from './image/summary.ts';
import { type ActiveRule, lint } from './lint.ts';
import { attribute } from './refine/attribute.ts';
import { fingerprint, type Told } from './refine/fingerprint.ts';
import { hash } from './refine/hash.ts';
import type { Subject } from './rule.ts';

/** What is the same for every subject of a run. */
export interface Settings {
  readonly rules: readonly ActiveRule[];
  readonly version: string;
  readonly today: string;
  /** `false`: nobody asks which of them are yesterday's, as in an editor; they stay without fingerprints. */
  readonly fingerprints?: false;
  /** Suppress, baseline, dedupe, sort: the caller's choice of steps. The Dockerfile's comments speak of an image's findings too. */
  readonly refine: (
    findings: readonly Finding[],
    subject: Told,
    dockerfile: Dockerfile | undefined,
  ) => readonly Finding[];
}

/** A Dockerfile as one build makes it what it is, and what is said of a finding that comes of that. */
export interface AsBuilt {
  readonly dockerfile: Dockerfile;
  readonly said: Related;
}

/** A Dockerfile by itself; where it is known how it is built, by each of these ways instead. */
export function inspectDockerfile(dockerfile: Dockerfile, settings: Settings, ways: readonly AsBuilt[] = []): Report {
  const plain = judge(dockerfile, settings);
  const { findings, skipped } = ways.length === 0 ? plain : judgeWays(plain, ways, settings);
  return report({ kind: 'dockerfile', name: dockerfile.file }, settings, {
    findings: settings.refine(findings, dockerfile, dockerfile),
    skipped,
  });
}

export interface ImageInput {
  readonly image: Image;
  /** The Dockerfile it was built from, when given: its own findings are said too, and image findings point into it. */
  readonly dockerfile?: Dockerfile;
  /** The Dockerfile only lends its lines: what it says by itself is not judged. */
  readonly linesOnly?: boolean;
  /** What could not be read on the way here. */
  readonly skipped: readonly Skipped[];
}

/** What rules say of an image and what was left out, before anybody's wishes: of the image, its Dockerfile, the rules and the facts alone. */
export interface ImageJudgement {
  readonly findings: readonly Finding[];
  readonly skipped: readonly Skipped[];
  readonly image: ImageSummary;
}

/** An image, and the Dockerfile it was built from when there is one. */
export function inspectImage(input: ImageInput, settings: Settings): Report {
  const { reference, name } = input.image;
  return concludeImage(judgeImage(input, settings), { ...input, reference, name }, settings);
}

/** The first half of it: what the rules say. */
export function judgeImage(
  { image, dockerfile, linesOnly, skipped }: ImageInput,
  settings: Pick<Settings, 'rules'>,
): ImageJudgement {
  const measured = (part: Judged): Judged => ({
    ...part,
    findings: part.findings.filter((finding) => !isRefuted(finding, image)),
  });
  const own = judge(image, settings);
  const told = measured(judgeHistory(image, settings));
  const parts = [own, told].map((part) => ({ ...part, findings: attribute(part.findings, image, dockerfile) }));
  if (dockerfile && !linesOnly) {
    const build = judge({ kind: 'build', dockerfile, image, facts: image.facts }, settings);
    parts.push(
      { ...build, findings: attribute(build.findings, image, dockerfile) },
      measured(judge(dockerfile, settings)),
    );
  }
  return {
    findings: parts.flatMap((part) => part.findings),
    skipped: [...skipped, ...parts.flatMap((part) => part.skipped)],
    image: summarise(image),
  };
}

/** The second half: what that means for those who configured something. No layer is looked at, so that none need be there. */
export function concludeImage(
  { findings, skipped, image }: ImageJudgement,
  about: Pick<Image, 'reference' | 'name'> & Pick<ImageInput, 'dockerfile'>,
  settings: Settings,
): Report {
  const { reference, name, dockerfile } = about;
  const subject: ReportSubject = dockerfile
    ? { kind: 'build', name: reference, dockerfile: dockerfile.file, textDigest: hash(dockerfile.text) }
    : { kind: 'image', name: reference };
  const refined = settings.refine(findings, { kind: 'image', name }, dockerfile);
  return report(subject, settings, { findings: refined, skipped }, image);
}

/** A subject that could not be opened is a report with only `skipped`. */
export function unopened(
  subject: ReportSubject,
  skipped: readonly Skipped[],
  settings: Pick<Settings, 'version' | 'today'>,
): Report {
  return report(subject, settings, { findings: [], skipped });
}

/** Dockerfile rules that also read histories, on what the image's history says above its base. */
function judgeHistory(image: Image, { rules }: Pick<Settings, 'rules'>): Judged {
  const readers = rules.filter(({ rule }) => rule.history && rule.on === 'dockerfile');
  if (readers.length === 0 || image.history.length === 0) return { findings: [], skipped: [] };
  const { text, toHistory } = reconstruct(image);
  const { findings, skipped } = lint(parse(text, { file: 'history', facts: image.facts }), readers);
  return {
    findings: fingerprint(
      findings.flatMap((finding) => toHistory(finding) ?? []),
      image,
    ),
    skipped,
  };
}

interface Judged {
  readonly findings: readonly Finding[];
  readonly skipped: readonly Skipped[];
}

/** Each finding once; one that not every way brings, or that the file alone does not, says which do. */
function judgeWays(plain: Judged, ways: readonly AsBuilt[], settings: Settings): Judged {
  const alone = new Set(plain.findings.map(identity));
  const found = new Map<string, { readonly finding: Finding; readonly said: Related[] }>();
  const skipped = new Map<string, Skipped>();
  for (const { dockerfile, said } of ways) {
    const judged = judge(dockerfile, settings);
    for (const one of judged.skipped) skipped.set(JSON.stringify(one), one);
    for (const finding of judged.findings) {
      const known = found.get(identity(finding)) ?? { finding, said: [] };
      known.said.push(said);
      found.set(identity(finding), known);
    }
  }
  const findings = [...found].map(([key, { finding, said }]) =>
    said.length === ways.length && alone.has(key) ? finding : { ...finding, related: [...finding.related, ...said] },
  );
  return { findings, skipped: [...skipped.values()] };
}

function identity({ rule, message, place }: Finding): string {
  return JSON.stringify([rule, message, place]);
}

function judge(subject: Subject, { rules, fingerprints }: Pick<Settings, 'rules' | 'fingerprints'>): Judged {
  const { findings, skipped } = lint(subject, rules);
  return { findings: fingerprints === false ? findings : fingerprint(findings, subject), skipped };
}

function report(
  subject: ReportSubject,
  { version, today }: Pick<Settings, 'version' | 'today'>,
  { findings, skipped }: { findings: readonly Finding[]; skipped: readonly Skipped[] },
  image?: ImageSummary,
): Report {
  return { schema: 1, tool: { name: 'plimsoll', version }, subject, today, findings, skipped, ...(image && { image }) };
}
