/** The page of a rule: what the docs folder holds and `plimsoll explain` prints. */
import type { Place, Span } from '../finding.ts';
import type { Draft, ImageSketch, Rule } from '../rule.ts';

/** An example with what the rule said of it. */
export interface ShownExample {
  /** The Dockerfile, or the sketch of an image. */
  readonly example: string | ImageSketch;
  readonly drafts: readonly Draft[];
  readonly fixed?: string | undefined;
  readonly options?: unknown;
}

export interface ShownOption {
  readonly name: string;
  readonly description: string;
  readonly type: string;
  readonly fallback: string;
}

export interface PageParts {
  readonly rule: Rule;
  readonly bad: readonly ShownExample[];
  readonly good: readonly ShownExample[];
  readonly options: readonly ShownOption[];
  /** Rules that share its aliases, its fault or most of its name. */
  readonly related: readonly string[];
}

/** Markdown, fixed order: title, summary, why, bad, good, options, suppress, related. */
export function rulePage({ rule, bad, good, options, related }: PageParts): string {
  const fixes = fixNote(bad);
  const parts = [
    `# ${rule.id}`,
    [
      `${rule.severity} · ${rule.category} · on ${subjects[rule.on]}`,
      ...(fixes ? [fixes] : []),
      `since ${rule.since}`,
    ].join(' · '),
    ...(rule.aliases?.length ? [`Also known as ${rule.aliases.map((alias) => `\`${alias}\``).join(', ')}.`] : []),
    rule.summary,
    `## Why\n\n${rule.why}`,
    // A project's own rules need no examples; ours all have some.
    ...(bad.length > 0 ? [`## Bad\n\n${bad.map(showBad).join('\n\n')}`] : []),
    ...(good.length > 0 ? [`## Good\n\n${good.map(showGood).join('\n\n')}`] : []),
    ...(options.length > 0 ? [`## Options\n\n${optionTable(options)}`] : []),
    `## Suppress\n\n${suppressNote(rule)}`,
    ...(related.length > 0 ? [`## Related rules\n\n${related.map((id) => `[${id}](${id}.md)`).join(', ')}`] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

const subjects = { dockerfile: 'Dockerfiles', image: 'images', build: 'a Dockerfile and its image' } as const;

function fixNote(bad: readonly ShownExample[]): string | undefined {
  const safeties = new Set(
    bad.flatMap(({ drafts }) => drafts.flatMap((draft) => draft.fixes?.map((fix) => fix.safety) ?? [])),
  );
  if (safeties.has('safe')) return 'fixed by `--fix`';
  return safeties.has('unsafe') ? 'fixed by `--fix --unsafe`' : undefined;
}

function showBad(shown: ShownExample): string {
  const { example, drafts, fixed } = shown;
  const body =
    typeof example === 'string'
      ? fence('dockerfile', squiggle(example, drafts))
      : `${fence('js', sketchText(example))}\n\n${drafts.map((draft) => `- ${placeName(draft.place)}: ${draft.message}`).join('\n')}`;
  const after = fixed === undefined ? '' : `\n\nFixed:\n\n${fence('dockerfile', fixed)}`;
  return withOptions(shown) + body + after;
}

function showGood(shown: ShownExample): string {
  const { example } = shown;
  return (
    withOptions(shown) + (typeof example === 'string' ? fence('dockerfile', example) : fence('js', sketchText(example)))
  );
}

function withOptions({ options }: ShownExample): string {
  return options === undefined ? '' : `With \`${JSON.stringify(options)}\`:\n\n`;
}

/** A fenced block. */
export function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text.replace(/\n$/, '')}\n\`\`\``;
}

function squiggle(text: string, drafts: readonly Draft[]): string {
  const out: string[] = [];
  let start = 0;
  const notes = drafts.flatMap(({ place, message }) =>
    place.kind === 'dockerfile' ? [{ span: place.span, message }] : [],
  );
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    out.push(line);
    const end = start + line.length;
    const last = index === lines.length - 1;
    for (const { span, message } of notes) {
      const inLine = span.start >= start && span.start <= end && (span.start < end || span.end === span.start || last);
      if (inLine) out.push(underline({ start: span.start - start, end: Math.min(span.end, end) - start }, message));
    }
    start = end + 1;
  }
  return out.join('\n');
}

function underline({ start, end }: Span, message: string): string {
  return `${' '.repeat(start)}${'~'.repeat(Math.max(1, end - start))} ${message}`;
}

/** The sketch of an image as an object literal, without what only its test needs. */
export function sketchText(sketch: ImageSketch): string {
  const {
    options: _options,
    evidence: _evidence,
    message: _message,
    severity: _severity,
    whole: _whole,
    name: _name,
    facts: _facts,
    ...shown
  } = sketch;
  return JSON.stringify(
    shown,
    (_key, value: unknown) => (value instanceof Uint8Array ? `<${value.length} bytes>` : value),
    2,
  ).replace(/"([A-Za-z]+)":/g, '$1:');
}

function placeName(place: Place): string {
  if (place.kind === 'layer')
    return `layer ${place.layer}, \`${place.path}\`${place.line ? ` line ${place.line}` : ''}`;
  if (place.kind === 'config') return `config \`${place.key}\``;
  if (place.kind === 'history') return `history step ${place.step}`;
  return place.kind === 'image' ? 'the image' : `\`${place.file}\``;
}

function optionTable(options: readonly ShownOption[]): string {
  const rows = options.map(
    ({ name, type, fallback, description }) => `| \`${name}\` | ${type} | \`${fallback}\` | ${description} |`,
  );
  return ['| option | type | default | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function suppressNote(rule: Rule): string {
  const inConfig = `In \`plimsoll.yaml\`:\n\n${fence('yaml', `rules:\n  ${rule.id}: off`)}`;
  if (rule.on === 'image') return inConfig;
  return `On the instruction below the comment:\n\n${fence('dockerfile', `# plimsoll ignore=${rule.id} the reason`)}\n\n${inConfig}`;
}
