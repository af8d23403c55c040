/** `plimsoll image`: wired when the sources are. */
import type { ImageFlags } from './flags.ts';
import { type Io, UsageError } from './io.ts';

export async function image(_references: readonly string[], _flags: ImageFlags, _io: Io): Promise<number> {
  throw new UsageError('images cannot be read yet.');
}
