/** Scripts that ShellCheck finds nothing in, whatever its version: plain commands in a row, of programs it has no rule about, or none that these words could meet. */
import { managerCalled } from '../dockerfile/packages.ts';

/** Words that mean the same wherever they stand, but for those that a shell reserves and what ends a command's flags. */
const plain =
  /^(?!(?:--|if|then|elif|else|fi|do|done|case|esac|while|until|for|in|select|function|time)$)[\w./@-][\w./@:+,=~-]*$/;

export function isPlainWord(word: string): boolean {
  return plain.test(word);
}

/** Programs that ShellCheck has no rule about, beside package managers. */
const unknown = new Set([
  ...[
    'a2enmod',
    'adduser',
    'addgroup',
    'apt-key',
    'apt-mark',
    'chown',
    'cmake',
    'configure',
    'curl',
    'debconf-set-selections',
  ],
  ...[
    'docker-php-ext-configure',
    'docker-php-ext-enable',
    'docker-php-ext-install',
    'dpkg',
    'dpkg-reconfigure',
    'git',
    'gpg',
  ],
  ...[
    'groupadd',
    'install',
    'java',
    'ldconfig',
    'locale-gen',
    'make',
    'node',
    'npx',
    'pear',
    'pecl',
    'python',
    'python3',
    'rpm',
  ],
  ...['rustup', 'tar', 'true', 'unzip', 'update-ca-certificates', 'useradd', 'usermod', 'wget'],
]);

/** The words by which a program ShellCheck has rules about meets none of them. */
const harmless = new Map<string, (words: readonly string[]) => boolean>(
  Object.entries({
    chmod: ([mode = '', ...paths]) =>
      /^(?:-R|\d{3,4}|[ugoa]*\+[rwx]+)$/.test(mode) && paths.every((path) => /^[\w./]/.test(path) && isPlainWord(path)),
    cp: twoPaths,
    ln: twoPaths,
    mv: twoPaths,
    mkdir: (words) => words.every((word) => /^(?:-p|-v|-pv|-vp|[\w./].*)$/.test(word) && isPlainWord(word)),
    rm: (words) => words.every((word) => /^-[rRfv]+$/.test(word) || isDeep(word)),
    set: (words) => words.length === 1 && /^-[eux]+$/.test(words[0] ?? ''),
  }),
);

function twoPaths(words: readonly string[]): boolean {
  const paths = words.filter((word) => !/^-[afpsv]+$/.test(word));
  return paths.length === 2 && paths.every((word) => /^[\w./]/.test(word) && isPlainWord(word));
}

/** No directory that a system lives in: relative, or far enough from the root. */
export function isDeep(path: string): boolean {
  return (
    (/^[\w.]/.test(path) && isPlainWord(path)) ||
    /^(?:\/tmp|(?:\/(?!usr\/)[\w.+@-]+|(?:\/[\w.+@-]+){2})\/[\w.+@-]+)(?:\/[\w.+@-]+)*(?:\/\*?)?$/.test(path)
  );
}

/** Whether nothing can be found in it. Separators are every other piece. */
export function isQuiet(script: string): boolean {
  const pieces = script
    .replaceAll('\\\n', '  ')
    .replace(/[\s;]+$/, '')
    .split(/(&&|[;\n])/);
  return pieces.every((piece, at) => at % 2 === 1 || isQuietCommand(piece, pieces[at + 1]));
}

function isQuietCommand(command: string, next: string | undefined): boolean {
  const [name, ...words] = command.split(/[ \t]+/).filter((word) => word !== '');
  if (name === undefined || !isPlainWord(name) || name.includes('=')) return false;
  // What follows only where it succeeded needs no other way out.
  if (name === 'cd')
    return next === '&&' && words.length === 1 && words.every((word) => /^[\w./]/.test(word) && isPlainWord(word));
  const program = name.slice(name.lastIndexOf('/') + 1);
  const meets = harmless.get(program);
  if (meets !== undefined) return meets(words);
  return isUnknownProgram(program) && words.every(isPlainWord);
}

export function isUnknownProgram(program: string): boolean {
  return unknown.has(program) || managerCalled(program) !== undefined;
}
