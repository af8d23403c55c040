/** What a run of many files needs of the machine: several threads where they are worth their start, and little memory. Others load none of it. */

/** Starting a thread costs what judging some two hundred files does. */
const worthwhile = 400;
/** Each holds the rules anew: memory is bounded whatever the machine. */
const mostThreads = 4;

/** Whether a run is one of a whole tree. */
function isMany(files: number): boolean {
  return files >= worthwhile;
}

/** From here on loading `node:v8` is nothing beside what its flags save. */
const several = 50;

/**
 * Sets V8 up for a run of so many files; what is returned takes it back: bytecode is kept at the end of a run, and taken only
 * under the flags it was made by.
 *
 * The last tier is left out. What a rule meets differs from file to file: code that was optimised for what it had met is
 * thrown away and made again, and over six thousand real Dockerfiles on one core that took a third of the time.
 *
 * And V8 lets its nursery grow with what survives in it, to a hundred megabytes and more. What is made for one Dockerfile is
 * garbage at the next: a nursery that stays as it is costs some time and bounds what a run of thousands holds.
 */
export function tuned(files: number): () => void {
  // Only V8 has its flags.
  if (files < several || process.versions['bun'] !== undefined) return () => {};
  const { setFlagsFromString } = process.getBuiltinModule('node:v8');
  setFlagsFromString('--no-turbofan');
  if (isMany(files)) setFlagsFromString('--semi-space-growth-factor=1');
  return () => {
    setFlagsFromString('--turbofan');
    setFlagsFromString('--semi-space-growth-factor=2');
  };
}

/** How many threads judge so many files on a machine of so many cores, this one counted. */
export function threadsFor(files: number, cores = coresHere): number {
  return !isMany(files) ? 1 : Math.max(1, Math.min(cores(), mostThreads, Math.floor(files / (worthwhile / 2))));
}

function coresHere(): number {
  return process.getBuiltinModule('node:os').availableParallelism();
}
