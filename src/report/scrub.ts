/** Secrets masked in everything that a report says in words, whoever wrote it: rules quote what they found. */
import type { Comparison, Evidence, Finding, Fix, LayerSummary, Report, Skipped, ValueChange } from '../finding.ts';

type Redact = (text: string) => string;

/** What is said of one subject. */
type Said = Pick<Report, 'findings' | 'skipped' | 'image' | 'comparison'>;

/** The report with every free text masked. A fix that would write out a secret is left out: masked, it would destroy it. */
export function scrub<R extends Said>(report: R, redact: Redact): R {
  return {
    ...report,
    findings: report.findings.map((finding) => scrubFinding(finding, redact)),
    skipped: report.skipped.map((entry): Skipped => ({ ...entry, detail: redact(entry.detail) })),
    ...(report.image && {
      image: { ...report.image, layers: report.image.layers.map((layer) => scrubLayer(layer, redact)) },
    }),
    ...(report.comparison && { comparison: scrubComparison(report.comparison, redact) }),
  };
}

function scrubComparison(comparison: Comparison, redact: Redact): Comparison {
  return {
    ...comparison,
    layers: comparison.layers.map((layer) => scrubLayer(layer, redact)),
    config: comparison.config.map((change) => scrubValue(change, redact)),
    gone: comparison.gone.map((finding) => scrubFinding(finding, redact)),
  };
}

function scrubValue({ what, before, after }: ValueChange, redact: Redact): ValueChange {
  const name = what.slice(what.indexOf('.') + 1);
  return {
    what,
    ...(before !== undefined && { before: masked(name, before, redact) }),
    ...(after !== undefined && { after: masked(name, after, redact) }),
  };
}

function scrubFinding(finding: Finding, redact: Redact): Finding {
  const { help, suppressed } = finding;
  return {
    ...finding,
    message: redact(finding.message),
    ...(help !== undefined && { help: redact(help) }),
    related: finding.related.map(({ place, message }) => ({ place, message: redact(message) })),
    evidence: finding.evidence.map((evidence) => scrubEvidence(evidence, redact)),
    fixes: finding.fixes.filter((fix) => harmless(fix, redact)),
    ...(suppressed?.reason !== undefined && { suppressed: { ...suppressed, reason: redact(suppressed.reason) } }),
  };
}

function scrubEvidence(evidence: Evidence, redact: Redact): Evidence {
  if (evidence.kind === 'value') return { ...evidence, value: masked(evidence.name, evidence.value, redact) };
  return evidence.kind === 'command' ? { ...evidence, text: redact(evidence.text) } : evidence;
}

/** A detector may need the name to know the value: `PASSWORD=…`. */
function masked(name: string, value: string, redact: Redact): string {
  const head = `${name}=`;
  const whole = redact(head + value);
  return whole.startsWith(head) ? whole.slice(head.length) : redact(value);
}

function harmless(fix: Fix, redact: Redact): boolean {
  return [fix.title, ...fix.edits.map((edit) => edit.text)].every((text) => redact(text) === text);
}

function scrubLayer<L extends Pick<LayerSummary, 'createdBy'>>(layer: L, redact: Redact): L {
  return layer.createdBy === undefined ? layer : { ...layer, createdBy: redact(layer.createdBy) };
}
