/** The order of a report: by place as a reader goes through the subject, then by rule and message. */
import type { Finding, Place } from '../finding.ts';

const order = ['image', 'dockerfile', 'file', 'config', 'history', 'layer'] as const satisfies Place['kind'][];

/** Findings in the order of the text or of the layers; the same whatever order they came in. */
export function sort(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (a, b) =>
      comparePlaces(a.place, b.place) ||
      compare(a.rule, b.rule) ||
      compare(a.message, b.message) ||
      compare(a.fingerprint, b.fingerprint),
  );
}

/** Compares two places by their position in the subject. */
export function comparePlaces(a: Place, b: Place): number {
  return order.indexOf(a.kind) - order.indexOf(b.kind) || compareWithin(a, b);
}

function compareWithin(a: Place, b: Place): number {
  switch (a.kind) {
    case 'dockerfile':
    case 'file':
      if (b.kind !== 'dockerfile' && b.kind !== 'file') return 0;
      return compare(a.file, b.file) || a.span.start - b.span.start || a.span.end - b.span.end;
    case 'config':
      return b.kind === 'config' ? compare(a.key, b.key) : 0;
    case 'history':
      return b.kind === 'history' ? a.step - b.step : 0;
    case 'layer':
      if (b.kind !== 'layer') return 0;
      return (
        a.layer - b.layer ||
        compare(a.path, b.path) ||
        (a.line ?? 0) - (b.line ?? 0) ||
        (a.offset ?? 0) - (b.offset ?? 0)
      );
    case 'image':
      return 0;
  }
}

/** By code units: no locale, so that a report is the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
