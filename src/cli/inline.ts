/** Dockerfiles that stand in build files: judged under a name of their own, reported where they stand. */
import { placedIn } from '../config/builds/inline.ts';
import type { InlineDockerfile } from '../config/builds/ways.ts';
import type { Finding, Place, Report, Span } from '../finding.ts';

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
