import { describe, expect, test } from 'vitest';
import { parse } from '../../../src/dockerfile/parse.ts';
import type { RawHistory } from '../../../src/image/history.ts';
import type { Image } from '../../../src/image/model.ts';
import { type Builder, builders, type Made, type Rendered, render } from './builders.ts';
import { emptyConfig, image, layer } from './layers.ts';
import { bases, instructions, mutations, random } from './pairs.ts';

/** Lines that are the right answer: the one that made it, and others of its text. Empty where none did, or none alone. */
type Truth = readonly number[];

/** One Dockerfile, one history, and the line that made each step and each layer. */
interface Pair {
  readonly name: string;
  readonly group: string;
  readonly text: string;
  readonly history: readonly RawHistory[];
  readonly layers: number;
  readonly steps: readonly Truth[];
  readonly layerLines: readonly Truth[];
  /** How many steps are the base's, where the pair is of a file that has not changed. */
  readonly base?: number;
}

interface Score {
  readonly group: string;
  readonly right: number;
  readonly unknown: number;
  readonly wrong: readonly string[];
  readonly unexplained: readonly string[];
  readonly origins: readonly string[];
}

const head = 'FROM busybox AS tools\nRUN echo tool\nFROM acme/base:1\n';

/** The text of a file, and the line that each instruction begins at. */
function write(made: readonly Made[]): { text: string; lines: ReadonlyMap<number, number> } {
  let text = head;
  const lines = new Map<number, number>();
  for (const { id, source } of made) {
    lines.set(id, text.split('\n').length);
    text += `${source}\n`;
  }
  return { text, lines };
}

function pair(group: string, name: string, { made, original, rendered }: Built): Pair {
  const { text, lines } = write(made);
  const truth = (id: number | undefined): Truth => {
    const source = original.find((each) => each.id === id)?.source;
    const same = made.filter((each) => id !== undefined && (each.id === id || each.source === source));
    return same.flatMap((each) => lines.get(each.id) ?? []);
  };
  const { history, layers } = rendered;
  return {
    group,
    name,
    text,
    history,
    layers,
    steps: rendered.steps.map(truth),
    layerLines: rendered.layerOf.map(truth),
  };
}

interface Built {
  /** As the file is now, and as it was built. */
  readonly made: readonly Made[];
  readonly original: readonly Made[];
  readonly rendered: Rendered;
  readonly base: number;
}

function built(builder: Builder, seed: number): Built {
  const dice = random(seed);
  const made = instructions(dice, 4 + dice.next(12), builder.startsWith('classic'));
  const base = dice.pick(bases);
  const args = dice.next(2) === 0 ? { VERSION: '2.5', TOKEN: 'abc def' } : {};
  return { made, original: made, rendered: render(builder, made, { base, args }), base: base.length };
}

const seeds = Array.from({ length: 14 }, (_, index) => index + 1);

const unchanged = builders.flatMap((builder) =>
  seeds.map((seed) => {
    const build = built(builder, seed * 31 + builders.indexOf(builder));
    return { ...pair(builder, `${builder} #${seed}`, build), base: build.base };
  }),
);

const changed = (['buildkit', 'classic', 'buildah', 'kaniko', 'buildah-one-layer'] as const).flatMap((builder) =>
  Object.entries(mutations).flatMap(([mutation, mutate]) =>
    seeds.slice(0, 8).map((seed) => {
      const build = built(builder, seed * 77 + 5);
      return pair(`${builder}, changed`, `${builder} ${mutation} #${seed}`, {
        ...build,
        made: mutate(build.made, random(seed)),
      });
    }),
  ),
);

function join({ text, history, layers }: Pair): Image {
  const diffIDs = Array.from({ length: layers }, (_, index) => `sha256:${index}`);
  const dockerfile = parse(text, { file: 'Dockerfile' });
  const config = { ...emptyConfig, diffIDs };
  return image({ config, history, layers: diffIDs.map((diffID) => layer({}, diffID)), dockerfile });
}

function judge(one: Pair): Score {
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
    if (one.base !== undefined && from !== 'unknown' && from !== (step < one.base ? 'base' : 'yours'))
      score.origins.push(`${one.name}: ${step} ${from}`);
  });
  one.layerLines.forEach((truth, at) => {
    count(`layer ${at}`, [lineOf(made.join.instructionOf(at)), truth], made.join.reasonOf(at));
  });
  return score;
}

function table(scores: readonly Score[]): { readonly text: string; readonly share: ReadonlyMap<string, number> } {
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

const all = [...unchanged, ...changed];

describe('pairs of a Dockerfile and a history with known truth', () => {
  const scores = all.map(judge);
  const { text, share } = table(scores);

  test('no line is wrong, and every unknown has its reason', () => {
    console.log(`${all.length} pairs\n${text}`);
    expect(all.length).toBeGreaterThanOrEqual(200);
    expect(scores.flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(scores.flatMap(({ unexplained }) => unexplained)).toEqual([]);
    expect(scores.flatMap(({ origins }) => origins)).toEqual([]);
  });

  test.each(['buildkit', 'buildkit-old', 'classic', 'buildah'])('%s: 95 % are right', (builder) => {
    expect(share.get(builder)).toBeGreaterThanOrEqual(0.95);
  });
});
