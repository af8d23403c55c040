/** Pumps a blob through one of the runtime's decoders, and says what it threw in our words. */
import type { Transform } from 'node:stream';

/** What the decoder makes of the input. The input is pulled no faster than the output is taken. */
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
    if (!decoder.write(chunk)) await writable(decoder);
  }
  decoder.end();
}

function writable(decoder: Transform): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      decoder.off('drain', go).off('close', go);
      resolve();
    };
    decoder.on('drain', go).on('close', go);
  });
}

/** The code of a system's or library's error. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
