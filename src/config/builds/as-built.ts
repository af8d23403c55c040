/** A Dockerfile parsed as one of its builds makes it what it is. */
import type { ParseOptions } from '../../dockerfile/parse.ts';
import type { Way } from './ways.ts';

/** How a Dockerfile is parsed for one of its builds: what is given by hand holds over what a build file gives. */
export function builtAs(plain: ParseOptions, way: Way | undefined): ParseOptions {
  if (!way) return plain;
  const { args, contexts, platform } = way;
  return { ...plain, buildArgs: { ...args, ...plain.buildArgs }, contexts, platform };
}
