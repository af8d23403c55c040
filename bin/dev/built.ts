/** What a Dockerfile builds, told as words, and how two of them differ: for judging fixes from outside of the engine that applies them. */
import type { Dockerfile } from '../../src/dockerfile/model.ts';
import { outline } from '../../src/dockerfile/outline.ts';

interface Told {
  readonly keyword: string;
  readonly words: readonly string[];
}

/**
 * Differences, each as a phrase: `RUN gains «-y»`, `RUN loses «sudo»`, `RUN has «apt-get» for «apt»`, `RUN in another order`, `ADD becomes COPY`,
 * `CMD is gone`, `LABEL is new`.
 */
export function differencesOf(before: Dockerfile, after: Dockerfile): readonly string[] {
  return stretches(tell(before), tell(after), (one) => JSON.stringify(one)).flatMap(({ gone, come }) => {
    const pairs = paired(gone, come);
    const [kept, made] = [new Set(pairs.map(([one]) => one)), new Set(pairs.map(([, other]) => other))];
    return [
      ...pairs.flatMap(([one, other]) => between(one, other)),
      ...gone.filter((one) => !kept.has(one)).map(({ keyword }) => `${keyword} is gone`),
      ...come.filter((one) => !made.has(one)).map(({ keyword }) => `${keyword} is new`),
    ];
  });
}

function tell(file: Dockerfile): readonly Told[] {
  return outline(file).instructions.map(({ keyword, parts }) => ({
    keyword: keyword.toUpperCase(),
    // What sudo runs is told as its words and as a command: once will do.
    words: [...new Map(parts.map(({ span, text }) => [`${span.start} ${span.end}`, text])).values()],
  }));
}

interface Stretch<T> {
  readonly gone: T[];
  readonly come: T[];
}

/** The stretches that are not the same, between those that are. */
function stretches<T>(before: readonly T[], after: readonly T[], key: (one: T) => string): readonly Stretch<T>[] {
  const [a, b] = [before.map(key), after.map(key)];
  const left = commonLengths(a, b);
  const found: Stretch<T>[] = [{ gone: [], come: [] }];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const open = found[found.length - 1];
    if (i < a.length && a[i] === b[j]) {
      if (open && open.gone.length + open.come.length > 0) found.push({ gone: [], come: [] });
      i++;
      j++;
    } else if (i < a.length && (left[i + 1]?.[j] ?? 0) >= (left[i]?.[j + 1] ?? 0)) {
      open?.gone.push(...before.slice(i, ++i));
    } else if (j < b.length) open?.come.push(...after.slice(j, ++j));
    else open?.gone.push(...before.slice(i, ++i));
  }
  return found;
}

/** How many are common to what is left of both, from each place on. */
function commonLengths(a: readonly string[], b: readonly string[]): number[][] {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    const [row = [], below = []] = [table[i], table[i + 1]];
    for (let j = b.length - 1; j >= 0; j--)
      row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
  }
  return table;
}

/** Of as many as there were each is the one in its place; else each is the next of its kind. */
function paired(gone: readonly Told[], come: readonly Told[]): readonly (readonly [Told, Told])[] {
  const left = [...come];
  return gone.flatMap((one) => {
    const at = gone.length === come.length ? 0 : left.findIndex(({ keyword }) => keyword === one.keyword);
    const [other] = at < 0 ? [] : left.splice(0, at + 1).slice(-1);
    return other ? [[one, other] as const] : [];
  });
}

function between({ keyword, words }: Told, other: Told): readonly string[] {
  const found = stretches(words, other.words, (word) => word);
  const [gone, come] = [found.flatMap((one) => one.gone), found.flatMap((one) => one.come)];
  const moved = without(gone, without(gone, come));
  const [goneElse, comeElse] = [counted(moved), counted(moved)];
  const phrases = found.flatMap((one) => {
    const lost = one.gone.filter(notOf(goneElse)).join(' ');
    const won = one.come.filter(notOf(comeElse)).join(' ');
    if (lost !== '' && won !== '') return `${keyword} has «${won}» for «${lost}»`;
    return lost === '' ? (won === '' ? [] : `${keyword} gains «${won}»`) : `${keyword} loses «${lost}»`;
  });
  return [
    ...(keyword === other.keyword ? [] : [`${keyword} becomes ${other.keyword}`]),
    ...phrases,
    ...(moved.length > 0 ? [`${keyword} in another order`] : []),
  ];
}

/** The words that are left when each of the others has taken one that is the same. */
function without(words: readonly string[], others: readonly string[]): readonly string[] {
  return words.filter(notOf(counted(others)));
}

function counted(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** Takes one away for each that it says no to. */
function notOf(counts: Map<string, number>): (word: string) => boolean {
  return (word) => {
    const count = counts.get(word) ?? 0;
    counts.set(word, count - 1);
    return count <= 0;
  };
}
