/** reviewdog's diagnostic format. */
import { counts, type Finding, type Fix, type Report, type Span } from '../finding.ts';
import { type Anchor, anchoredMessage, anchorOf, skippedAnchor, skippedMessage } from './anchor.ts';
import type { ReportContext } from './context.ts';
import { type Source, type Sources, sourcesOf } from './source.ts';
import { bestFix } from './tally.ts';

const severities = { error: 'ERROR', warning: 'WARNING', info: 'INFO' } as const;

/** One `DiagnosticResult`. */
export function rdjson(reports: readonly Report[], context: ReportContext): string {
  const sources = sourcesOf(context);
  const diagnostics = reports.flatMap((report) => [
    ...report.findings.filter(counts).map((finding) => diagnosticOf(finding, report, { sources, context })),
    ...report.skipped.map((entry) => ({
      message: skippedMessage(entry),
      location: locationOf(skippedAnchor(entry, report, sources), undefined),
      severity: 'ERROR',
      code: { value: 'not-checked' },
    })),
  ]);
  const source = { name: 'plimsoll', ...(context.homepage !== undefined && { url: context.homepage }) };
  return `${JSON.stringify({ source, diagnostics }, undefined, 2)}\n`;
}

interface Desk {
  readonly sources: Sources;
  readonly context: ReportContext;
}

function diagnosticOf(finding: Finding, report: Report, { sources, context }: Desk) {
  const anchor = anchorOf(finding, report, sources);
  const uri = context.rule(finding.rule)?.uri;
  const message = [anchoredMessage(finding, anchor), finding.help].flatMap((part) => part ?? []).join('\n');
  const suggestions = suggestionsOf(bestFix(finding), finding, sources);
  const related = finding.related.flatMap(({ place, message: note }) =>
    place.kind === 'dockerfile' || place.kind === 'file'
      ? [{ message: note, location: { path: place.file, ...rangeOf(place.span, sources(place.file)) } }]
      : [],
  );
  return {
    message,
    location: locationOf(anchor, sources(anchor.file)),
    severity: severities[finding.severity],
    code: { value: finding.rule, ...(uri !== undefined && { url: uri }) },
    ...(suggestions.length > 0 && { suggestions }),
    ...(related.length > 0 && { relatedLocations: related }),
  };
}

function locationOf({ file, region }: Anchor, source: Source | undefined) {
  const range = region && { start: bytePosition(region.start, source), end: bytePosition(region.end, source) };
  return { path: file, ...(range && { range }) };
}

function rangeOf(span: Span, source: Source | undefined) {
  if (source === undefined) return {};
  const at = (offset: number) => bytePosition(source.position(offset), source);
  return { range: { start: at(span.start), end: at(span.end) } };
}

/** reviewdog counts columns in bytes of UTF-8. */
function bytePosition({ line, column }: { line: number; column: number }, source: Source | undefined) {
  if (source === undefined) return { line, column };
  const { start } = source.span(line);
  return { line, column: Buffer.byteLength(source.text.slice(start, start + column - 1)) + 1 };
}

/** Suggestions are offered one by one, so only a fix of one edit can be one. */
function suggestionsOf(fix: Fix | undefined, finding: Finding, sources: Sources) {
  const [edit, ...more] = fix?.edits ?? [];
  if (edit === undefined || more.length > 0 || edit.file !== undefined || !('file' in finding.place)) return [];
  const source = sources(finding.place.file);
  return source === undefined ? [] : [{ ...rangeOf(edit.span, source), text: edit.text }];
}
