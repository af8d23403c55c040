/** Pumps a blob through one of the runtime's decoders, and says what it threw in our words. */
import type { Transform } from 'node:stream';

/** What the decoder makes of the input. A chunk of input is taken whole before the next is pulled: it may be lent. */
export async function* through(
  decoder: Transform,
  input: AsyncIterable<Buffer>,
  fault: (error: unknown) => unknown,
): AsyncGenerator<Buffer> {
  let failure: { readonly error: unknown } | undefined;
  const feeding = feed(decoder, input).catch((error: unknown) => {
    failure = { error };
    decoder.destroy();
  });
  try {
    for await (const chunk of decoder) yield chunk;
  } catch (error) {
    // A decoder that was destroyed because its input failed has nothing to say of its own.
    throw failure ? failure.error : fault(error);
  } finally {
    decoder.destroy();
    await feeding;
  }
  if (failure) throw failure.error;
}

async function feed(decoder: Transform, input: AsyncIterable<Buffer>): Promise<void> {
  for await (const chunk of input) {
    if (decoder.destroyed) return;
    await taken(decoder, chunk);
  }
  decoder.end();
}

/** Resolves when the decoder has no use for the chunk any more, or is gone. */
function taken(decoder: Transform, chunk: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      decoder.off('close', done);
      resolve();
    };
    decoder.on('close', done);
    decoder.write(chunk, done);
  });
}

/** The code of a system's or library's error. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
