/** The arguments that most runs of `lint` have, read without loading what reads all there are; anything else is left to that. */
import type { LintFlags } from './flags.ts';

export interface Quick {
  readonly paths: string[];
  readonly flags: LintFlags;
}

/** Flags without a value. */
const switches: Readonly<Record<string, LintFlags>> = {
  '--no-config': { config: false },
  '-q': { quiet: true },
  '--quiet': { quiet: true },
  '-v': { verbose: true },
  '--verbose': { verbose: true },
  '--color': { color: true },
  '--no-color': { color: false },
  '--fix': { fix: true },
  '--unsafe': { unsafe: true },
  '--diff': { diff: true },
};

/** Flags with one, by what it makes of those before. */
const valued: Readonly<Record<string, (value: string, before: LintFlags) => LintFlags | undefined>> = {
  '-f': (value, { format = [] }) => ({ format: [...format, value] }),
  '--format': (value, { format = [] }) => ({ format: [...format, value] }),
  '-c': (config) => ({ config }),
  '--config': (config) => ({ config }),
  '--shellcheck': (shellcheck) => ({ shellcheck }),
  '--today': (today) => ({ today }),
  '--preset': (preset) => ({ preset }),
  '--context': (context) => ({ context }),
  '--stdin-filename': (stdinFilename) => ({ stdinFilename }),
};

/** `undefined` where an argument is not one of these, or could be read in two ways. */
export function quickLint(argv: readonly string[]): Quick | undefined {
  const [command, ...rest] = argv;
  if (command !== 'lint') return undefined;
  const paths: string[] = [];
  let flags: LintFlags = {};
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? '';
    if (word === '-' || !word.startsWith('-')) {
      paths.push(word);
      continue;
    }
    const made = Object.hasOwn(switches, word) ? switches[word] : withValue(word, rest[++at], flags);
    if (made === undefined) return undefined;
    flags = { ...flags, ...made };
  }
  return { paths, flags };
}

function withValue(flag: string, value: string | undefined, before: LintFlags): LintFlags | undefined {
  if (!Object.hasOwn(valued, flag) || value === undefined || value.startsWith('-')) return undefined;
  return valued[flag]?.(value, before);
}
