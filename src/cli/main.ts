/** One run of the program: argv and a world in, an exit code out. Nothing here throws. */
import { exitCodes, type Io, UsageError } from './io.ts';
import { quickLint } from './quick.ts';

export { madeRules } from '../rule-when-asked.ts';
export { processIo } from './io.ts';
export { keepAtExit, partsOf } from './parts.ts';

export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    const quick = quickLint(argv);
    if (quick === undefined) return await full(argv, io);
    const { lint } = await import('./lint.ts');
    return await lint(quick.paths, quick.flags, io);
  } catch (error) {
    return await failed(error, io);
  }
}

async function full(argv: readonly string[], io: Io): Promise<number> {
  const { program } = await import('./program.ts');
  let code: number = exitCodes.clean;
  const commands = program(io, (result) => {
    code = result;
  });
  await commands.parseAsync([...argv], { from: 'user' });
  return code;
}

async function failed(error: unknown, io: Io): Promise<number> {
  if (isCommander(error)) return error.exitCode === 0 ? exitCodes.clean : exitCodes.couldNot;
  if (error instanceof UsageError) {
    io.stderr.write(`plimsoll: ${error.message}\n`);
    return exitCodes.couldNot;
  }
  const text = error instanceof Error ? (io.env['PLIMSOLL_DEBUG'] ? error.stack : error.message) : String(error);
  // What broke may have had a secret in hand.
  const { redact } = await import('../secrets/mask.ts');
  io.stderr.write(
    `plimsoll: something went wrong that should not: ${redact(text ?? '')}\nPlease report this; PLIMSOLL_DEBUG=1 shows where it happened.\n`,
  );
  return exitCodes.couldNot;
}

/** Commander ends a run (help, version, bad usage) by throwing; it has said all there is to say. */
function isCommander(error: unknown): error is Error & { readonly exitCode: number } {
  return error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number';
}
