/** One run of the program: argv and a world in, an exit code out. Nothing here throws. */
import { exitCodes, type Io, UsageError, write } from './io.ts';
import { program } from './program.ts';

export function processIo(): Io {
  const { stdin, stdout, stderr, env } = process;
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
  return { stdin, stdout, stderr, env, cwd: process.cwd(), now: () => new Date() };
}

export async function main(argv: readonly string[], io: Io): Promise<number> {
  let code: number = exitCodes.clean;
  const commands = program(io, (result) => {
    code = result;
  });
  try {
    await commands.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    return await failed(error, io);
  }
}

async function failed(error: unknown, io: Io): Promise<number> {
  if (isCommander(error)) return error.exitCode === 0 ? exitCodes.clean : exitCodes.couldNot;
  if (error instanceof UsageError) {
    await write(io.stderr, `plimsoll: ${error.message}\n`);
    return exitCodes.couldNot;
  }
  const text = error instanceof Error ? (io.env['PLIMSOLL_DEBUG'] ? error.stack : error.message) : String(error);
  await write(
    io.stderr,
    `plimsoll: something went wrong that should not: ${text}\nPlease report this; PLIMSOLL_DEBUG=1 shows where it happened.\n`,
  );
  return exitCodes.couldNot;
}

/** Commander ends a run (help, version, bad usage) by throwing; it has said all there is to say. */
function isCommander(error: unknown): error is Error & { readonly exitCode: number } {
  return error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number';
}
