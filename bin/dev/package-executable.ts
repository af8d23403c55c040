/**
 * `npm run package:executable`: the command as one file that needs no Node, `dist/plimsoll`. Bun compiles the bundle to
 * bytecode and puts it, the rules' pages and its own runtime together. An argument names another file to write.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'tsdown';
import { whole, withoutExamples, withoutSubprograms } from '../../tsdown.config.ts';
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

/** By the same bundler as the package, as rules' examples are no more in this than in that. */
async function bundle(outDir: string): Promise<void> {
  await build({
    ...whole,
    config: false,
    plugins: [withoutSubprograms, withoutExamples],
    entry: programs,
    format: 'esm',
    target: 'node22',
    outDir,
    outExtensions: () => ({ js: '.js' }),
    outputOptions: { charset: 'ascii' },
    clean: false,
    logLevel: 'error',
  });
}

function compile(bun: string, folder: string, out: string): void {
  const pages = join(root, 'docs/rules');
  execFileSync('cp', ['-r', pages, folder]);
  const entries = Object.keys(programs).map((name) => `${name}.js`);
  const assets = readdirSync(join(folder, 'rules')).map((name) => `rules/${name}`);
  const options = ['--compile', '--bytecode', '--format=esm', '--minify', '--sourcemap=none'];
  const naming = ['--loader', '.md:file', '--asset-naming=[dir]/[name].[ext]'];
  execFileSync(bun, ['build', ...options, ...naming, ...entries, ...assets, '--outfile', out], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

const out = resolve(process.argv[2] ?? join(root, 'dist/plimsoll'));
const fault = await main(out);
if (fault === undefined) process.stdout.write(`${out}\n`);
else {
  process.stderr.write(`${fault}\n`);
  process.exitCode = 1;
}
