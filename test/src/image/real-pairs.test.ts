import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from '../../../src/dockerfile/parse.ts';
import type { RawHistory } from '../../../src/image/history.ts';
import { judge, type Pair, type Truth, table } from './judged.ts';
import { type Random, random } from './pairs.ts';

/** A step as captured: its text, its comment, whether it made a layer, and whose it is: a line, the base, or neither. */
type Step = readonly [createdBy: string, comment: string, layer: 0 | 1, of: number | 'base' | 'trigger' | 'builder'];

interface Captured {
  readonly name: string;
  readonly base?: string;
  readonly steps: readonly Step[];
  /** The paths that each layer brings, or that they are many. */
  readonly layers: readonly (readonly string[] | null)[];
}

const folder = new URL('../../../fixtures/histories/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const linesOf = (name: string): Captured[] =>
  read(name)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const bases = new Map(linesOf('real/bases.jsonl').map(({ name, steps }) => [name, steps]));
const builders = readdirSync(new URL('real/', folder))
  .filter((name) => name !== 'bases.jsonl')
  .map((name) => name.replace('.jsonl', ''));

/** An instruction and the comments behind it, and the line that it stands at in the file as it was built. */
interface Piece {
  readonly line: number;
  readonly text: string;
  /** The instruction alone. */
  readonly said: string;
}

interface Cut {
  readonly head: string;
  readonly pieces: readonly Piece[];
}

function cut(text: string): Cut {
  const { instructions, lines } = parse(text, { file: 'Dockerfile' });
  const starts = instructions.map(({ span }) => lines.span(lines.position(span.start).line).start);
  const pieces = instructions.map(({ span }, at) => ({
    line: lines.position(span.start).line,
    text: text.slice(starts[at], starts[at + 1] ?? text.length),
    said: text.slice(span.start, span.end),
  }));
  return { head: text.slice(0, starts[0] ?? 0), pieces };
}

/** The file put together again, and where each line of the one that was built is now, or others that say the same are. */
function paste({ head, pieces }: Cut, before: Cut): { text: string; now: (line: number) => Truth } {
  let text = head;
  const at = pieces.map((piece) => {
    const line = text.split('\n').length;
    text += piece.text;
    return { ...piece, now: line };
  });
  const now = (line: number): Truth => {
    const said = before.pieces.find((piece) => piece.line === line)?.said;
    return at.filter((piece) => piece.line === line || piece.said === said).map((piece) => piece.now);
  };
  return { text, now };
}

/** Edits after the build, of one instruction that is no FROM. */
const edits: Readonly<Record<string, (pieces: readonly Piece[], at: number, dice: Random) => readonly Piece[]>> = {
  remove: (pieces, at) => pieces.toSpliced(at, 1),
  insert: (pieces, at) => pieces.toSpliced(at, 0, { line: 0, text: 'RUN echo inserted\n', said: 'RUN echo inserted' }),
  repeat: (pieces, at, dice) => {
    const piece = pieces[at];
    const to = Math.min(pieces.length, at + 1 + dice.next(4));
    return piece ? pieces.toSpliced(to, 0, { ...piece, line: 0 }) : pieces;
  },
  swap: (pieces, at) => {
    const [one, two] = pieces.slice(at, at + 2);
    return one && two && !/^from\b/i.test(two.said) ? pieces.toSpliced(at, 2, two, one) : pieces;
  },
};

/**
 * The line whose work each layer holds. Where steps below it brought files and have no layer, it holds theirs: then it is of
 * the one line that did, if it is one.
 */
function layerTruths(
  steps: readonly Step[],
  joint: boolean,
  brings: (line: number) => boolean,
): (number | undefined)[] {
  const truths: (number | undefined)[] = [];
  let skipped: (number | undefined)[] = [];
  for (const [createdBy, , layer, of] of steps) {
    const line = typeof of === 'number' ? of : undefined;
    const maker = of === 'trigger' || (line !== undefined && brings(line) && !createdBy.includes(' ONBUILD '));
    if (layer === 0) {
      if (maker && joint) skipped.push(line);
      continue;
    }
    const folder = skipped.length === 0 && createdBy.includes('WORKDIR');
    const makers = [...skipped, ...(maker || folder || !joint ? [line] : [])];
    truths.push(makers.length === 1 ? makers[0] : undefined);
    skipped = [];
  }
  return truths;
}

const historyOf = (steps: readonly Step[]): RawHistory[] =>
  steps.map(([created_by, comment, layer]) => ({
    created_by,
    ...(comment === '' ? {} : { comment }),
    ...(layer === 0 ? { empty_layer: true } : {}),
  }));

function pairsOf(builder: string, { name, base, steps: own, layers }: Captured): { unchanged: Pair; changed: Pair[] } {
  const below = (bases.get(base ?? '') ?? []).map(([by, comment, layer]): Step => [by, comment, layer, 'base']);
  const steps = [...below, ...own];
  const built = cut(read(`files/${name}.Dockerfile`));
  const makers = built.pieces.filter(({ said }) => /^(?:onbuild\s+)?(?:run|copy|add)\b/i.test(said));
  const brings = (line: number) => makers.some((piece) => piece.line === line);
  // Where buildah squashes, what the base brought is in the one layer.
  const all =
    builder === 'buildah-squash' &&
    !/^from scratch$/im.test(built.pieces.findLast(({ said }) => /^from/i.test(said))?.said ?? '');
  const ofLayers = all ? [undefined] : layerTruths(steps, /squash|one-layer/.test(builder), brings);
  const made = (group: string, edited: Cut, how: string): Pair => {
    const { text, now } = paste(edited, built);
    const truth = (of: Step[3] | undefined): Truth => (typeof of === 'number' ? now(of) : []);
    return {
      ...{ name: `${builder} ${name}${how}`, group, text, history: historyOf(steps) },
      layers: layers.map((paths) => paths ?? []),
      steps: steps.map(([, , , of]) => truth(of)),
      layerLines: ofLayers.map(truth),
    };
  };
  const unchanged = {
    ...made(builder, built, ''),
    steps: steps.map(([, , , of]) => (typeof of === 'number' ? [of] : [])),
    origins: steps.map(([, , , of]) => (of === 'base' ? 'base' : of === 'trigger' ? undefined : 'yours')),
  };
  const dice = random(name.length * 131 + builder.length);
  const changeable = built.pieces.flatMap(({ said }, at) => (/^from\b/i.test(said) || at === 0 ? [] : [at]));
  const editing = changeable.length > 0 ? Object.entries(edits) : [];
  const changed = editing.map(([how, edit]) =>
    made(`${builder}, changed`, { ...built, pieces: edit(built.pieces, dice.pick(changeable), dice) }, `, ${how}`),
  );
  return { unchanged, changed };
}

describe('pairs of a Dockerfile and the history that a real builder made of it', () => {
  const all = builders.flatMap((builder) => linesOf(`real/${builder}.jsonl`).map((each) => pairsOf(builder, each)));
  const unchanged = all.map((each) => each.unchanged);
  const scores = [...unchanged, ...all.flatMap(({ changed }) => changed)].map(judge);
  const { text, share } = table(scores);

  test('no line is wrong, and every unknown has its reason', () => {
    console.log(`${unchanged.length} pairs captured\n${text}`);
    expect(scores.flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(scores.flatMap(({ unexplained }) => unexplained)).toEqual([]);
    expect(scores.flatMap(({ origins }) => origins)).toEqual([]);
    expect(unchanged.length).toBeGreaterThanOrEqual(200);
  });

  test.each(['buildkit', 'buildkit-20.10', 'classic', 'buildah', 'podman'])('%s: 95 % are right', (builder) => {
    expect(share.get(builder)).toBeGreaterThanOrEqual(0.95);
  });
});
