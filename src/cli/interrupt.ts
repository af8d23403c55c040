/** Ctrl-C, or a polite kill, while an image is read: the run ends at once and leaves nothing half-done behind. */
import { closeCaches } from '../source/cache.ts';

/** What shells say of a program that a signal ended: 128 and the signal's number. */
const endings = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

/** Runs what may be interrupted; `tidy` takes back what stands on the terminal. Threads that read end with the process. */
export async function interruptible<T>(work: () => Promise<T>, tidy: () => void): Promise<T> {
  let ending: Promise<never> | undefined;
  const listeners = endings.map(([signal, code]) => {
    const listener = () => {
      ending ??= end(code, tidy);
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  try {
    const done = await work();
    // Nothing is reported of a run that was told to stop.
    return (await ending) ?? done;
  } finally {
    for (const remove of listeners) remove();
  }
}

async function end(code: number, tidy: () => void): Promise<never> {
  tidy();
  await closeCaches();
  process.exit(code);
}
