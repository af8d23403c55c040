/** `--layers` and `--tree`: pictures of images in the terminal. */
import type { Report } from '../finding.ts';
import type { ReportContext } from '../report/context.ts';
import { layers } from '../report/layers.ts';
import { tree } from '../report/tree.ts';
import type { ImageFlags } from './flags.ts';
import { UsageError } from './io.ts';
import { contextOf, type Writing, type Written } from './output.ts';

/** Whether a run was asked for pictures. */
export function wantsPictures(flags: ImageFlags): boolean {
  return flags.layers === true || flags.tree !== undefined;
}

/** Writes the pictures of each image that was read. */
export function writePictures(written: Written, flags: ImageFlags, writing: Writing): void {
  const texts = written.reports.flatMap((report) => [
    ...(flags.layers ? [layers(report, contextOf(written, writing))] : []),
    ...(flags.tree === undefined ? [] : [treeOf(report, flags.tree, contextOf(written, writing))]),
  ]);
  writing.io.stdout.write(texts.filter((text) => text !== '').join('\n'));
}

function treeOf(report: Report, path: string, context: ReportContext): string {
  const image = context.image?.(report);
  if (image === undefined) return '';
  const drawn = tree(image, { path }, context);
  if (drawn === undefined)
    throw new UsageError(`There is no \`${path}\` in ${report.subject.name} to draw a --tree of.`);
  return drawn;
}
