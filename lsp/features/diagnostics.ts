/** Findings as diagnostics. */
import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  type Range,
} from 'vscode-languageserver';
import { dockerfileRules } from '../../rules/dockerfile.ts';
import { names } from '../../rules/names.ts';
import { counts, type Finding, type Severity, type Skipped } from '../../src/finding.ts';
import { skippedMessage } from '../../src/report/anchor.ts';
import type { Lines } from '../convert.ts';
import type { OpenDocument } from '../document.ts';
import { pageUri } from './page.ts';

export const source = 'plimsoll';

/** Ours, in the protocol's words. */
export const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
} as const satisfies Record<Severity, DiagnosticSeverity>;

/** Rules that have a page: ours, not those of projects. */
const own = new Set(names().map(({ id }) => id));

/** What a rule says of its text, in the protocol's words. */
const tagOf = { unnecessary: DiagnosticTag.Unnecessary, deprecated: DiagnosticTag.Deprecated } as const;
const tagged = new Map(dockerfileRules.flatMap(({ id, tags }) => (tags ? [[id, tagOf[tags]] as const] : [])));

/** Diagnostics of the findings that count, in the order of the text. */
export function diagnostics(document: OpenDocument, findings: readonly Finding[]): Diagnostic[] {
  return findings.flatMap((finding) => {
    if (!counts(finding) || finding.place.kind !== 'dockerfile') return [];
    return diagnosticOf(document, finding, finding.place.span);
  });
}

/** What was not checked, where that is, or at the top. */
export function uncheckedDiagnostics({ lines }: OpenDocument, skipped: readonly Skipped[]): Diagnostic[] {
  return skipped.map((entry) => ({
    range: lines.range(entry.place?.kind === 'dockerfile' ? entry.place.span : { start: 0, end: 0 }),
    severity: DiagnosticSeverity.Warning,
    code: 'not-checked',
    source,
    message: skippedMessage(entry),
  }));
}

/** A text beside the Dockerfile: `.dockerignore`. */
export interface OtherFile {
  readonly uri: string;
  /** As findings name it. */
  readonly file: string;
  readonly lines: Lines;
}

/** Those that are placed in a file beside it. */
export function otherDiagnostics(other: OtherFile, findings: readonly Finding[]): Diagnostic[] {
  return findings.flatMap((finding) => {
    const { place } = finding;
    if (!counts(finding) || place.kind !== 'file' || place.file !== other.file) return [];
    return diagnosticOf(other, finding, place.span);
  });
}

/** The findings that a range touches. */
export function touching({ lines }: OpenDocument, findings: readonly Finding[], range: Range): readonly Finding[] {
  const span = lines.span(range);
  return findings.filter(
    ({ place, suppressed }) =>
      !suppressed && place.kind === 'dockerfile' && place.span.start <= span.end && span.start <= place.span.end,
  );
}

function diagnosticOf(document: OtherFile, finding: Finding, span: { start: number; end: number }): Diagnostic {
  const tag = tagged.get(finding.rule);
  const related = finding.related.flatMap((entry): DiagnosticRelatedInformation[] =>
    entry.place.kind === 'dockerfile' && entry.place.file === document.file
      ? [{ location: { uri: document.uri, range: document.lines.range(entry.place.span) }, message: entry.message }]
      : [],
  );
  return {
    range: document.lines.range(span),
    severity: severities[finding.severity],
    code: finding.rule,
    ...(own.has(finding.rule) && { codeDescription: { href: pageUri(finding.rule) } }),
    source,
    message: finding.help === undefined ? finding.message : `${finding.message}\n${finding.help}`,
    ...(tag !== undefined && { tags: [tag] }),
    ...(related.length > 0 && { relatedInformation: related }),
  };
}
