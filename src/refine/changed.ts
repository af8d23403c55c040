/** Only what was changed: for pipelines that judge a change and not its surroundings. */
import { instructionAt } from '../dockerfile/at.ts';
import type { Dockerfile } from '../dockerfile/model.ts';
import type { Finding, Span } from '../finding.ts';

/** Lines, counted from 1, both ends included. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** Findings that name a place in an instruction with a changed line; what stands in no instruction counts by its own lines. */
export function onlyChanged(
  findings: readonly Finding[],
  dockerfile: Dockerfile,
  ranges: readonly LineRange[],
): readonly Finding[] {
  const { lines, file } = dockerfile;
  const isChanged = (span: Span): boolean => {
    const whole = instructionAt(dockerfile, span.start)?.span ?? span;
    const first = lines.position(whole.start).line;
    const last = lines.position(Math.max(whole.start, whole.end - 1)).line;
    return ranges.some((range) => range.first <= last && first <= range.last);
  };
  return findings.filter(({ place, related }) =>
    [place, ...related.map((entry) => entry.place)].some(
      (one) => one.kind === 'dockerfile' && one.file === file && isChanged(one.span),
    ),
  );
}
