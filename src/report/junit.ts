/** JUnit's XML: a suite per subject, a failed case per finding, a passed one where nothing was found. */
import type { Finding, Report, Skipped } from '../finding.ts';
import { anchoredMessage, anchorOf, skippedMessage } from './anchor.ts';
import type { ReportContext } from './context.ts';
import { placeName, skippedName } from './place.ts';
import { type Sources, sourcesOf } from './source.ts';
import { element, escapeXml } from './xml.ts';

/** Suppressed findings and those of the baseline are skipped cases; what was not checked is an error. */
export function junit(reports: readonly Report[], context: ReportContext): string {
  const sources = sourcesOf(context);
  const suites = reports.map((report, id) => suiteOf(report, id, sources));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', {}, suites)}\n`;
}

/** Readers differ in what they ask for: Ant's schema wants a host, a time and empty outputs, and none forbids them. */
function suiteOf(report: Report, id: number, sources: Sources): string {
  const { name } = report.subject;
  const waivers = report.findings.filter((finding) => waived(finding) !== undefined).length;
  const empty = report.findings.length + report.skipped.length === 0;
  const attributes = {
    name,
    package: 'plimsoll',
    id,
    timestamp: `${report.today}T00:00:00`,
    hostname: 'localhost',
    tests: report.findings.length + report.skipped.length + (empty ? 1 : 0),
    failures: report.findings.length - waivers,
    errors: report.skipped.length,
    skipped: waivers,
    time: '0',
  };
  return element('testsuite', attributes, [
    element('properties', {}),
    ...report.findings.map((finding) => findingCase(finding, report, sources)),
    ...report.skipped.map((entry) => skippedCase(entry, report, sources)),
    ...(empty ? [element('testcase', { name: 'nothing found', classname: name, time: '0' })] : []),
    element('system-out', {}),
    element('system-err', {}),
  ]);
}

function findingCase(finding: Finding, report: Report, sources: Sources): string {
  const anchor = anchorOf(finding, report, sources);
  const place = placeName(finding.place, report, sources);
  const reason = waived(finding);
  const body = [`${place}: ${finding.message}`, ...(finding.help === undefined ? [] : [finding.help])];
  const outcome =
    reason === undefined
      ? element('failure', { message: anchoredMessage(finding, anchor), type: finding.severity }, body.map(escapeXml))
      : element('skipped', { message: reason });
  return element(
    'testcase',
    { name: `${finding.rule}: ${finding.message}`, classname: report.subject.name, time: '0' },
    [outcome],
  );
}

function waived({ suppressed, baseline }: Finding): string | undefined {
  if (suppressed !== undefined) return `suppressed${suppressed.reason === undefined ? '' : `: ${suppressed.reason}`}`;
  return baseline === 'unchanged' ? 'in the baseline' : undefined;
}

function skippedCase(entry: Skipped, report: Report, sources: Sources): string {
  const error = element('error', { message: skippedMessage(entry), type: entry.reason });
  return element(
    'testcase',
    { name: `not checked: ${skippedName(entry, report, sources)}`, classname: report.subject.name, time: '0' },
    [error],
  );
}
