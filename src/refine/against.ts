/** The findings of an image held against those of the one before it: only what is new counts. */
import { counts, type Finding } from '../finding.ts';
import { localPart } from './baseline.ts';

/** Marks each finding as new or as known from the one before, whatever names the two go by; and tells those that are no more. */
export function holdAgainst(
  findings: readonly Finding[],
  before: readonly Finding[],
): { readonly findings: readonly Finding[]; readonly gone: readonly Finding[] } {
  const old = new Set(before.map(localPart));
  const now = new Set(findings.map(localPart));
  return {
    findings: findings.map((finding) => {
      const known = finding.baseline === 'unchanged' || old.has(localPart(finding));
      return { ...finding, baseline: known ? 'unchanged' : 'new' };
    }),
    gone: before.filter((finding) => counts(finding) && !now.has(localPart(finding))),
  };
}
