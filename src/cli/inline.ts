/** Dockerfiles that stand in build files: judged under a name of their own, reported where they stand. */
import { originIn, placedIn } from '../config/builds/inline.ts';
import type { Inline } from '../config/builds/plan.ts';
import type { InlineDockerfile } from '../config/builds/ways.ts';
import type { Finding, Place, Report, Span } from '../finding.ts';
import type { ChangedLines } from './judge.ts';

/** The changed lines of these, counted in themselves, from those of the build files that they stand in. */
export function changesWithin(
  changes: ChangedLines,
  inlines: readonly InlineDockerfile[],
  texts: ReadonlyMap<string, string>,
): ChangedLines {
  const own = new Map(inlines.map(({ name, inline }) => [name, inline]));
  return (file) => {
    const inline = own.get(file);
    const lines = changes(inline?.origin.file ?? file);
    if (!inline || lines === undefined || lines === 'all') return lines;
    const changed = linesOf(inline, texts.get(inline.origin.file) ?? '').filter(({ first, last }) =>
      lines.some((range) => range.first <= last && first <= range.last),
    );
    return changed.length === 0 ? undefined : changed.map(({ own }) => ({ first: own, last: own }));
  };
}

interface InlineLine {
  readonly own: number;
  /** Where it is written. */
  readonly first: number;
  readonly last: number;
}

function linesOf({ text, origin }: Inline, source: string): readonly InlineLine[] {
  const toSource = placedIn(source, origin.span, text);
  const lineAt = (offset: number) => originIn(source, origin.file, { start: offset, end: offset }).line;
  let at = 0;
  return text.split('\n').map((line, index) => {
    const { start, end } = toSource({ start: at, end: at + line.length });
    at += line.length + 1;
    return { own: index + 1, first: lineAt(start), last: lineAt(end) };
  });
}

/** The reports of these, found by their names, with places in the build files; fixes are for files of their own. */
export function placing(
  inlines: readonly InlineDockerfile[],
  texts: ReadonlyMap<string, string>,
): (report: Report) => Report {
  const places = new Map(
    inlines.map(({ name, inline }) => {
      const { file, span } = inline.origin;
      const toSource = placedIn(texts.get(file) ?? '', span, inline.text);
      return [name, (own: Span): Place => ({ kind: 'file', file, span: toSource(own) })] as const;
    }),
  );
  return (report) => {
    const place = places.get(report.subject.name);
    if (place === undefined) return report;
    const { findings, skipped } = report;
    return {
      ...report,
      findings: findings.map((finding) => placed(finding, place)),
      skipped: skipped.map((entry) => (entry.place ? { ...entry, place: moved(entry.place, place) } : entry)),
    };
  };
}

type ToSource = (span: Span) => Place;

function moved(own: Place, place: ToSource): Place {
  return own.kind === 'dockerfile' ? place(own.span) : own;
}

function placed(finding: Finding, place: ToSource): Finding {
  return {
    ...finding,
    place: moved(finding.place, place),
    related: finding.related.map((related) => ({ ...related, place: moved(related.place, place) })),
    fixes: [],
  };
}
