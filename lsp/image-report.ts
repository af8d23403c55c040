/** The report of the image that was built from a Dockerfile, where there is one at hand: what its instructions weigh and leak. */
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Finding, LayerSummary, Report } from '../src/finding.ts';
import { hash } from '../src/refine/hash.ts';
import type { OpenDocument } from './document.ts';
import { pathOf } from './names.ts';

/** Where reports are looked for, from the Dockerfile's folder upwards. */
export const reportFile = '.plimsoll/image.json';

export interface BuiltImage {
  readonly layers: readonly LayerSummary[];
  readonly findings: readonly Finding[];
  readonly reference: string;
  /** The Dockerfile has changed since: spans may point elsewhere. */
  readonly stale: boolean;
}

interface Read {
  readonly modified: number;
  readonly reports: readonly Report[];
}

/** Reports by file, read again when they change. */
export class ImageReports {
  readonly #read = new Map<string, Read>();

  /** What was built from this document; `undefined` when no report speaks of it. */
  of(document: OpenDocument): BuiltImage | undefined {
    const path = pathOf(document.uri);
    if (path === undefined) return undefined;
    for (let folder = dirname(path); ; folder = dirname(folder)) {
      const report = this.#reports(join(folder, reportFile)).find(
        ({ subject }) => subject.dockerfile !== undefined && join(folder, subject.dockerfile) === path,
      );
      if (report?.image) return built(report, report.image.layers, document);
      if (folder === dirname(folder)) return undefined;
    }
  }

  #reports(file: string): readonly Report[] {
    const modified = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (modified === undefined) return [];
    const known = this.#read.get(file);
    if (known?.modified === modified) return known.reports;
    const reports = parsed(file);
    this.#read.set(file, { modified, reports });
    return reports;
  }
}

function built({ subject, findings }: Report, layers: readonly LayerSummary[], { text }: OpenDocument): BuiltImage {
  return { layers, findings, reference: subject.name, stale: subject.textDigest !== hash(text) };
}

/** A report that is being written, or is none, is no report yet. */
function parsed(file: string): readonly Report[] {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isReports(value) ? value.reports : [];
  } catch {
    return [];
  }
}

function isReports(value: unknown): value is { readonly reports: readonly Report[] } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'schema' in value &&
    value.schema === 1 &&
    'reports' in value &&
    Array.isArray(value.reports)
  );
}
