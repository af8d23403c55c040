/** Which of V8's threads work while an image is read and judged. */
import { setFlagsFromString } from 'node:v8';

/** Bytes by which the threads that read have started: under other flags than Node was built by, each would compile all of it anew. */
const started = 32 << 20;
/** Bytes that are read before optimised code saves more time than making it took. */
const worthwhile = 2 ** 31;

export interface Tier {
  /** Told of bytes as they are read. */
  readonly add: (bytes: number) => void;
  /** All is read; what is judged is judged once. */
  readonly judging: () => void;
  readonly end: () => void;
}

/**
 * Leaves the last tier out until so much was read that it pays. Every thread compiles the same reader anew, on the cores that
 * decompress and hash meanwhile, and what judges is run once: for a gigabyte that is a tenth of the time. Threads that help
 * to collect a nursery are left out as well while all cores read: most of what they do beside each other is to look for work.
 * What judges has one thread, and their help is worth a twentieth of the time.
 *
 * What an exiting start keeps of its bytecode is taken again only under the flags it was made by, so they are given back.
 */
export function lowTier(): Tier {
  let bytes = 0;
  let optimises = true;
  let helps = true;
  // Only V8 has its flags.
  const set = (flag: string) => process.versions['bun'] === undefined && setFlagsFromString(flag);
  const optimise = (wanted: boolean): void => {
    if (optimises !== wanted) set(wanted ? '--turbofan' : '--no-turbofan');
    optimises = wanted;
  };
  const help = (wanted: boolean): void => {
    if (helps !== wanted) set(wanted ? '--parallel-scavenge' : '--no-parallel-scavenge');
    helps = wanted;
  };
  return {
    add: (more) => {
      bytes += more;
      if (bytes <= started) return;
      optimise(bytes > worthwhile);
      help(false);
    },
    judging: () => {
      optimise(bytes > worthwhile);
      help(true);
    },
    end: () => {
      optimise(true);
      help(true);
    },
  };
}
