/** The report as JSON: the shared types as they are, with lines and columns beside every span. */
import type { Edit, Finding, Fix, LayerSummary, Place, Report, Skipped, Suppression } from '../finding.ts';
import type { ReportContext } from './context.ts';
import type { Position, Sources } from './source.ts';
import { sourcesOf } from './source.ts';
import { tally } from './tally.ts';

/** Lines and columns of a span's ends; absent where the text could not be had. */
interface Positions {
  readonly start?: Position;
  readonly end?: Position;
}

/** One document: `{ schema, tool, summary, reports }`. A reader may rely on every key of schema 1 staying. */
export function* json(reports: readonly Report[], context: ReportContext): Generator<string> {
  const sources = sourcesOf(context);
  const head = { schema: 1, tool: { name: 'plimsoll', version: context.version }, summary: tally(reports) };
  yield JSON.stringify(head, undefined, 2).slice(0, -2);
  yield ',\n  "reports": [';
  for (const [at, report] of reports.entries()) {
    const text = JSON.stringify(positioned(report, sources), undefined, 2);
    yield `${at === 0 ? '' : ','}\n    ${text.replaceAll('\n', '\n    ')}`;
  }
  yield reports.length === 0 ? ']\n}\n' : '\n  ]\n}\n';
}

/** A report with lines and columns beside its spans. */
export function positioned(report: Report, sources: Sources) {
  return {
    ...report,
    findings: report.findings.map((finding) => positionedFinding(finding, sources)),
    skipped: report.skipped.map((entry) => positionedSkipped(entry, sources)),
    ...(report.image && {
      image: { ...report.image, layers: report.image.layers.map((layer) => positionedLayer(layer, sources)) },
    }),
  };
}

/** A finding with lines and columns beside its spans. */
export function positionedFinding(finding: Finding, sources: Sources) {
  const { rule, severity, message, place, help, related, fixes, suppressed, ...rest } = finding;
  const file = 'file' in place ? place.file : '';
  return {
    rule,
    severity,
    message,
    place: positionedPlace(place, sources),
    ...(help !== undefined && { help }),
    related: related.map((other) => ({ ...other, place: positionedPlace(other.place, sources) })),
    fixes: fixes.map((fix) => positionedFix(fix, file, sources)),
    ...rest,
    ...(suppressed && { suppressed: positionedSuppression(suppressed, sources) }),
  };
}

function positionedSuppression(suppressed: Suppression, sources: Sources) {
  return { ...suppressed, ...(suppressed.place && { place: positionedPlace(suppressed.place, sources) }) };
}

/** An entry of `skipped` with lines and columns beside its span. */
export function positionedSkipped(entry: Skipped, sources: Sources) {
  return { ...entry, ...(entry.place && { place: positionedPlace(entry.place, sources) }) };
}

function positionedLayer(layer: LayerSummary, sources: Sources) {
  return { ...layer, ...(layer.instruction && { instruction: positionedPlace(layer.instruction, sources) }) };
}

function positionedFix(fix: Fix, file: string, sources: Sources) {
  const edits = fix.edits.map((edit: Edit) => ({ ...edit, ...positions(edit.file ?? file, edit.span, sources) }));
  return { ...fix, edits };
}

function positionedPlace(place: Place, sources: Sources): Place & Positions {
  return place.kind === 'dockerfile' || place.kind === 'file'
    ? { ...place, ...positions(place.file, place.span, sources) }
    : place;
}

function positions(file: string, span: { start: number; end: number }, sources: Sources): Positions {
  const source = sources(file);
  return source === undefined ? {} : { start: source.position(span.start), end: source.position(span.end) };
}
