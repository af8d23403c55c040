/** What was not checked, as SARIF notifications. */
import type { Report, Skipped } from '../../finding.ts';
import type { ReportContext } from '../context.ts';
import { type Atlas, locationOf } from './location.ts';

/** What all parts of a run are written with. */
export interface Written extends Atlas {
  readonly context: ReportContext;
  readonly compared: boolean;
}

/** An entry of `skipped`: an error of the tool, never a clean result. */
export function notificationOf(entry: Skipped, report: Report, atlas: Atlas) {
  return {
    level: 'error',
    descriptor: { id: entry.reason },
    message: { text: `Not checked: ${entry.what} of ${report.subject.name}. ${entry.detail}` },
    ...(entry.place && { locations: [locationOf(entry.place, report, atlas)] }),
  };
}
