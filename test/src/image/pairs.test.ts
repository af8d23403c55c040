import { describe, expect, test } from 'vitest';
import { type Builder, builders, type Made, type Rendered, render } from './builders.ts';
import { judge, type Pair, type Truth, table } from './judged.ts';
import { bases, instructions, mutations, random } from './pairs.ts';

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
    layers: Array.from({ length: layers }, () => []),
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
    const made = pair(builder, `${builder} #${seed}`, build);
    return { ...made, origins: made.steps.map((_, step) => (step < build.base ? 'base' : 'yours')) };
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
