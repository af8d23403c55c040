/** Runs one example of a rule and says, in sentences, what is not as it should be. */
import type { Context } from '../dockerfile/facts.ts';
import type { Dockerfile } from '../dockerfile/model.ts';
import { parse } from '../dockerfile/parse.ts';
import type { Evidence, Place } from '../finding.ts';
import { assemble } from '../image/assemble.ts';
import type { Build, Image } from '../image/model.ts';
import type { DockerfileExample, Draft, ImageSketch, Rule, Subject } from '../rule.ts';
import { type DockerfileCase, exampleFile, placeText, unmarkDockerfile, unmarkImage } from './expected.ts';
import { mark } from './marks.ts';
import { sketchParts } from './parts.ts';
import { aboutSuppressions } from './suppressions.ts';

type Example = DockerfileExample<unknown> | ImageSketch;

export interface Ran {
  readonly drafts: readonly Draft[];
  readonly expected: readonly Place[];
  /** The unmarked Dockerfile text, where there is one. */
  readonly text: string | undefined;
  readonly problems: readonly string[];
}

/** `kind` says whether the example stands under `bad`, `good`, or is a test case, which may be either. */
export async function runExample(rule: Rule, example: Example, kind: 'bad' | 'good' | 'case'): Promise<Ran> {
  const { subject, expected, text, given } = await subjectOf(rule, example);
  const options = await optionsOf(rule, given.options);
  const drafts = draftsOf(rule, subject, options);
  const again = draftsOf(rule, subject, options);
  const problems: string[] = [];
  if (JSON.stringify(drafts) !== JSON.stringify(again)) problems.push('Two checks of one subject differ.');
  problems.push(...comparePlaces(drafts, expected, text));
  if (drafts.length > 0 && rule.needs && subject.kind === 'dockerfile' && !subject.holds(rule.needs))
    problems.push('It finds something in a file that holds nothing of its `needs`.');
  for (const draft of drafts) problems.push(...proseProblems(draft));
  if (kind === 'bad' && drafts.length === 0) problems.push('A bad example must have a finding.');
  if (kind === 'good' && (drafts.length > 0 || expected.length > 0)) problems.push('A good example must have none.');
  if (given.evidence) problems.push(...compareEvidence(drafts, given.evidence));
  if (given.message !== undefined && drafts[0]?.message !== given.message)
    problems.push(`The message is "${drafts[0]?.message}", not "${given.message}".`);
  const severity = drafts[0]?.severity ?? rule.severity;
  if (given.severity !== undefined && severity !== given.severity)
    problems.push(`The severity is ${severity}, not ${given.severity}.`);
  if ('fixed' in given && given.fixed !== undefined && text !== undefined)
    problems.push(...fixProblems(rule, { given, text, options, wanted: given.fixed }));
  return { drafts, expected, text, problems };
}

function draftsOf(rule: Rule, subject: Subject, options: unknown): readonly Draft[] {
  if (rule.by === 'refine') return subject.kind === 'dockerfile' ? aboutSuppressions(rule.id, subject) : [];
  return [...rule.check(subject, options)];
}

async function subjectOf(rule: Rule, example: Example) {
  if (rule.on === 'dockerfile') {
    const { example: given, places } = unmarkDockerfile(asDockerfile(example));
    return { subject: parseCase(given, given.code), expected: places, text: given.code, given } as const;
  }
  if (typeof example === 'string' || 'code' in example) throw new Error('An image rule takes image sketches.');
  const { example: given, places } = unmarkImage(example);
  const subject = await imageSubject(rule, given);
  return { subject, expected: places, text: given.dockerfile, given } as const;
}

function asDockerfile(example: Example): DockerfileExample<unknown> {
  if (typeof example === 'string' || 'code' in example) return example;
  throw new Error('A Dockerfile rule takes Dockerfile examples.');
}

async function imageSubject(rule: Rule, sketch: ImageSketch): Promise<Subject> {
  const dockerfile =
    sketch.dockerfile === undefined
      ? undefined
      : parse(sketch.dockerfile, { file: exampleFile, facts: sketch.facts ?? {} });
  const image: Image = assemble({ ...sketchParts(sketch), ...(dockerfile && { dockerfile }) });
  if (rule.on === 'image') return image;
  if (!dockerfile) throw new Error('A build example needs a `dockerfile`.');
  const build: Build = { kind: 'build', dockerfile, image, facts: image.facts };
  return build;
}

function parseCase(given: DockerfileCase, code: string): Dockerfile {
  const file = given.file ?? exampleFile;
  const context = contextOf(given);
  return parse(code, {
    file,
    ...(given.encoding && { encoding: given.encoding }),
    ...(given.buildArgs && { buildArgs: given.buildArgs }),
    ...(given.contexts && { contexts: given.contexts }),
    ...(given.targets && { targets: given.targets }),
    facts: { ...given.facts, ...(context && { context }) },
  });
}

function contextOf(given: DockerfileCase): Context | undefined {
  if (given.ignore === undefined && given.files === undefined) return given.facts?.context;
  return {
    directory: '.',
    ...(given.ignore !== undefined && { ignore: { file: '.dockerignore', text: given.ignore } }),
    ...(given.files && { files: new Map(given.files.map((path) => [path, { size: 1 }])) }),
  };
}

/** The rule's options with defaults; `undefined` for a rule without any. */
export async function optionsOf(rule: Rule, given: unknown): Promise<unknown> {
  if (!rule.options) {
    if (given !== undefined) throw new Error(`${rule.id} has no options.`);
    return {};
  }
  const z = await import('zod');
  return rule.options(z).parse(given ?? {});
}

function comparePlaces(drafts: readonly Draft[], expected: readonly Place[], text: string | undefined): string[] {
  const lines = expected.some((place) => place.kind === 'layer' && place.line !== undefined);
  const bare = ({ place }: Draft): Place =>
    place.kind === 'layer' && !lines ? { kind: 'layer', layer: place.layer, path: place.path } : place;
  const foundText = drafts.map((draft) => placeText(bare(draft))).sort();
  const wanted = expected.map(placeText).sort();
  if (JSON.stringify(foundText) === JSON.stringify(wanted)) return [];
  const spans = drafts.flatMap(({ place }) => (place.kind === 'dockerfile' ? [place.span] : []));
  const shown = text === undefined ? '' : `\nFound:\n${mark(text, spans)}`;
  return [
    `Findings do not match the marks.\n  wanted: ${wanted.join(', ') || 'none'}\n  found: ${foundText.join(', ') || 'none'}${shown}`,
  ];
}

function compareEvidence(drafts: readonly Draft[], wanted: readonly Evidence[]): string[] {
  const found = drafts[0]?.evidence ?? [];
  return JSON.stringify(found) === JSON.stringify(wanted)
    ? []
    : [`The evidence is ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}.`];
}

function proseProblems({ message, help }: Draft): string[] {
  const problems: string[] = [];
  if (!/[.?]$/.test(message) || message.includes('\n'))
    problems.push(`A message is one line with a full stop: "${message}"`);
  if (help !== undefined && !/\.$/.test(help)) problems.push(`Help ends with a full stop: "${help}"`);
  return problems;
}

interface FixCase {
  readonly given: DockerfileCase | ImageSketch;
  readonly text: string;
  readonly options: unknown;
  readonly wanted: string;
}

/** Applies the first fix of every finding until none is left to apply, as `--fix --unsafe` does. */
function fixProblems(rule: Rule, { given, text, options, wanted }: FixCase): string[] {
  if (!('code' in given)) return [];
  let fixed = text;
  let { ignore } = given;
  const drafts = () => draftsOf(rule, parseCase({ ...given, ...(ignore !== undefined && { ignore }) }, fixed), options);
  for (let round = 0; round < 10; round++) {
    const edits = drafts().flatMap((draft) => draft.fixes?.[0]?.edits ?? []);
    if (edits.length === 0) break;
    const elsewhere = edits.filter(({ file }) => file === '.dockerignore');
    if (ignore !== undefined) ignore = applyEdits(ignore, elsewhere);
    fixed = applyEdits(
      fixed,
      edits.filter((edit) => !elsewhere.includes(edit)),
    );
  }
  if (fixed !== wanted) return [`The fixed text is\n${fixed}\nnot\n${wanted}`];
  if (given.fixedIgnore !== undefined && ignore !== given.fixedIgnore)
    return [`The fixed .dockerignore is\n${ignore}\nnot\n${given.fixedIgnore}`];
  const left = drafts().filter((draft) => draft.fixes?.length);
  return left.length > 0 ? ['The fixed text still holds the finding.'] : [];
}

function applyEdits(
  text: string,
  edits: readonly { readonly span: { start: number; end: number }; readonly text: string }[],
): string {
  let out = '';
  let from = 0;
  for (const edit of [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)) {
    if (edit.span.start < from) continue;
    out += text.slice(from, edit.span.start) + edit.text;
    from = edit.span.end;
  }
  return out + text.slice(from);
}
