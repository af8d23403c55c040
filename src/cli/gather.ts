/** What rules may need of the world for a run of `lint`: the build contexts, and what ShellCheck says. */

import type { Way } from '../config/builds/ways.ts';
import type { Context, Facts } from '../dockerfile/facts.ts';
import type { Dockerfile } from '../dockerfile/model.ts';
import { parse } from '../dockerfile/parse.ts';
import type { ShellcheckAnswers } from '../source/shellcheck.ts';
import { whyMissing } from '../source/shellcheck-program.ts';
import type { LintFlags } from './flags.ts';
import { type Io, UsageError } from './io.ts';

interface Asked {
  readonly flags: LintFlags;
  readonly io: Io;
  /** `shellcheck` of the configuration: whether to ask, or which program. */
  readonly shellcheck: boolean | string;
  readonly sources: readonly { readonly file: string; readonly text: string }[];
}

/** The facts of a file, but for those that its text alone decides; asked again for each text that fixes make of it. */
export type FactsOf = (dockerfile: Dockerfile, way?: Pick<Way, 'context'>) => Facts;

export interface Gathered {
  readonly factsOf: FactsOf;
  /** ShellCheck was asked, once for all files: its answers are here and nowhere else. */
  readonly shellchecked: boolean;
}

export async function gather({ flags, io, shellcheck, sources }: Asked): Promise<Gathered> {
  const { gatherContext } = await import('../source/context.ts');
  const contexts = new Map<string, Context | undefined>();
  const contextOf = (parsed: Dockerfile, directory: string | undefined): Context | undefined => {
    const key = `${parsed.file}\0${directory}`;
    if (!contexts.has(key) && !parsed.file.startsWith('<'))
      contexts.set(
        key,
        gatherContext(parsed.file, { cwd: io.cwd, parsed, ...(directory !== undefined && { directory }) }),
      );
    return contexts.get(key);
  };
  const answered = await answers({ flags, io, shellcheck, sources });
  const factsOf: FactsOf = (dockerfile, way) => {
    const directory = flags.context ?? way?.context;
    // A context that is elsewhere is not the folder of the Dockerfile.
    const context = way && directory === undefined ? undefined : contextOf(dockerfile, directory);
    return { ...(context && { context }), ...answered?.(dockerfile) };
  };
  return { factsOf, shellchecked: answered !== undefined };
}

async function answers({ flags, io, shellcheck, sources }: Asked) {
  const asked = flags.shellcheck ?? shellcheck;
  if (asked === false || asked === 'off' || !sources.some(({ text }) => /^\s*(?:onbuild\s+)?run\s/im.test(text)))
    return undefined;
  const named = asked === true || asked === 'auto' ? undefined : asked;
  const { of, problem } = await comments(sources, named);
  if (problem !== undefined && named !== undefined) throw new UsageError(`ShellCheck was asked for: ${problem}`);
  if (problem !== undefined && flags.verbose) io.stderr.write(`Without ShellCheck: ${problem}\n`);
  return problem === undefined ? of : undefined;
}

async function comments(
  sources: Asked['sources'],
  program = 'shellcheck',
): Promise<{ readonly of?: ShellcheckAnswers['of']; readonly problem?: string | undefined }> {
  const problem = whyMissing(program);
  if (problem !== undefined) return { problem };
  const { gatherShellcheck } = await import('../source/shellcheck.ts');
  const dockerfiles = sources.map(({ file, text }) => parse(text, { file }));
  return gatherShellcheck(dockerfiles, { program });
}
