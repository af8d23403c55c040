/** The Dockerfile parser: beside dockerfile-ast on real files, beside reading and decoding on huge ones, and how the cost grows. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { decode } from '../../../src/dockerfile/decode.ts';
import type { Dockerfile, Instruction } from '../../../src/dockerfile/model.ts';
import { parse } from '../../../src/dockerfile/parse.ts';
import type { Script } from '../../../src/dockerfile/script-model.ts';
import { median, type Row } from './measure.ts';

const fixtures = join(import.meta.dirname, '../../../fixtures/dockerfiles');

/** Fixtures of what people write every day; together they are a file of many stages, of the size of a real one. */
const usual = [
  'one-stage',
  'stages-by-name-and-index',
  'continuations-and-comments',
  'flags-continued',
  'env-forms',
  'arg-scopes',
  'everything-else',
];

/** `DOCKERFILES` names a folder of real ones, or a file that lists them line by line; `undefined` without it. */
export function realFiles(): readonly string[] | undefined {
  const root = process.env['DOCKERFILES'];
  if (root === undefined) return undefined;
  if (!statSync(root).isDirectory()) return readFileSync(root, 'utf8').split('\n').filter(Boolean);
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const named = paths.filter((path) => /(?:docker|container)file[^/]*$/i.test(path)).sort();
  return named.map((path) => join(root, path));
}

/** Real ones, or usual fixtures that stand in for them. */
export function texts(): { readonly from: string; readonly all: readonly string[] } {
  const real = realFiles();
  if (real === undefined) {
    const text = usual.map((name) => readFileSync(join(fixtures, name, 'Dockerfile'), 'utf8')).join('');
    return { from: 'usual fixtures', all: Array.from({ length: 500 }, (_, at) => `${text}# ${at}\n`) };
  }
  const all = real.slice(0, 2000).map((path) => decode(readFileSync(path)).text);
  return { from: `${all.length} real files`, all };
}

/** Milliseconds of each, in turn, medians. No collection is forced: it would have the engine throw compiled code away. */
function inTurn(runs: readonly (() => unknown)[]): readonly number[] {
  const measured = runs.map((): number[] => []);
  for (let round = -1; round < 9; round++) {
    for (const [index, run] of runs.entries()) {
      const start = performance.now();
      run();
      if (round >= 0) measured[index]?.push(performance.now() - start);
    }
  }
  return measured.map(median);
}

function scanOnly(text: string): number {
  return parse(text, { file: 'Dockerfile' }).instructions.length;
}

export function wholeModel(text: string): number {
  return askAll(parse(text, { file: 'Dockerfile' }));
}

/** What a rule of each kind would ask: words, flags, variables, states, stages, shell commands, faults. */
export function askAll(file: Dockerfile): number {
  let count = file.faults.length + file.comments.length + file.cycles.length;
  for (const instruction of file.instructions) count += ask(instruction);
  for (const stage of file.stages) count += stage.needs.length + (stage.reachable ? 1 : 0) + stage.end.envs.size;
  return count + askShipped(file);
}

function warm(text: string): void {
  wholeModel(text);
  DockerfileParser.parse(text);
}

function askShipped({ shipped }: Dockerfile): number {
  return shipped.reduce(
    (count, { effective, windows, root }) => count + effective.length + (windows ? 1 : 0) + root.kind.length,
    0,
  );
}

function scriptOf(one: Instruction): Script | undefined {
  const { kind } = one;
  return kind === 'run' || kind === 'cmd' || kind === 'entrypoint' || kind === 'healthcheck' ? one.script : undefined;
}

function ask(instruction: Instruction): number {
  let count = instruction.span.end + instruction.heredocs.length;
  for (const { value, span } of instruction.flags) count += span.start + (value?.text?.length ?? 0);
  for (const { text, variables } of instruction.words) count += (text?.length ?? 0) + variables.length;
  count += instruction.state.user.text?.length ?? 0;
  for (const command of scriptOf(instruction)?.commands ?? []) {
    count += (command.name?.length ?? 0) + command.parsed.operands.length;
    for (const { text } of command.args) count += text?.length ?? 0;
  }
  return count;
}

export async function* rows(): AsyncIterable<Row> {
  const { from, all } = texts();
  const megabytes = all.reduce((sum, text) => sum + text.length, 0) / 1e6;
  // Both are as warm as they get before they are measured: this is throughput, start-up has rows of its own.
  for (let round = 0; round < 12; round++) all.forEach(warm);
  const [scan = 0, whole = 0, theirs = 0] = inTurn([
    () => all.map(scanOnly),
    () => all.map(wholeModel),
    () => all.map((text) => DockerfileParser.parse(text).getInstructions().length),
  ]);
  const floor = { name: "dockerfile-ast's parse", value: (megabytes / theirs) * 1000 };
  // What is aimed at is said of real files; the fixtures are denser: many instructions, few bytes.
  const aim = (ratio: number) => (process.env['DOCKERFILES'] === undefined ? {} : { target: { ratio, atLeast: true } });
  const row = { unit: 'MB/s', floor, note: from };
  yield { ...row, what: 'instruction scan', value: (megabytes / scan) * 1000, ...aim(20) };
  yield { ...row, what: 'whole model with shells', value: (megabytes / whole) * 1000, ...aim(3) };
  yield* huge();
  for (const [name, make] of Object.entries(shapes)) yield growth(name, make);
}

type Make = (count: number) => string;

const times = (count: number, piece: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => piece(at)).join('');

/** One file of each shape; `count` is its number of lines, near enough. */
const shapes: Readonly<Record<string, Make>> = {
  instructions: (count) => `FROM a\n${times(count, (at) => `RUN echo ${at} && apt-get install -y curl\n`)}`,
  stages: (count) => times(count / 2, (at) => `FROM a AS s${at}\nCOPY --from=s${Math.max(0, at - 1)} /a /b\n`),
  continuations: (count) => `FROM a\nRUN true${times(count, (at) => ` \\\n && echo ${at} "$A"`)}\n`,
  heredocs: (count) => `FROM a\n${times(count / 3, (at) => `RUN <<E\necho ${at}\nE\n`)}`,
  ARGs: (count) => `FROM a\n${times(count, (at) => `ARG A${at}=$A${at - 1}x\n`)}`,
  'nested quotes': (count) => `FROM a\n${times(count, () => `ENV A="a'b'\${X:-"\${Y:-'c'}"}"\n`)}`,
  flags: (count) => `FROM a\nRUN ${times(count, (at) => `--mount=type=cache,target=/a${at} `)}true\n`,
};

/** Ten times the lines: less than fifteen times the time. The small file is read ten times over, so that both pay for their garbage. */
function growth(name: string, make: Make): Row {
  const [small, large] = [make(2000), make(20_000)];
  const tenTimes = (): void => {
    for (let round = 0; round < 10; round++) wholeModel(small);
  };
  const [few = 0, many = 0] = inTurn([tenTimes, () => wholeModel(large)]);
  const floor = { name: '2,000 lines', value: few / 10 };
  return { what: `20,000 lines of ${name}`, value: many, unit: 'ms', floor, target: { ratio: 15 } };
}

/** Fifty thousand lines, and one RUN of a megabyte, beside reading and decoding them a hundred times. */
function* huge(): Iterable<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
  try {
    const lines = times(
      10_000,
      (at) => `ENV A${at}=b\nRUN apt-get update && \\\n    apt-get install -y curl=${at} \\\n # c\n    git\n`,
    );
    const run = `RUN ${times(40_000, (at) => `echo ${at} "$A" && `)}true\n`;
    for (const [what, text] of [
      ['50,000 lines', lines],
      ['one RUN of 1 MB', run],
    ] as const) {
      const path = join(folder, 'Dockerfile');
      writeFileSync(path, `FROM debian:12.9\n${text}`);
      const [ours = 0, reads = 0] = inTurn([() => wholeModel(decode(readFileSync(path)).text), () => readOften(path)]);
      yield {
        what: `${what}, whole model`,
        value: ours,
        unit: 'ms',
        floor: { name: 'read and decode × 100', value: reads },
        target: { ratio: 10 },
      };
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readOften(path: string): number {
  let count = 0;
  for (let round = 0; round < 100; round++) count += new TextDecoder().decode(readFileSync(path)).length;
  return count;
}
