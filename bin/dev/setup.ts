/**
 * `npm run setup`: installs what the tests in real programs need and this machine lacks: Chromium, Neovim, a font, a
 * registry, ShellCheck, Bun, and VS Code's own code as `code-server`, in the user's cache, outside of this folder. `npm test` begins with it; with everything there it
 * takes no time. What cannot be installed is said in a sentence.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  bunPath,
  chromiumPath,
  codeServer,
  codeServerVersion,
  nvimPath,
  registryPaths,
  shellcheckPath,
} from './installed.ts';
import { installBun, npm } from './npm.ts';

function main(): string | undefined {
  const missing = [
    ...(chromiumPath() ? [] : ['chromium', 'fonts-dejavu-core']),
    ...(nvimPath() ? [] : ['neovim']),
    ...(shellcheckPath() ? [] : ['shellcheck']),
    ...(registryPaths() ? [] : ['docker-registry', 'openssl']),
  ];
  return (
    (missing.length > 0 ? installPackages(missing) : undefined) ??
    (existsSync(codeServer) ? undefined : installCodeServer()) ??
    (bunPath() ? undefined : installBun())
  );
}

/** A sentence where it did not work. */
function installPackages(packages: readonly string[]): string | undefined {
  const byHand = `Install ${packages.join(', ')} as root, e.g. by apt-get install ${packages.join(' ')}: tests drive them.`;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return byHand;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    execFileSync('apt-get', ['update', '-q'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    const install = ['install', '-qy', '--no-install-recommends', ...packages];
    execFileSync('apt-get', install, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    return undefined;
  } catch {
    return byHand;
  }
}

/**
 * Without scripts: the native modules that they would build (logging, watching by polling, telemetry) are not needed to edit,
 * and need a compiler and headers.
 */
function installCodeServer(): string | undefined {
  mkdirSync(dirname(codeServer), { recursive: true });
  const folder = mkdtempSync(`${codeServer}-`);
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    npm(folder, 'install', `code-server@${codeServerVersion}`);
    const vscode = join(folder, 'node_modules/code-server/lib/vscode');
    npm(vscode, 'install', '--omit=dev');
    npm(join(vscode, 'extensions'), 'install', '--omit=dev');
    renameSync(folder, codeServer);
    return undefined;
  } catch {
    rmSync(folder, { recursive: true, force: true });
    return `npm could not install code-server ${codeServerVersion} into ${codeServer}: the tests in VS Code need it.`;
  }
}

const fault = main();
if (fault !== undefined) {
  process.stderr.write(`${fault}\n`);
  process.exitCode = 1;
}
