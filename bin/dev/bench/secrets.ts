/** Scanning for secrets: beside reading, gunzip and sha256 of the same bytes, and beside gitleaks where it is installed. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { detectors, planOf } from '../../../src/secrets/catalogue.ts';
import { redact } from '../../../src/secrets/mask.ts';
import { plainPrefilter, prefilter } from '../../../src/secrets/prefilter.ts';
import { fileScanner } from '../../../src/secrets/scan.ts';
import { makeImage } from './floor/make-image.ts';
import { floorCommand } from './floor/program.ts';
import { alternate, alternateProcesses, type Row, runProcess } from './measure.ts';

const wanted = 120e6;
const chunk = 65_536;

export async function* rows(): AsyncIterable<Row> {
  const files = sample([
    '/usr/bin',
    '/usr/lib/python3',
    '/usr/share/perl',
    '/usr/lib/git-core',
    '/usr/lib/x86_64-linux-gnu',
  ]);
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  const packed = files.map((file) => gzipSync(file.bytes, { level: 6 }));
  const { anchors } = planOf(detectors());
  const quick = prefilter(anchors, 384 * 1024);
  const plain = plainPrefilter(anchors, 384 * 1024);
  const through = (one: typeof quick) => () => {
    let seen = 0;
    for (const file of files) {
      for (let at = 0; at < file.bytes.length; at += one.window.length) {
        const part = file.bytes.subarray(at, at + one.window.length);
        one.window.set(part);
        one.search(0, part.length, () => seen++);
      }
    }
    return seen;
  };
  const [floor = 1, scan = 1, simd = 1, tables = 1] = await alternate(
    [() => floorOf(files, packed), () => scanned(files), through(quick), through(plain)],
    5,
  );
  const speed = (ms: number) => bytes / 1e3 / ms;
  const note = `${files.length} files, ${Math.round(bytes / 1e6)} MB`;
  yield {
    what: 'scan with verdicts',
    value: scan,
    unit: 'ms',
    floor: { name: 'read + gunzip + sha256', value: floor },
    target: { ratio: 0.25 },
    note,
  };
  yield { what: 'scan with verdicts', value: speed(scan), unit: 'MB/s' };
  yield {
    what: 'prefilter, WebAssembly',
    value: speed(simd),
    unit: 'MB/s',
    floor: { name: 'plain JavaScript', value: speed(tables) },
  };
  yield* redacting();
  yield* wholeImage();
  yield* peers(files);
}

interface Sample {
  readonly path: string;
  readonly bytes: Uint8Array;
}

function sample(folders: readonly string[]): readonly Sample[] {
  const files: Sample[] = [];
  for (const folder of folders) {
    let left = wanted / folders.length;
    for (const path of walk(folder)) {
      const { size } = lstatSync(path);
      if (size > 8e6 || size > left) continue;
      left -= size;
      files.push({ path, bytes: readFileSync(path) });
    }
  }
  return files;
}

/** Regular files below a folder; links are not followed, for some go in circles. */
function* walk(folder: string): Iterable<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (entry.isFile()) yield path;
  }
}

/** What reading a layer costs whoever looks for nothing in it. */
function floorOf(files: readonly Sample[], packed: readonly Uint8Array[]): number {
  let sum = 0;
  for (const [index, { path }] of files.entries()) {
    sum += readFileSync(path).length;
    sum += createHash('sha256')
      .update(gunzipSync(packed[index] ?? new Uint8Array()))
      .digest().length;
  }
  return sum;
}

function scanned(files: readonly Sample[]): number {
  const scanner = fileScanner({ key: new Uint8Array(32) });
  let hits = 0;
  for (const { path, bytes } of files) {
    const session = scanner.file(path.slice(1), bytes.length);
    for (let at = 0; at < bytes.length; at += chunk) session?.push(bytes.subarray(at, at + chunk));
    hits += session?.end().length ?? 0;
  }
  return hits;
}

async function* redacting(): AsyncIterable<Row> {
  const line = 'RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl git';
  const [ms = 1] = await alternate([() => Array.from({ length: 2000 }, () => redact(line))], 5);
  yield { what: 'redact one quoted line', value: ms / 2, unit: 'µs' };
}

/** Texts only: gitleaks leaves binaries out, and what it does not read it cannot be compared by. */
async function* peers(sampled: readonly Sample[]): AsyncIterable<Row> {
  const gitleaks = pathOf('gitleaks');
  if (!gitleaks) return;
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
  try {
    let bytes = 0;
    const files = sampled.filter((file) => !file.bytes.subarray(0, 8192).includes(0));
    for (const [index, file] of files.entries()) {
      bytes += file.bytes.length;
      mkdirSync(join(folder, String(index)));
      copyFileSync(file.path, join(folder, String(index), file.path.replace(/^.*\//, '')));
    }
    const { ms } = await runProcess([gitleaks, 'dir', '--no-banner', '--exit-code', '0', folder]);
    const theirs = bytes / 1e3 / ms;
    const [own = 1] = await alternate([() => scanned(files)], 5);
    yield {
      what: 'plain files',
      value: bytes / 1e3 / own,
      unit: 'MB/s',
      floor: { name: 'gitleaks', value: theirs },
      target: { ratio: 50, atLeast: true },
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * An image of 1 GB with all rules, secrets among them, beside a floor that reads, decompresses and hashes the same bytes
 * on the same cores, and beside Trivy (`PLIMSOLL_BENCH_TRIVY`: its program) on the same archive. `PLIMSOLL_BENCH_IMAGES`
 * may name a folder with `big.oci` and `big.tar`.
 */
async function* wholeImage(): AsyncIterable<Row> {
  execFileSync('npm', ['run', 'build', '--silent'], { stdio: 'ignore' });
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
  try {
    const images = process.env['PLIMSOLL_BENCH_IMAGES'] ?? (await makeImage(folder));
    const ours = (image: string) => [
      ...[process.execPath, 'dist/plimsoll.cjs', 'image', image],
      ...['--no-cache', '--format', 'json', '--fail-on', 'never'],
    ];
    yield* beside(join(images, 'big.oci'), join(images, 'big.tar'), { ours, floor: floorCommand(folder) });
    yield* trivy(join(images, 'big.tar'), ours);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same layers twice: compressed, and as a plain tar, where the floor has nothing to decompress. */
async function* beside(
  gzip: string,
  plain: string,
  { ours, floor }: Readonly<Record<'ours' | 'floor', (image: string) => readonly string[]>>,
): AsyncIterable<Row> {
  const runs = await alternateProcesses([ours(gzip), ours(plain), floor(gzip), floor(plain)], 5);
  const [packed, whole, unpacking, hashing] = runs;
  if (!packed || !whole || !unpacking || !hashing) return;
  const issue = { floor: { name: 'read + gunzip + sha256', value: unpacking.ms }, target: { ratio: 2 }, unit: 'ms' };
  yield {
    ...issue,
    what: '1 GB image with secrets, OCI layout, gzip',
    value: packed.ms,
    note: `peak ${Math.round(packed.peak)} MB`,
  };
  yield {
    ...issue,
    what: '1 GB image with secrets, docker-archive, plain',
    value: whole.ms,
    note:
      `peak ${Math.round(whole.peak)} MB; the floor is that of the same layers in gzip. Reading and hashing what is not ` +
      `compressed takes ${Math.round(hashing.ms)} ms: ${(whole.ms / hashing.ms).toFixed(2)} ×`,
  };
}

async function* trivy(image: string, ours: (image: string) => readonly string[]): AsyncIterable<Row> {
  const program = process.env['PLIMSOLL_BENCH_TRIVY'] ?? pathOf('trivy');
  if (program === undefined) {
    yield { what: 'Trivy', value: Number.NaN, unit: 'ms', note: 'not installed' };
    return;
  }
  const scanners = ['--scanners', 'misconfig,secret', '--image-config-scanners', 'misconfig,secret'];
  const quiet = ['--skip-db-update', '--offline-scan', '--skip-check-update', '-q', '-f', 'json'];
  // Its own cache of what it found in layers would answer for it from the second run on.
  const cache = ['--cache-backend', 'memory'];
  const theirs = [program, 'image', '--input', image, ...scanners, ...quiet, ...cache];
  const [whole, peer] = await alternateProcesses([ours(image), theirs], 3);
  if (!whole || !peer) return;
  yield {
    what: 'the same archive',
    value: whole.ms,
    unit: 'ms',
    floor: { name: 'Trivy, misconfiguration and secrets', value: peer.ms },
    target: { ratio: 0.25 },
    note: `exit code of Trivy ${peer.code}`,
  };
}

function pathOf(name: string): string | undefined {
  try {
    return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}
