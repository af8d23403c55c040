/** SARIF 2.1.0, as code scanning services read it. */
import type { Finding, Report, Severity } from '../finding.ts';
import type { ReportContext } from './context.ts';
import { count } from './numbers.ts';
import { artifactsOf } from './sarif/artifacts.ts';
import { sourceRoot } from './sarif/location.ts';
import { notificationOf, type Written } from './sarif/notification.ts';
import { resultOf } from './sarif/result.ts';
import { descriptorOf } from './sarif/rule.ts';
import { sourcesOf } from './source.ts';

/** GitHub takes no more results in one run, and shows the worst 5,000 of them. */
const mostResults = 25_000;

/** One log with one run: rules, results, artifacts, and what was not checked as notifications. */
export function sarif(reports: readonly Report[], context: ReportContext): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [runOf(reports, context)],
  };
  return `${JSON.stringify(log, undefined, 1)}\n`;
}

function runOf(reports: readonly Report[], context: ReportContext) {
  const all = reports.flatMap((report) => report.findings.map((finding) => ({ finding, report })));
  const kept = worst(all);
  const ids = [...new Set([...(context.ran?.() ?? []), ...kept.map(({ finding }) => finding.rule)])].toSorted();
  const artifacts = artifactsOf(reports);
  // Where one result is compared with a baseline, all have to be.
  const compared = all.some(({ finding }) => finding.baseline !== undefined);
  const written: Written = { context, sources: sourcesOf(context), artifacts, compared };
  return {
    tool: { driver: driverOf(ids, context) },
    ...(context.category !== undefined && { automationDetails: { id: `plimsoll/${context.category}/` } }),
    ...(context.repository && { versionControlProvenance: [provenanceOf(context.repository)] }),
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: {
      [sourceRoot]: {
        ...(context.base !== undefined && { uri: context.base }),
        description: { text: 'The directory that relative file names start from.' },
      },
    },
    invocations: [invocationOf(reports, { written, left: all.length - kept.length })],
    artifacts: artifacts.list,
    results: kept.map(({ finding, report }) =>
      resultOf(finding, report, { ...written, ruleIndex: ids.indexOf(finding.rule) }),
    ),
  };
}

/** The first findings by severity, in their own order, where there are more than may be uploaded. */
function worst<T extends { readonly finding: Finding }>(all: readonly T[]): readonly T[] {
  if (all.length <= mostResults) return all;
  const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };
  const chosen = new Set(
    all.toSorted((a, b) => ranks[a.finding.severity] - ranks[b.finding.severity]).slice(0, mostResults),
  );
  return all.filter((one) => chosen.has(one));
}

function driverOf(ids: readonly string[], context: ReportContext) {
  return {
    name: 'Plimsoll',
    ...(context.homepage !== undefined && { informationUri: context.homepage }),
    version: context.version,
    semanticVersion: context.version,
    rules: ids.map((id) => descriptorOf(id, context.rule(id))),
  };
}

function provenanceOf({ uri, revision, branch }: NonNullable<ReportContext['repository']>) {
  return {
    repositoryUri: uri,
    ...(revision !== undefined && { revisionId: revision }),
    ...(branch !== undefined && { branch }),
    mappedTo: { uriBaseId: sourceRoot },
  };
}

function invocationOf(reports: readonly Report[], { written, left }: { written: Written; left: number }) {
  const notifications = reports.flatMap((report) =>
    report.skipped.map((entry) => notificationOf(entry, report, written)),
  );
  const text = `${count(left, 'finding')} of the lowest severities were left out: code scanning takes ${mostResults} in one upload.`;
  const overflow = left > 0 ? [{ level: 'warning', message: { text }, descriptor: { id: 'too-many-findings' } }] : [];
  return {
    executionSuccessful: notifications.length === 0,
    toolExecutionNotifications: [...notifications, ...overflow],
  };
}
