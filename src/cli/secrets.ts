/** How a run looks for secrets beyond what everybody looks for: the organisation's key, and detectors of the configuration. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Settings } from '../config/settings.ts';
import type { SecretFacts } from '../dockerfile/facts.ts';
import type { JudgingFlags } from './flags.ts';
import { type Io, UsageError } from './io.ts';
import { reasonText } from './read.ts';

const variable = 'PLIMSOLL_FINGERPRINT_KEY';

/** What facts say of secrets; nothing where nothing was asked for. */
export function secretFacts(flags: JudgingFlags, { detectors }: Settings, io: Io): { readonly secrets?: SecretFacts } {
  const key = fingerprintKey(flags, io);
  return key || detectors.length > 0 ? { secrets: { detectors, ...(key && { key }) } } : {};
}

/** The key by which one secret is known again in many images: of a file that was named, else of the environment. */
function fingerprintKey({ fingerprintKey: file }: JudgingFlags, io: Io): Uint8Array | undefined {
  const given = file === undefined ? io.env[variable] : keyIn(file, io);
  if (given === undefined || (given === '' && file === undefined)) return undefined;
  if (given.length < 16)
    throw new UsageError(
      `${file === undefined ? variable : `\`${file}\``} holds a key of ${given.length} characters, which could be guessed; make one of 32 or more: \`openssl rand -hex 32\`.`,
    );
  return Buffer.from(given);
}

function keyIn(file: string, io: Io): string {
  try {
    return readFileSync(resolve(io.cwd, file), 'utf8').trim();
  } catch (error) {
    throw new UsageError(`--fingerprint-key: ${reasonText(error, file)}`);
  }
}
