/**
 * Fingerprints: what makes a finding the same finding tomorrow. They are made of the rule, the subject's name, the text of
 * the instruction or the path, and the masked evidence; never of a line, a digest, a layer's index, a size or a raw value.
 */
import { instructionAt } from '../dockerfile/at.ts';
import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import type { Evidence, Finding, Place, Span } from '../finding.ts';
import type { Build, Image } from '../image/model.ts';
import type { Subject } from '../rule.ts';
import { hash } from './hash.ts';
import { comparePlaces } from './sort.ts';

/** What of a finding its fingerprint is made of. */
export type Identified = Pick<Finding, 'rule' | 'place' | 'evidence'>;

/**
 * Stamps every finding about one subject. Equal ones are told apart by their order in the subject. The first 8 digits
 * speak of the subject's name and the other 24 of the rest, so that the findings of a renamed file can be joined to their old selves.
 */
export function fingerprint<F extends Identified>(
  findings: readonly F[],
  subject: Subject,
): readonly (F & { readonly fingerprint: string })[] {
  const name = hash(subjectName(subject)).slice(0, 8);
  const texts: Texts = { secrets: secretSpans(findings), known: new Map() };
  const seen = new Map<string, number>();
  const stamped = new Map<F, string>();
  for (const finding of findings.toSorted((a, b) => comparePlaces(a.place, b.place))) {
    const identity = [finding.rule, where(finding.place, subject, texts), ...evidenceOf(finding)].join('\0');
    const ordinal = seen.get(identity) ?? 0;
    seen.set(identity, ordinal + 1);
    stamped.set(finding, name + hash(`${identity}\0${ordinal}`));
  }
  return findings.map((finding) => ({ ...finding, fingerprint: stamped.get(finding) ?? '' }));
}

/** What findings are told of: an image by its name alone, for its layers need not be at hand. */
export type Told = Dockerfile | { readonly kind: 'image'; readonly name: string } | Build;

/** The name a subject keeps when it is rebuilt or tagged anew. */
export function subjectName(subject: Told): string {
  if (subject.kind === 'dockerfile') return dockerfileName(subject.file);
  return subject.kind === 'image' ? subject.name : subject.image.name;
}

/** The name of a Dockerfile, however its path was written. */
export function dockerfileName(file: string): string {
  const name = file.replaceAll('\\', '/');
  return name.startsWith('./') ? name.replace(/^(?:\.\/)+/, '') : name;
}

/** What instructions say, found once for all the findings in them. */
interface Texts {
  readonly secrets: readonly Span[];
  readonly known: Map<Instruction, string>;
}

function where(place: Place, subject: Subject, texts: Texts): string {
  const dockerfile =
    subject.kind === 'dockerfile' ? subject : subject.kind === 'build' ? subject.dockerfile : undefined;
  const image = subject.kind === 'image' ? subject : subject.kind === 'build' ? subject.image : undefined;
  switch (place.kind) {
    case 'dockerfile':
      return dockerfile ? textAt(dockerfile, place.span, texts) : 'dockerfile';
    case 'file':
      return `${place.file.split('/').at(-1)} ${ignoreText(subject, place.span)}`;
    case 'config':
      return `config ${place.key}`;
    case 'history':
      return image ? stepText(image, place.step) : 'history';
    case 'layer':
      return `layer ${place.path}`;
    case 'image':
      return 'image';
  }
}

function textAt(dockerfile: Dockerfile, span: Span, { secrets, known }: Texts): string {
  const instruction = instructionAt(dockerfile, span.start);
  if (!instruction) return evenOut(dockerfile.text.slice(span.start, span.end));
  const text = known.get(instruction) ?? instructionText(dockerfile, instruction, secrets);
  known.set(instruction, text);
  return text;
}

/** An instruction, whitespace and continuations evened out; of names with values, only the names. */
function instructionText({ text }: Dockerfile, instruction: Instruction, secrets: readonly Span[]): string {
  if (instruction.kind === 'env' || instruction.kind === 'arg' || instruction.kind === 'label')
    return [instruction.keyword, ...instruction.pairs.map((pair) => pair.key.raw)].join(' ');
  let kept = '';
  let from = instruction.span.start;
  for (const secret of secrets) {
    if (secret.start < from || secret.end > instruction.span.end) continue;
    kept += text.slice(from, secret.start);
    from = secret.end;
  }
  kept += text.slice(from, instruction.span.end);
  if (kept.includes('\n')) kept = kept.replaceAll(/^[ \t]*#.*$/gm, '').replaceAll(/[\\`][ \t]*(?=\r?\n)/g, ' ');
  return evenOut(kept);
}

function stepText(image: Image, step: number): string {
  const { instruction, createdBy } = image.history[step] ?? {};
  if (!instruction) return evenOut((createdBy ?? '').replace(/^\|\d+ (?:\S+=\S* )*/, ''));
  if (!/^(?:ENV|ARG|LABEL)$/.test(instruction.keyword)) return evenOut(`${instruction.keyword} ${instruction.args}`);
  return `${instruction.keyword} ${[...instruction.args.matchAll(/([^\s=]+)=/g)].map((match) => match[1]).join(' ')}`;
}

function ignoreText(subject: Subject, span: Span): string {
  return evenOut(subject.facts.context?.ignore?.text.slice(span.start, span.end) ?? '');
}

/** Digests and the classic builder's content hashes say nothing of the fault, and change with every build. */
function evenOut(text: string): string {
  const undigested = text.includes('sha256:') ? text.replaceAll(/@?\bsha256:[0-9a-f]+/g, '') : text;
  const named = ['file:', 'dir:', 'multi:'].some((kind) => undigested.includes(kind))
    ? undigested.replaceAll(/\b(file|dir|multi):[0-9a-f]{16,}/g, '$1')
    : undigested;
  return named.replaceAll(/\s+/g, ' ').trim();
}

function evidenceOf({ evidence, place }: Identified): string[] {
  return evidence.map((piece) => evidenceText(piece, place));
}

function evidenceText(piece: Evidence, place: Place): string {
  switch (piece.kind) {
    case 'reference':
      return `${piece.name}:${piece.tag ?? ''}`;
    case 'file':
      return piece.path;
    case 'secret':
      return `${piece.detector} ${piece.masked}`;
    case 'account':
      return piece.user;
    case 'package':
      return `${piece.manager} ${piece.name}`;
    case 'value':
      // What was counted in an image differs from build to build.
      return place.kind !== 'dockerfile' && /^\d/.test(piece.value)
        ? piece.name
        : evenOut(`${piece.name}=${piece.value}`);
    case 'bytes':
      return piece.what;
    case 'command':
      return evenOut(piece.text);
  }
}

/** Places of secrets in the text, first to last, none inside another: they are cut out before the text is hashed. */
function secretSpans(findings: readonly Identified[]): readonly Span[] {
  const spans: Span[] = [];
  for (const { place, evidence } of findings)
    if (place.kind === 'dockerfile' && evidence.some((piece) => piece.kind === 'secret')) spans.push(place.span);
  return spans.sort((a, b) => a.start - b.start || b.end - a.end);
}
