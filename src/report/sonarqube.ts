/** SonarQube's generic issues. */
import { counts, type Finding, type Report, type Severity } from '../finding.ts';
import type { Category, RuleMeta } from '../rule.ts';
import { type Anchor, anchoredMessage, anchorOf, skippedAnchor, skippedMessage } from './anchor.ts';
import type { ReportContext } from './context.ts';
import { regionOf } from './place.ts';
import { type Sources, sourcesOf } from './source.ts';

const severities = { error: 'CRITICAL', warning: 'MAJOR', info: 'MINOR' } as const;
const impacts = { error: 'HIGH', warning: 'MEDIUM', info: 'LOW' } as const;
const attributes: Readonly<Record<Category, string>> = {
  security: 'TRUSTWORTHY',
  secrets: 'TRUSTWORTHY',
  reproducibility: 'COMPLETE',
  size: 'EFFICIENT',
  caching: 'EFFICIENT',
  correctness: 'LOGICAL',
  runtime: 'LOGICAL',
  metadata: 'CLEAR',
  style: 'CONVENTIONAL',
};

const notChecked = 'not-checked';

/** Rules and issues; the rules carry what both modes of the server ask for. */
export function sonarqube(reports: readonly Report[], context: ReportContext): string {
  const sources = sourcesOf(context);
  const issues = reports.flatMap((report) => [
    ...report.findings.filter(counts).map((finding) => issueOf(finding, report, sources)),
    ...report.skipped.map((entry) => ({
      ruleId: notChecked,
      primaryLocation: locationOf(skippedAnchor(entry, report, sources), skippedMessage(entry)),
    })),
  ]);
  const severity = severityOf(reports);
  const ids = [...new Set(issues.map(({ ruleId }) => ruleId))].toSorted();
  const rules = ids.map((id) => ruleOf(id, context.rule(id)?.meta, severity.get(id) ?? 'error'));
  return `${JSON.stringify({ rules, issues }, undefined, 2)}\n`;
}

function issueOf(finding: Finding, report: Report, sources: Sources) {
  const anchor = anchorOf(finding, report, sources);
  const secondary = finding.related.flatMap(({ place, message }) => {
    const region = regionOf(place, sources);
    return region === undefined ? [] : [locationOf({ file: region.file, region, real: true }, message)];
  });
  return {
    ruleId: finding.rule,
    primaryLocation: locationOf(anchor, anchoredMessage(finding, anchor)),
    ...(secondary.length > 0 && { secondaryLocations: secondary }),
  };
}

/** Columns count from 0, and a range must hold something. */
function locationOf({ file, region }: Anchor, message: string) {
  const location = { message, filePath: file.replaceAll('\\', '/').replace(/^\.\//, '') };
  if (region === undefined) return location;
  const { start, end } = region;
  const empty = start.line === end.line && start.column === end.column;
  const range = empty
    ? { startLine: start.line }
    : { startLine: start.line, endLine: end.line, startColumn: start.column - 1, endColumn: end.column - 1 };
  return { ...location, textRange: range };
}

/** Issues have no severity of their own: a rule's is the worst that it was found with. */
function severityOf(reports: readonly Report[]): ReadonlyMap<string, Severity> {
  const order: readonly Severity[] = ['info', 'warning', 'error'];
  const worst = new Map<string, Severity>();
  for (const { rule, severity } of reports.flatMap((report) => report.findings.filter(counts))) {
    if (order.indexOf(severity) > order.indexOf(worst.get(rule) ?? 'info') || !worst.has(rule))
      worst.set(rule, severity);
  }
  return worst;
}

function ruleOf(id: string, rule: RuleMeta | undefined, severity: Severity) {
  const category = rule?.category ?? 'correctness';
  const security = category === 'security' || category === 'secrets';
  const bug = category === 'correctness' || category === 'runtime';
  const [type, quality] = security
    ? ['VULNERABILITY', 'SECURITY']
    : bug
      ? ['BUG', 'RELIABILITY']
      : ['CODE_SMELL', 'MAINTAINABILITY'];
  return {
    id,
    name: rule?.summary ?? id,
    description: rule === undefined ? 'Something could not be checked.' : `${rule.summary} ${rule.why}`,
    engineId: 'plimsoll',
    cleanCodeAttribute: attributes[category],
    type,
    severity: severities[severity],
    impacts: [{ softwareQuality: quality, severity: impacts[severity] }],
  };
}
