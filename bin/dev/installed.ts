/** Where the programs are that tests drive, and that `npm run setup` installs. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

export const codeServerVersion = '4.139.1';

/** The folder of one version of VS Code's server; it is there only when it is whole. */
export const codeServer = join(
  process.env['PLIMSOLL_EDITORS_DIR'] ??
    join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'plimsoll-editors'),
  `code-server-${codeServerVersion}`,
);

export const codeServerEntry = join(codeServer, 'node_modules/code-server/out/node/entry.js');

export function chromiumPath(): string | undefined {
  const usual = [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  return (
    process.env['PLIMSOLL_CHROMIUM'] ??
    onPath('chromium', 'chromium-browser', 'google-chrome') ??
    usual.find((path) => existsSync(path))
  );
}

export function nvimPath(): string | undefined {
  return process.env['PLIMSOLL_NVIM'] ?? onPath('nvim');
}

export function shellcheckPath(): string | undefined {
  return process.env['PLIMSOLL_SHELLCHECK'] ?? onPath('shellcheck');
}

/** Debian's registry server, and the program that makes the certificate its tokens are signed with. */
export function registryPaths(): { readonly server: string; readonly openssl: string } | undefined {
  const [server, openssl] = [process.env['PLIMSOLL_REGISTRY'] ?? onPath('docker-registry'), onPath('openssl')];
  return server === undefined || openssl === undefined ? undefined : { server, openssl };
}

export const bunVersion = '1.4.5';

/** The folder of the Bun that makes the single-file executable. */
export const bunFolder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), `plimsoll-bun-${bunVersion}`);

export function bunPath(): string | undefined {
  const own = process.env['PLIMSOLL_BUN'] ?? join(bunFolder, 'node_modules/.bin/bun');
  return existsSync(own) ? own : undefined;
}

function onPath(...programs: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return programs.flatMap((program) => folders.map((folder) => join(folder, program))).find((path) => existsSync(path));
}
