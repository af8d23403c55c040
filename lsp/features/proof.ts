/** Whether an edit does what it is offered for: the finding is gone, and the text reads as well as before. */

import { parse } from '../../src/dockerfile/parse.ts';
import { counts, type Edit, type Finding, type Span } from '../../src/finding.ts';
import { applyEdits } from '../../src/fix/edits.ts';
import { mapThrough } from '../../src/fix/map.ts';
import type { Judge, OpenDocument } from '../document.ts';

/** Some findings of one rule, and the edits that are to end them. */
export interface Promised {
  readonly findings: readonly Finding[];
  readonly edits: readonly Edit[];
}

/** Those of the findings that the edits end; none where the text would change for the worse or not at all. */
export function ended(document: OpenDocument, { findings, edits }: Promised, judge: Judge): readonly Finding[] {
  const { file, text } = document;
  const [first] = findings;
  const after = applyEdits(text, edits);
  if (!first || after === text || hasMoreFaults(document, after)) return [];
  const same = (one: Finding) => one.rule === first.rule && counts(one);
  const before = document.report(judge).findings.filter(same);
  const left = judge({ text: after, file }, first.rule).report.findings.filter(same);
  const moved = mapThrough(edits);
  return findings.filter(({ place }) => {
    if (place.kind !== 'dockerfile') return false;
    const at = moved.map(place.span);
    if (at.start === at.end && place.span.start < place.span.end) return true;
    return left.filter(isAt(at)).length < before.filter(isAt(place.span)).length;
  });
}

function isAt(span: Span) {
  return ({ place }: Finding) =>
    place.kind === 'dockerfile' && place.span.start <= span.end && span.start <= place.span.end;
}

/** One fault may stand in for another: a keyword that is spelled right at last may want more arguments. */
function hasMoreFaults({ dockerfile, file }: OpenDocument, after: string): boolean {
  return parse(after, { file }).faults.length > dockerfile.faults.length;
}
