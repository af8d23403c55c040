/** The end of the text report: what was found by rule, what was not checked, and what can be done about it. */

import { counts, type Report, type Severity } from '../finding.ts';
import type { Colors } from './colors.ts';
import type { ReportContext } from './context.ts';
import { severityText } from './draw.ts';
import { count, list } from './numbers.ts';
import { cells, cut, plain } from './plain.ts';
import { type Tally, tally } from './tally.ts';

/** A table of rules where there is more than one, then the totals, then the next steps. */
export function summary(reports: readonly Report[], context: ReportContext, colors: Colors): readonly string[] {
  const totals = tally(reports);
  const isQuiet = context.verbosity === 'quiet';
  const found = totals.error + totals.warning + (isQuiet ? 0 : totals.info);
  // Where few were found the report itself is the overview.
  const rules = found > 5 ? byRule(reports, isQuiet) : [];
  return [
    ...(rules.length > 1 ? [...table(rules, context, colors), ''] : []),
    verdict(reports, totals, colors),
    ...asides(totals, reports, context),
    ...(found === 0 || isQuiet ? [] : nextSteps(totals, colors)),
  ];
}

interface RuleCount {
  readonly rule: string;
  readonly severity: Severity;
  count: number;
}

const order: readonly Severity[] = ['error', 'warning', 'info'];

/** How often each rule found something that counts, by severity. */
function byRule(reports: readonly Report[], isQuiet: boolean): readonly RuleCount[] {
  const counted = new Map<string, RuleCount>();
  for (const { findings } of reports) {
    for (const finding of findings) {
      const { rule, severity } = finding;
      if (!counts(finding) || (isQuiet && severity === 'info')) continue;
      const key = `${severity} ${rule}`;
      const before = counted.get(key);
      if (before) before.count++;
      else counted.set(key, { rule, severity, count: 1 });
    }
  }
  return [...counted.values()].sort(
    (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || b.count - a.count || (a.rule < b.rule ? -1 : 1),
  );
}

function table(rules: readonly RuleCount[], context: ReportContext, colors: Colors): readonly string[] {
  const id = Math.max(...rules.map(({ rule }) => rule.length));
  const number = Math.max(...rules.map((rule) => String(rule.count).length));
  return rules.map(({ rule, severity, count }) => {
    const head = `${String(count).padStart(number)}  ${severityText(severity, colors, severity.padEnd(7))}  ${rule.padEnd(id)}`;
    const room = context.width - number - 9 - id - 6;
    const text = plain(context.rule(rule)?.meta.summary ?? '');
    return `${head}  ${colors.dim(cells(text) > room ? `${cut(text, 0, Math.max(0, room - 1))}…` : text)}`.trimEnd();
  });
}

function verdict(reports: readonly Report[], totals: Tally, colors: Colors): string {
  const number = totals.error + totals.warning + totals.info;
  const subjects = subjectsOf(reports);
  if (number === 0 && totals.skipped > 0) {
    return `${colors.bold(colors.magenta('Not clean:'))} nothing was found in ${subjects}, but not all of it was checked.`;
  }
  const compared = reports.some(({ comparison }) => comparison !== undefined);
  if (number === 0)
    return `${colors.bold(colors.green('Clean:'))} nothing ${compared ? 'new ' : ''}was found in ${subjects}.`;
  const parts = [
    ...(totals.error > 0 ? [severityText('error', colors, count(totals.error, 'error'))] : []),
    ...(totals.warning > 0 ? [severityText('warning', colors, count(totals.warning, 'warning'))] : []),
    ...(totals.info > 0 ? [severityText('info', colors, `${totals.info} info`)] : []),
  ];
  return `Found ${list(parts)}${compared ? ', all new,' : ''} in ${subjects}.`;
}

function subjectsOf(reports: readonly Report[]): string {
  const of = (kind: Report['subject']['kind']) => reports.filter(({ subject }) => subject.kind === kind).length;
  const parts = [
    ...(of('dockerfile') > 0 ? [count(of('dockerfile'), 'Dockerfile')] : []),
    ...(of('image') > 0 ? [count(of('image'), 'image')] : []),
    ...(of('build') > 0 ? [count(of('build'), 'image with its Dockerfile', 'images with their Dockerfiles')] : []),
  ];
  return parts.length === 0 ? 'no files' : list(parts);
}

function asides(
  { suppressed, unchanged, skipped, info }: Tally,
  reports: readonly Report[],
  { verbosity }: ReportContext,
): readonly string[] {
  const known = reports.some(({ comparison }) => comparison !== undefined) ? 'not new' : 'in the baseline';
  const parts = [
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
    ...(unchanged > 0 ? [`${unchanged} ${known}`] : []),
  ];
  return [
    ...(info > 0 && verbosity === 'quiet' ? [`Not shown: ${info} info.`] : []),
    ...(parts.length > 0 ? [`Not counted: ${list(parts)}.`] : []),
    ...(skipped > 0
      ? [`Not checked: ${count(skipped, 'part')}, marked "Not checked" above. The run is incomplete.`]
      : []),
  ];
}

function nextSteps({ safe, unsafe }: Tally, colors: Colors): readonly string[] {
  const fix = [
    ...(safe > 0 ? [`${safe} with \`plimsoll lint --fix\``] : []),
    ...(unsafe > 0 ? [`${unsafe} more with \`--fix --unsafe\``] : []),
  ];
  return [
    ...(fix.length > 0 ? [colors.dim(`Mend ${list(fix)}.`)] : []),
    colors.dim('Why: `plimsoll explain RULE`. To silence: `# plimsoll ignore=RULE reason` above the instruction.'),
  ];
}
