/**
 * `npm run package:executable`: the command as one file that needs no Node, `dist/plimsoll`. Bun compiles the bundle to
 * bytecode and puts it, the rules' pages and its own runtime together. An argument names another file to write.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'tsdown';
import { program } from '../../tsdown.config.ts';
import { bunPath } from './installed.ts';
import { installBun } from './npm.ts';

/** The command, and what it starts as threads. */
const programs = {
  plimsoll: 'bin/plimsoll.ts',
  'layer-worker': 'src/source/layer-worker.ts',
  'lint-worker': 'src/cli/lint-worker.ts',
} as const;

const root = join(import.meta.dirname, '../..');

async function main(out: string): Promise<string | undefined> {
  const fault = bunPath() === undefined ? installBun() : undefined;
  const bun = bunPath();
  if (bun === undefined) return fault ?? 'Bun is not where it was installed.';
  // Within the project, as Bun names what it embeds from there.
  const folder = mkdtempSync(join(root, '.plimsoll-executable-'));
  try {
    await bundle(folder);
    compile(bun, folder, out);
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where the program is, as Bun has it; it would write down where it was made. */
const define = {
  'import.meta.dirname': 'require("node:path").dirname(Bun.main)',
  'import.meta.url': 'require("node:url").pathToFileURL(Bun.main).href',
};

/**
 * By the same bundler as the package and in the same parts, as rules' examples are no more in this than in that. Each
 * part is CommonJS, a function for Bun that is called when the part is needed: of modules it would make every function
 * of all parts at the start.
 */
async function bundle(outDir: string): Promise<void> {
  await build({
    ...program,
    config: false,
    entry: programs,
    define,
    outDir,
    clean: false,
    logLevel: 'error',
  });
}

/** Whatever lies in a user's folder is no configuration of ours; most runs end before compiling to machine code would pay. */
const options = [
  ...['--compile', '--bytecode', '--format=cjs', '--minify', '--sourcemap=none', '--compile-jit-policy=20'],
  ...['--no-compile-autoload-dotenv', '--no-compile-autoload-bunfig', '--asset=rules'],
];

/** Twice: the first tells which functions a run of `lint` needs, and the second has them side by side. */
function compile(bun: string, folder: string, out: string): void {
  cpSync(join(root, 'docs/rules'), join(folder, 'rules'), { recursive: true });
  const order = join(folder, 'order');
  const entries = Object.keys(programs).map((name) => `${name}.cjs`);
  const make = (...more: readonly string[]) =>
    execFileSync(bun, ['build', ...options, ...more, ...entries, '--outfile', out], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  make();
  const dockerfiles = readdirSync(join(root, 'fixtures/dockerfiles')).map((name) =>
    join(root, 'fixtures/dockerfiles', name, 'Dockerfile'),
  );
  spawnSync(out, ['lint', '--no-config', '--shellcheck', 'off', ...dockerfiles], {
    stdio: 'ignore',
    env: { ...process.env, BUN_BYTECODE_ORDER_OUT: order },
  });
  make(`--bytecode-order=${order}`);
}

const out = resolve(process.argv[2] ?? join(root, 'dist/plimsoll'));
const fault = await main(out);
if (fault === undefined) process.stdout.write(`${out}\n`);
else {
  process.stderr.write(`${fault}\n`);
  process.exitCode = 1;
}
