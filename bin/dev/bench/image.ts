/**
 * One image of 1 GB, read by the whole command, beside a floor that only reads, decompresses and hashes the same bytes on
 * the same cores. `PLIMSOLL_BENCH_IMAGES` may name a folder that holds one as `big.tar` and `big.oci`; else it is made of
 * the files of `/usr`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { rules } from '../../../rules/index.ts';
import { makeImage } from './floor/make-image.ts';
import { openings } from './floor/picture.ts';
import { floorCommand } from './floor/program.ts';
import { alternateProcesses, median, type ProcessRun, type Row } from './measure.ts';

export async function* rows(): AsyncIterable<Row> {
  execFileSync('npm', ['run', 'build', '--silent'], { stdio: 'ignore' });
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
  try {
    const images = process.env['PLIMSOLL_BENCH_IMAGES'] ?? (await makeImage(folder));
    const floor = floorCommand(folder);
    yield* form('OCI layout, gzip', join(images, 'big.oci'), floor);
    yield* form('docker-archive, plain', join(images, 'big.tar'), floor);
    yield* peer(join(images, 'big.tar'));
    yield* cached(join(images, 'big.tar'), folder);
    yield* picture(join(images, 'big.tar'), folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a start costs, seen by an image of 45 KB. */
const small = 'fixtures/images/secret-deleted-by-a-later-layer/image.tar';

function command(image: string, ...flags: string[]): string[] {
  const secrets = rules.filter(({ category }) => category === 'secrets').flatMap(({ id }) => ['--ignore', id]);
  return [process.execPath, 'dist/plimsoll.cjs', 'image', image, '--format', 'json', ...secrets, ...flags];
}

/** A picture of files needs them all: what was judged before does not do. */
function drawing(image: string): string[] {
  return [process.execPath, 'dist/plimsoll.cjs', 'image', image, '--tree', '/'];
}

async function* form(what: string, image: string, floorOf: (image: string) => readonly string[]): AsyncIterable<Row> {
  const [ours, floor, start, floorStart] = await alternateProcesses(
    [image, small].flatMap((one) => [command(one, '--no-cache'), floorOf(one)]),
    5,
  );
  if (!ours || !floor || !start || !floorStart) return;
  yield {
    ...time(`1 GB image, ${what}`, ours),
    floor: { name: 'read + hash', value: floor.ms },
    target: { ratio: 1.5 },
    // The floor does the same digests in as many threads.
    note: `of these, starting took ${Math.round(start.ms)} and ${Math.round(floorStart.ms)} ms`,
  };
  yield {
    what: `1 GB image, ${what}: peak memory`,
    value: ours.peak,
    unit: 'MB',
    floor: { name: 'bound', value: 300 },
    target: { ratio: 1 },
  };
}

async function* peer(image: string): AsyncIterable<Row> {
  const dive = pathOf('dive');
  if (dive === undefined) {
    yield { what: 'dive', value: Number.NaN, unit: 'ms', note: 'not installed' };
    return;
  }
  const [ours, theirs] = await alternateProcesses(
    [command(image, '--no-cache'), [dive, '--ci', '--source', 'docker-archive', image]],
    5,
  );
  if (!ours || !theirs) return;
  const floor = { name: 'dive, which verifies nothing', value: theirs.ms };
  yield { ...time('1 GB image, docker-archive, plain', ours), floor, target: { ratio: 1.2 } };
}

async function* cached(image: string, folder: string): AsyncIterable<Row> {
  process.env['PLIMSOLL_CACHE_DIR'] = join(folder, 'cache');
  const commands = [image, small].flatMap((one) => [command(one), drawing(one)]);
  const [ours, drawn, start, drawnStart] = await alternateProcesses(commands, 7);
  delete process.env['PLIMSOLL_CACHE_DIR'];
  if (!ours || !drawn || !start || !drawnStart) return;
  const floor = (value: number) => ({ name: 'an image of 45 KB', value });
  yield { ...time('1 GB image again, from the cache', ours), floor: floor(start.ms), target: { ratio: 1.3 } };
  yield { ...time('1 GB image judged anew, from facts in the cache', drawn), floor: floor(drawnStart.ms) };
}

/** The HTML report on disk, until its picture is painted. */
async function* picture(image: string, folder: string): AsyncIterable<Row> {
  const file = join(folder, 'report.html');
  const flags = ['--no-cache', '--fail-on', 'never', '--format', `html=${file}`];
  execFileSync(process.execPath, ['dist/plimsoll.cjs', 'image', image, ...flags]);
  const times = await openings(file, 7);
  const what = '1 GB image, HTML report: first picture in Chromium';
  if (times.length === 0) yield { what, value: Number.NaN, unit: 'ms', note: 'no Chromium' };
  else yield { what, value: median(times), unit: 'ms', floor: { name: 'a second', value: 1000 }, target: { ratio: 1 } };
}

function time(what: string, { ms }: ProcessRun): Row {
  return { what, value: ms, unit: 'ms' };
}

function pathOf(program: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((file) => existsSync(file));
}
