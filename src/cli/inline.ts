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
    return place ? { ...report, findings: report.findings.map((finding) => placed(finding, place)) } : report;
  };
}

function placed(finding: Finding, place: (span: Span) => Place): Finding {
  const moved = (own: Place) => (own.kind === 'dockerfile' ? place(own.span) : own);
  return {
    ...finding,
    place: moved(finding.place),
    related: finding.related.map((related) => ({ ...related, place: moved(related.place) })),
    fixes: [],
  };
}
