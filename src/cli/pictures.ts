/** `--layers` and `--tree`: pictures of images in the terminal. */
import type { Report } from '../finding.ts';
import type { ReportContext } from '../report/context.ts';
import { layers } from '../report/layers.ts';
import { tree } from '../report/tree.ts';
import type { ImageFlags } from './flags.ts';
import { UsageError } from './io.ts';
import { contextOf, outputsOf, type Writing, type Written } from './output.ts';

/** Whether a run was asked for pictures. */
export function wantsPictures(flags: ImageFlags): boolean {
  return flags.layers === true || flags.tree !== undefined;
}

/** Checked before any work is done: a picture and a document on one output would be neither. */
export function checkPictures(flags: ImageFlags): void {
  const clash = outputsOf(flags.format ?? []).find(({ format, file }) => file === undefined && !readable.has(format));
  if (!wantsPictures(flags) || clash === undefined) return;
  const flag = flags.layers ? '--layers' : '--tree';
  throw new UsageError(
    `${flag} draws on standard output, where ${clash.format} would be written too; give it a file: --format ${clash.format}=FILE.`,
  );
}

const readable = new Set(['text', 'short', 'markdown']);

/** What has to be said beside pictures even where no findings were asked for: what was not checked. */
export function unpictured(reports: readonly Report[]): readonly Report[] {
  return reports.filter(({ skipped }) => skipped.length > 0).map((report) => ({ ...report, findings: [] }));
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
