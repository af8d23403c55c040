/** The command in this process, its world made for the test. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll } from 'vitest';
import type { Io, Output } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface World {
  readonly cwd?: string;
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly tty?: boolean;
}

export async function run(argv: readonly string[], world: World = {}): Promise<Ran> {
  const out = collector(world.tty === true);
  const err = collector(false);
  const io: Io = {
    stdin: Readable.from(world.stdin === undefined ? [] : [Buffer.from(world.stdin)]),
    stdout: out.output,
    stderr: err.output,
    cwd: world.cwd ?? process.cwd(),
    env: world.env ?? {},
    now: () => new Date('2026-01-15T12:00:00Z'),
  };
  const code = await main(argv, io);
  return { code, stdout: out.text(), stderr: err.text() };
}

function collector(isTTY: boolean): { output: Output; text: () => string } {
  let text = '';
  return {
    output: {
      isTTY,
      columns: 100,
      write: (more) => {
        text += more;
      },
    },
    text: () => text,
  };
}

const folders: string[] = [];
// A worker of the tests is ended without being told: the end of a file is what there is.
afterAll(() => {
  for (const root of folders) rmSync(root, { recursive: true, force: true });
});

/** A new folder with these files; gone when the tests are. */
export function folder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
  folders.push(root);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}
