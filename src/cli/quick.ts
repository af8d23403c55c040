/** The arguments that most runs of `lint` have, read without loading what reads all there are; anything else is left to that. */
import type { LintFlags } from './flags.ts';

export interface Quick {
  readonly paths: string[];
  readonly flags: LintFlags;
}

/** A flag without a value. */
function switched(flag: string): LintFlags | undefined {
  switch (flag) {
    case '--no-config':
      return { config: false };
    case '-q':
    case '--quiet':
      return { quiet: true };
    case '-v':
    case '--verbose':
      return { verbose: true };
    case '--color':
      return { color: true };
    case '--no-color':
      return { color: false };
    case '--fix':
      return { fix: true };
    case '--unsafe':
      return { unsafe: true };
    case '--diff':
      return { diff: true };
    default:
      return undefined;
  }
}

/** A flag with one, by what it makes of those before. */
function valued(flag: string, value: string, { format = [] }: LintFlags): LintFlags | undefined {
  switch (flag) {
    case '-f':
    case '--format':
      return { format: [...format, value] };
    case '-c':
    case '--config':
      return { config: value };
    case '--shellcheck':
      return { shellcheck: value };
    case '--today':
      return { today: value };
    case '--preset':
      return { preset: value };
    case '--context':
      return { context: value };
    case '--stdin-filename':
      return { stdinFilename: value };
    default:
      return undefined;
  }
}

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
    const made = switched(word) ?? withValue(word, rest[++at], flags);
    if (made === undefined) return undefined;
    flags = { ...flags, ...made };
  }
  return { paths, flags };
}

function withValue(flag: string, value: string | undefined, before: LintFlags): LintFlags | undefined {
  return value === undefined || value.startsWith('-') ? undefined : valued(flag, value, before);
}
