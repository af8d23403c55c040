/** A comparison in words: what every format for people says of it. */
import { type Comparison, counts, type Finding, type Report } from '../../finding.ts';
import { count, list, size, thousands } from '../numbers.ts';

/** A report that holds its image against another. */
export type ComparedReport = Report & { readonly comparison: Comparison };

export function isCompared(report: Report): report is ComparedReport {
  return report.comparison !== undefined;
}

/** Findings by what became of them; `new` ones are those that count. */
export interface FindingChanges {
  readonly new: readonly Finding[];
  readonly gone: readonly Finding[];
  readonly both: number;
}

export function findingChanges({ findings, comparison }: ComparedReport): FindingChanges {
  return {
    new: findings.filter(counts),
    gone: comparison.gone,
    both: findings.filter(({ suppressed, baseline }) => !suppressed && baseline === 'unchanged').length,
  };
}

export type Counts = Readonly<Record<'added' | 'removed' | 'changed', number>>;

/** How many packages came, went and have another version. */
export function packageCounts({ packages }: Comparison): Counts {
  const added = packages.filter(({ before }) => before === undefined).length;
  const removed = packages.filter(({ after }) => after === undefined).length;
  return { added, removed, changed: packages.length - added - removed };
}

/** `12 added, 3 changed`. */
export function changesNote({ added, removed, changed }: Counts): string {
  const parts = [
    ...(added > 0 ? [`${thousands(added)} added`] : []),
    ...(removed > 0 ? [`${thousands(removed)} removed`] : []),
    ...(changed > 0 ? [`${thousands(changed)} changed`] : []),
  ];
  return parts.join(', ');
}

/** How many files came, went and changed. */
export function fileCounts({ files }: Comparison): Counts {
  const of = (...changes: readonly string[]) =>
    files.filter(({ change, before, after }) => changes.includes(change) && (after ?? before)?.type !== 'dir').length;
  return { added: of('added'), removed: of('removed'), changed: of('content', 'metadata') };
}

/** What a reader should know first, in a sentence or two. */
export function headline(report: ComparedReport): string {
  const { comparison } = report;
  return `${sizeSentence(comparison)} ${findingSentence(findingChanges(report))}`;
}

function sizeSentence(comparison: Comparison): string {
  const { before, after, layers, config, packages, files } = comparison;
  if (layers.length + config.length + packages.length + files.length === 0)
    return `\`${after.reference}\` is what \`${before.reference}\` is: the same layers, files, configuration and packages.`;
  const grown = after.size - before.size;
  const than = `than \`${before.reference}\``;
  const weight =
    grown === 0
      ? `as large as \`${before.reference}\``
      : grown > 0
        ? `${size(grown)} larger ${than}`
        : `${size(-grown)} smaller ${than}`;
  return `\`${after.reference}\` is ${weight}${wasteClause(comparison)}; ${filesClause(comparison)}.`;
}

function wasteClause({ before, after }: Comparison): string {
  const wasted = after.waste - before.waste;
  if (wasted === 0) return '';
  return wasted > 0 ? `, with ${size(wasted)} more wasted` : `, with ${size(-wasted)} less wasted`;
}

function filesClause(comparison: Comparison): string {
  const { added, removed, changed } = fileCounts(comparison);
  const parts = [
    ...(added > 0 ? [`${count(added, 'file')} added`] : []),
    ...(removed > 0 ? [`${count(removed, 'file')} removed`] : []),
    ...(changed > 0 ? [`${count(changed, 'file')} changed`] : []),
  ];
  return parts.length === 0 ? 'no file differs' : list(parts);
}

function findingSentence({ new: fresh, gone, both }: FindingChanges): string {
  const are = (number: number, what: string) => `${count(number, 'finding')} ${number === 1 ? 'is' : 'are'} ${what}`;
  const parts = [
    ...(fresh.length > 0 ? [are(fresh.length, 'new')] : []),
    ...(gone.length > 0 ? [are(gone.length, 'gone')] : []),
    ...(both > 0 ? [are(both, 'in both')] : []),
  ];
  if (parts.length === 0) return 'Nothing was found in either.';
  return `${list(parts)}.`;
}
