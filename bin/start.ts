#!/usr/bin/env node
/** What a package has for `bin/plimsoll.ts`: the bundle of `src/cli/main.ts`, by what is kept of an earlier start. */
import { join } from 'node:path';
import { loadCached } from '../src/cli/code-cache.ts';
import type { main, processIo } from '../src/cli/main.ts';
import { tooOld } from '../src/cli/node-version.ts';

interface Program {
  readonly main: typeof main;
  readonly processIo: typeof processIo;
}

const argv = process.argv.slice(2);
const why = tooOld(argv[0]);
if (why !== undefined) {
  process.stderr.write(why);
  process.exitCode = 2;
} else {
  const program: Program = loadCached(join(import.meta.dirname, 'program.cjs'), require);
  program.main(argv, program.processIo()).then((code) => {
    process.exitCode = code;
    // All that they say is written by now. By itself Node would first collect garbage, and wait for what its threads compile for nobody: 2 ms, and 20 of a large image.
    if (argv[0] === 'lint' || argv[0] === 'image') process.exit();
  });
}
