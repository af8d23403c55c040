/** Which files of the build context an install of dependencies reads, where they are known to be all that it reads. */
import type { Context } from './facts.ts';
import { parseIgnore } from './ignore.ts';

interface Needs {
  /** The first must be there; of the others, what is there comes along. */
  readonly files: readonly string[];
  /** Where one of these is there, more than these files is read, or what is installed is overwritten. */
  readonly never: RegExp;
}

function needsOf(program: string): Needs | undefined {
  switch (program) {
    case 'npm':
      return {
        files: ['package.json', 'package-lock.json', 'npm-shrinkwrap.json', '.npmrc'],
        never: /^node_modules\/|\/package\.json$/,
      };
    case 'yarn':
      return {
        files: ['package.json', 'yarn.lock', '.npmrc', '.yarnrc'],
        never: /^(?:node_modules\/|\.yarnrc\.yml$|\.yarn\/)|\/package\.json$/,
      };
    case 'pnpm':
      return {
        files: ['package.json', 'pnpm-lock.yaml', '.npmrc'],
        never: /^(?:node_modules\/|pnpm-workspace\.yaml$|\.pnpmfile)|\/package\.json$/,
      };
    case 'pip':
      return { files: ['requirements.txt'], never: /^(?:constraints|requirements.+)\.txt$|^requirements\// };
    case 'bundle':
      return { files: ['Gemfile', 'Gemfile.lock'], never: /^(?:vendor\/|\.bundle\/)|\.gemspec$/ };
    case 'composer':
      return { files: ['composer.json', 'composer.lock', 'auth.json'], never: /^vendor\/|\/composer\.json$/ };
    case 'go':
      return { files: ['go.mod', 'go.sum'], never: /^(?:vendor\/|go\.work$)|\/go\.mod$/ };
    default:
      return undefined;
  }
}

/** `undefined` where the context is not known, or holds more that the program reads. */
export function manifestsOf(context: Context | undefined, program: string): readonly string[] | undefined {
  const needed = needsOf(program.startsWith('pip') ? program.replace(/^pip[\d.]*$/, 'pip') : program);
  if (context?.files === undefined || needed === undefined) return undefined;
  const ignore = parseIgnore(context.ignore?.text ?? '');
  const sent = [...context.files.keys()].filter((path) => !ignore.ignores(path));
  if (sent.some((path) => needed.never.test(path))) return undefined;
  const found = needed.files.filter((path) => sent.includes(path));
  return found[0] === needed.files[0] ? found : undefined;
}
