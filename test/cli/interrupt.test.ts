/** The built program, interrupted while it reads. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeCaches, layerCache } from '../../src/source/cache.ts';
import { tarEntry, tarHeader } from '../../src/testing/tar.ts';

const root = join(import.meta.dirname, '../..');
const program = join(root, 'dist/plimsoll.cjs');
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-interrupt-'));
const cache = join(folder, 'cache');
const { CI: _quiet, ...rest } = process.env;
const env = { ...rest, PLIMSOLL_CACHE_DIR: cache, TMPDIR: folder, NODE_DISABLE_COMPILE_CACHE: '1' };

beforeAll(() => {
  if (!existsSync(program)) execFileSync('npm', ['run', 'build', '--silent'], { cwd: root, stdio: 'ignore' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An archive whose layers are holes of the disk: it weighs nothing, and reading it takes long. */
function endlessArchive(): string {
  const file = join(folder, 'endless.tar');
  const fd = openSync(file, 'w');
  const names = ['a.tar', 'b.tar'];
  const manifest = JSON.stringify([{ Config: 'config.json', RepoTags: ['acme/app:1.0'], Layers: names }]);
  const config = JSON.stringify({ architecture: 'amd64', os: 'linux', config: {}, rootfs: { type: 'layers' } });
  let at = writeSync(fd, tarEntry({ name: 'manifest.json', content: manifest }));
  at += writeSync(fd, tarEntry({ name: 'config.json', content: config }), null);
  const size = 2 ** 34;
  for (const name of names) {
    writeSync(fd, tarHeader({ name, size: size + 512 }), 0, 512, at);
    writeSync(fd, tarHeader({ name: 'var/hole', size }), 0, 512, at + 512);
    at += size + 1024;
  }
  truncateSync(file, at + 1024);
  return file;
}

interface Ended {
  readonly code: number | null;
  readonly text: string;
}

/** Interrupts a program when it has said, or taken, enough. */
function ended(child: ChildProcess, when: RegExp, interrupt: () => void): Promise<Ended> {
  return new Promise((resolve) => {
    let text = '';
    let told = false;
    child.stdout?.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      if (told || !when.test(text)) return;
      told = true;
      interrupt();
    });
    child.on('close', (code) => resolve({ code, text }));
  });
}

function filesIn(path: string): string[] {
  return existsSync(path) ? readdirSync(path, { recursive: true, encoding: 'utf8' }) : [];
}

test('Ctrl-C on a terminal ends it with 130, its line of progress taken back and no file left', async () => {
  const file = endlessArchive();
  // The terminal that `script` makes turns the character into the signal, for the whole group, as a user's does.
  const child = spawn('script', ['-qec', `${process.execPath} ${program} image ${file} --no-config`, '/dev/null'], {
    cwd: folder,
    env,
  });
  const { code, text } = await ended(child, /MB\/s/, () => child.stdin.write('\x03'));
  expect(code).toBe(130);
  expect(text).toMatch(/MB\/s(\^C)?\r\x1b\[K$/);
  expect(filesIn(folder)).toEqual(['endless.tar']);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s while it reads a pipe ends it with %i, and nothing is left', async (signal, code) => {
  const child = spawn(process.execPath, [program, 'image', '-', '--no-config'], { cwd: folder, env });
  child.stdin.on('error', () => undefined);
  child.stdin.write(tarHeader({ name: 'layer.tar', size: 2 ** 33 }));
  child.stdin.write(tarHeader({ name: 'var/log/big', size: 2 ** 32 }));
  // More than a pipe holds: once it is gone, the program is reading.
  child.stdin.write(Buffer.alloc(1 << 22), () => child.kill(signal));
  const { code: actual, text } = await ended(child, /never/, () => undefined);
  expect(actual).toBe(code);
  expect(text).toBe('');
  expect(filesIn(cache)).toEqual([]);
});

test('what is being written when the end comes is written whole, and nothing is begun after it', async () => {
  const bytes = new Uint8Array(8 << 20).fill(7);
  const cached = layerCache(join(folder, 'closing'), 'a');
  const writing = cached.put('sha256:one', bytes);
  await closeCaches();
  const entry = join('layers', 'a', 'sha256-one');
  expect(statSync(join(folder, 'closing', entry)).size).toBe(bytes.length);
  await cached.put('sha256:two', bytes);
  await writing;
  expect(filesIn(join(folder, 'closing'))).toEqual(['layers', join('layers', 'a'), entry]);
});
