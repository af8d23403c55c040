/** Baselines: the findings that were there when somebody began to care. New ones count, known ones are counted. */
import type { Finding, Result } from '../finding.ts';
import type { Baseline } from './context.ts';
import { compare } from './sort.ts';

/** Fingerprints by rule, by the subject's name. */
export type Known = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/** A known finding that a run no longer met. */
export interface Fixed {
  readonly subject: string;
  readonly rule: string;
  readonly fingerprint: string;
}

export interface RunBaseline extends Baseline {
  /** What was known of the subjects seen and was not met again. */
  fixed(): readonly Fixed[];
  /** What is still there, with the subjects that this run did not look at as they were. */
  pruned(): Known;
  /** Everything found in this run, new or known; subjects that were not looked at stay as they were. */
  current(): Known;
}

/**
 * Compares the subjects of one run to a baseline, one after the other. `gone` tells whether a subject of the baseline exists
 * no more: then a subject that the baseline does not know and that shares at least half of its findings is its new name.
 */
export function compareToBaseline(known: Known, gone: (subject: string) => boolean): RunBaseline {
  const seen = new Map<string, readonly Finding[]>();
  const formerNames = new Map<string, string>();
  const entriesOf = (name: string) => known.get(formerNames.get(name) ?? name);

  const mark = (findings: readonly Finding[], name: string): readonly Finding[] => {
    seen.set(name, findings);
    if (!known.has(name) && !formerNames.has(name)) {
      const taken = new Set(formerNames.values());
      const former = renamedFrom(findings, known, (old) => gone(old) && !taken.has(old));
      if (former !== undefined) formerNames.set(name, former);
    }
    const old = localParts(entriesOf(name));
    return findings.map((finding) => ({ ...finding, baseline: old.has(localPart(finding)) ? 'unchanged' : 'new' }));
  };

  const fixed = (): readonly Fixed[] =>
    [...seen].flatMap(([subject, findings]) => {
      const met = new Set(findings.map(localPart));
      return [...(entriesOf(subject) ?? [])].flatMap(([rule, fingerprints]) =>
        fingerprints
          .filter((fingerprint) => !met.has(`${rule} ${fingerprint.slice(8)}`))
          .map((fingerprint) => ({ subject, rule, fingerprint })),
      );
    });

  const written = (kept: (name: string, findings: readonly Finding[]) => readonly Finding[]): Known => {
    const result = new Map(known);
    for (const [name, findings] of seen) {
      result.delete(formerNames.get(name) ?? name);
      const open = kept(
        name,
        findings.filter((finding) => !finding.suppressed),
      );
      if (open.length > 0) result.set(name, byRule(open));
    }
    return result;
  };
  const pruned = (): Known =>
    written((name, findings) => {
      const old = localParts(entriesOf(name));
      return findings.filter((finding) => old.has(localPart(finding)));
    });

  return { mark, fixed, pruned, current: () => written((_, findings) => findings) };
}

/** The part of a fingerprint that does not speak of the subject's name. */
export function localPart({ rule, fingerprint }: Finding): string {
  return `${rule} ${fingerprint.slice(8)}`;
}

function localParts(entries: ReadonlyMap<string, readonly string[]> | undefined): ReadonlySet<string> {
  const parts = new Set<string>();
  for (const [rule, fingerprints] of entries ?? [])
    for (const one of fingerprints) parts.add(`${rule} ${one.slice(8)}`);
  return parts;
}

function renamedFrom(
  findings: readonly Finding[],
  known: Known,
  isCandidate: (subject: string) => boolean,
): string | undefined {
  const here = findings.map(localPart);
  let best: { readonly name: string; readonly shared: number } | undefined;
  for (const [name, entries] of known) {
    const parts = localParts(entries);
    const shared = here.filter((part) => parts.has(part)).length;
    if (shared > (best?.shared ?? 0) && shared * 2 >= parts.size && isCandidate(name)) best = { name, shared };
  }
  return best?.name;
}

function byRule(findings: readonly Finding[]): ReadonlyMap<string, readonly string[]> {
  const groups = Map.groupBy(findings, (finding) => finding.rule);
  return new Map([...groups].map(([rule, group]) => [rule, group.map((finding) => finding.fingerprint)]));
}

/** A baseline as a file: sorted, one finding a line, so that it reads and merges well. */
export function writeBaseline(known: Known): string {
  const subjects = sorted(known, (rules) => sorted(rules, (fingerprints) => fingerprints.toSorted(compare)));
  return `${JSON.stringify({ schema: 1, subjects }, null, 2)}\n`;
}

function sorted<V, W>(map: ReadonlyMap<string, V>, of: (value: V) => W): Readonly<Record<string, W>> {
  const entries = [...map].toSorted(([a], [b]) => compare(a, b));
  return Object.fromEntries(entries.map(([key, value]) => [key, of(value)]));
}

/** Reads a baseline back; what is no baseline is a problem that says so. */
export function readBaseline(text: string, file: string): Result<Known> {
  const wrong = (message: string): Result<Known> => ({ ok: false, problem: { message, file } });
  const remedy = 'write it anew with `--write-baseline`';
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return wrong(`\`${file}\` is not JSON and so no baseline; ${remedy}.`);
  }
  if (!isRecord(parsed) || !isRecord(parsed['subjects'])) return wrong(`\`${file}\` is no baseline; ${remedy}.`);
  if (parsed['schema'] !== 1)
    return wrong(`\`${file}\` is a baseline of schema \`${parsed['schema']}\`, and this version reads 1; ${remedy}.`);
  const known = new Map<string, ReadonlyMap<string, readonly string[]>>();
  for (const [subject, rules] of Object.entries(parsed['subjects'])) {
    if (!isRecord(rules)) return wrong(`\`${file}\` holds no rules for \`${subject}\`; ${remedy}.`);
    const entries = Object.entries(rules).map(
      ([rule, list]) => [rule, Array.isArray(list) ? list.filter(isText) : []] as const,
    );
    known.set(subject, new Map(entries));
  }
  return { ok: true, value: known };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
