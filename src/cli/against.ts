/** `--against`: what became of an image since the one before it, and which of its findings are new. */
import type { Report, Skipped } from '../finding.ts';
import { compareImages } from '../image/compare/compare.ts';
import type { Image } from '../image/model.ts';
import { holdAgainst } from '../refine/against.ts';

/** The image before, as it was read. */
export interface Before {
  readonly image: Image;
  readonly skipped: readonly Skipped[];
}

/** The report with what differs, its findings marked. `old` is what the same rules say of the image before. */
export function compared(report: Report, image: Image, { before, old }: { before: Before; old: Report }): Report {
  const { findings, gone } = holdAgainst(report.findings, old.findings);
  return {
    ...report,
    findings,
    skipped: [...report.skipped, ...old.skipped.map((entry) => ofThatImage(entry, before.image.reference))],
    comparison: { ...compareImages(before.image, image), gone },
  };
}

/** Places are of the report's own image: what was not read of the other is named in words. */
function ofThatImage({ what, reason, detail }: Skipped, reference: string): Skipped {
  return { what: what === reference ? what : `${what} of ${reference}`, reason, detail };
}
