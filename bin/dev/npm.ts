/** Packages of npm that this project uses beside its own: installed in a folder of theirs, whole or not at all. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { bunFolder, bunVersion } from './installed.ts';

/** A sentence where it did not work. */
export function installBun(): string | undefined {
  mkdirSync(dirname(bunFolder), { recursive: true });
  const folder = mkdtempSync(`${bunFolder}-`);
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    npm(folder, 'install', `bun@${bunVersion}`);
    // The one script that is needed: it puts the program for this machine where the package has a place for it.
    execFileSync(process.execPath, ['install.js'], { cwd: join(folder, 'node_modules/bun'), stdio: 'ignore' });
    execFileSync(join(folder, 'node_modules/.bin/bun'), ['--version'], { stdio: 'ignore' });
    renameSync(folder, bunFolder);
    return undefined;
  } catch {
    rmSync(folder, { recursive: true, force: true });
    return `npm could not install bun ${bunVersion} into ${bunFolder}: it makes the single-file executable.`;
  }
}

export function npm(cwd: string, ...args: readonly string[]): void {
  // What `npm run` tells its children about this project is not for that one.
  const own = Object.entries(process.env).filter(
    ([name]) => !/^npm_(?!config_(registry|cafile|cache|userconfig)$)/.test(name),
  );
  const path = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
  execFileSync('npm', [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    env: { ...Object.fromEntries(own), PATH: path },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
