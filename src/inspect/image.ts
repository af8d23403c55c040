/** An image judged, and the Dockerfile it was built from when there is one. Pure; what only lints Dockerfiles loads none of it. */
import type { Dockerfile } from '../dockerfile/model.ts';
import { parse } from '../dockerfile/parse.ts';
import type { Finding, ImageSummary, Report, ReportSubject, Skipped } from '../finding.ts';
import { isRefuted } from '../image/measured.ts';
import type { Image } from '../image/model.ts';
import { reconstruct } from '../image/reconstruct.ts';
import { summarise } from '../image/summary.ts';
import { lint } from '../lint.ts';
import { attribute } from '../refine/attribute.ts';
import { fingerprint } from '../refine/fingerprint.ts';
import { hash } from '../refine/hash.ts';
import { type Judged, judge, report, type Settings } from './judge.ts';

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
