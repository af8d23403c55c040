/** Whether several threads are worth their start. */

/** Starting a thread costs what judging some two hundred files does. */
const worthwhile = 400;
/** Each holds the rules anew: memory is bounded whatever the machine. */
const mostThreads = 4;
/** How many threads judge so many files on a machine of so many cores, this one counted. */
export function threadsFor(files: number, cores: number): number {
  return files < worthwhile ? 1 : Math.max(1, Math.min(cores, mostThreads, Math.floor(files / (worthwhile / 2))));
}
