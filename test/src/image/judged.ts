/** How right a join is about one history and one Dockerfile of known truth, and the table of many. */
import { parse } from '../../../src/dockerfile/parse.ts';
import type { RawHistory } from '../../../src/image/history.ts';
import type { Image } from '../../../src/image/model.ts';
import { emptyConfig, image, layer } from './layers.ts';

/** Lines that are the right answer: the one that made it, and others of its text. Empty where none did, or none alone. */
export type Truth = readonly number[];

/** One Dockerfile, one history, and the line that made each step and each layer. */
export interface Pair {
  readonly name: string;
  readonly group: string;
  readonly text: string;
  readonly history: readonly RawHistory[];
  /** The paths that each layer brings, where they are known. */
  readonly layers: readonly (readonly string[])[];
  readonly steps: readonly Truth[];
  readonly layerLines: readonly Truth[];
  /** Whose each step is, where that is not to be said otherwise: in pairs of a file that has not changed. */
  readonly origins?: readonly ('base' | 'yours' | undefined)[];
}

export interface Score {
  readonly group: string;
  readonly right: number;
  readonly unknown: number;
  readonly wrong: readonly string[];
  readonly unexplained: readonly string[];
  readonly origins: readonly string[];
}

function join({ text, history, layers: brought }: Pair): Image {
  const diffIDs = brought.map((_, index) => `sha256:${index}`);
  const dockerfile = parse(text, { file: 'Dockerfile' });
  const config = { ...emptyConfig, diffIDs };
  const layers = brought.map((paths, index) => layer(filesAt(paths), diffIDs[index]));
  return image({ config, history, layers, dockerfile });
}

function filesAt(paths: readonly string[]): Parameters<typeof layer>[0] {
  return { files: Object.fromEntries(paths.map((path) => [path, {}])) };
}

/** Counts what the join says of every step and layer. */
export function judge(one: Pair): Score {
  const made = join(one);
  const { lines } = parse(one.text, { file: 'Dockerfile' });
  const lineOf = (place: { readonly span: { readonly start: number } } | undefined) =>
    place && lines.position(place.span.start).line;
  const score = {
    group: one.group,
    right: 0,
    unknown: 0,
    wrong: [] as string[],
    unexplained: [] as string[],
    origins: [] as string[],
  };
  const count = (what: string, [said, truth]: readonly [number | undefined, Truth], reason: string | undefined) => {
    if (said !== undefined && !truth.includes(said))
      score.wrong.push(`${one.name}: ${what} said ${said}, is ${truth.join(' or ')}`);
    else if (said !== undefined) score.right += 1;
    else if (truth.length > 0) score.unknown += 1;
    if (said === undefined && !/^[A-Z][^.]+\.$/.test(reason ?? '')) score.unexplained.push(`${one.name}: ${what}`);
  };
  one.steps.forEach((truth, step) => {
    count(`step ${step}`, [lineOf(made.join.instructionOfStep(step)), truth], made.join.reasonOfStep(step));
    const { from } = made.join.originOfStep(step);
    const whose = one.origins?.[step];
    if (whose !== undefined && from !== 'unknown' && from !== whose) score.origins.push(`${one.name}: ${step} ${from}`);
  });
  one.layerLines.forEach((truth, at) => {
    count(`layer ${at}`, [lineOf(made.join.instructionOf(at)), truth], made.join.reasonOf(at));
  });
  return score;
}

/** By group, one line each, and the share of what is right in all that has a line. */
export function table(scores: readonly Score[]): {
  readonly text: string;
  readonly share: ReadonlyMap<string, number>;
} {
  const groups = [...Map.groupBy(scores, ({ group }) => group)].map(([group, all]) => {
    const sum = (of: (score: Score) => number) => all.reduce((total, score) => total + of(score), 0);
    return {
      group,
      pairs: all.length,
      right: sum(({ right }) => right),
      unknown: sum(({ unknown }) => unknown),
      wrong: sum(({ wrong }) => wrong.length),
    };
  });
  const rows = groups.map(({ group, pairs, right, unknown, wrong }) =>
    [group.padEnd(28), pairs, right, unknown, wrong, `${((100 * right) / (right + unknown || 1)).toFixed(1)} %`].join(
      '\t',
    ),
  );
  return {
    text: [['builder'.padEnd(28), 'pairs', 'right', 'unknown', 'wrong', 'right'].join('\t'), ...rows].join('\n'),
    share: new Map(groups.map(({ group, right, unknown }) => [group, right / (right + unknown || 1)])),
  };
}
