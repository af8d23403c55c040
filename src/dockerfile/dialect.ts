import type { Dialect } from './script-model.ts';

/** The shell of micromamba's images: bash in an environment, with pipefail. */
const micromamba = '_dockerfile_shell.sh';

function byName(path: string): Dialect {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
  const shell = name.endsWith('.exe') ? name.slice(0, -4) : name;
  switch (shell) {
    case 'sh':
    case 'bash':
    case 'dash':
    case 'ash':
    case 'zsh':
    case 'ksh':
    case 'powershell':
    case 'cmd':
      return shell;
    case micromamba:
      return 'bash';
    case 'busybox':
      return 'ash';
    case 'mksh':
      return 'ksh';
    case 'pwsh':
      return 'powershell';
    default:
      return 'unknown';
  }
}

/** The dialect of a shell's command line: the first word that names a shell, so that `env bash` and the like are seen through. */
export function dialectOf(words: readonly string[] | undefined): Dialect {
  for (const word of words ?? []) {
    const dialect = byName(word);
    if (dialect !== 'unknown') return dialect;
  }
  return 'unknown';
}

/** Whether this command line of a shell has a pipe fail with any of its commands. */
export function hasPipefail(words: readonly string[]): boolean {
  return words.some((word) => word === 'pipefail' || word.endsWith(micromamba));
}

/** What a script's `#!` line names; `undefined` when it has none. */
export function shebangDialect(text: string): Dialect | undefined {
  const line = /^#!\s*(\S+)(?:[ \t]+(?:-S[ \t]+)?(\S+))?/.exec(text);
  if (line === null) return undefined;
  const [, path = '', argument] = line;
  return /(?:^|\/)env$/.test(path) && argument !== undefined ? byName(argument) : byName(path);
}

/** Whether the shell parser understands it. */
export function isShell(dialect: Dialect): boolean {
  return dialect !== 'powershell' && dialect !== 'cmd' && dialect !== 'unknown';
}
