/** JSON, a line each for subjects, findings, and what was not checked: the first lines can be read before the last are known. */
import type { Report } from '../finding.ts';
import type { ReportContext } from './context.ts';
import { positioned } from './json.ts';
import { sourcesOf } from './source.ts';

/** Lines whose `type` says what they are: `subject`, then its `finding` and `skipped` lines. */
export function* ndjson(reports: readonly Report[], context: ReportContext): Generator<string> {
  const sources = sourcesOf(context);
  for (const report of reports) {
    const { findings, skipped, ...head } = positioned(report, sources);
    const subject = report.subject.name;
    yield line({ type: 'subject', ...head, findings: findings.length, skipped: skipped.length });
    for (const finding of findings) yield line({ type: 'finding', subject, ...finding });
    for (const entry of skipped) yield line({ type: 'skipped', subject, ...entry });
  }
}

const line = (value: object) => `${JSON.stringify(value)}\n`;
