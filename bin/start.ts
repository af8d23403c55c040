#!/usr/bin/env node
/** What a package has for `bin/plimsoll.ts`: the bundle of `src/cli/main.ts`, by what is kept of an earlier start. */
import { join } from 'node:path';
import type * as First from '../src/cli/first-start.ts';
import { type Load, type Loaded, mostRules, readCode, scriptOf } from '../src/cli/kept-code.ts';
import type * as Program from '../src/cli/main.ts';

const argv = process.argv.slice(2);
const code = readCode(join(import.meta.dirname, 'program.cjs'));
// Of no prototype, V8 keeps it as a table from the first: some 160 names set one by one would each make it a new shape.
const program: typeof Program = Object.create(null);
const loaded: Loaded = { code, exports: program };
let parts: Load | undefined;
const load: Load = (id) => {
  // Node's own, which every start needs some of.
  if (!id.startsWith('.')) return require(id);
  parts ??= program.partsOf(loaded, require);
  return parts(id);
};
const script = code.cachedData && scriptOf(code);
const isKept = script?.cachedDataRejected === false;
let why: string | undefined;
if (isKept) {
  script.runInThisContext()(program, load, loaded, code.path, import.meta.dirname);
} else {
  // A file of its own, as V8 reads all of this one each time.
  const { firstStart }: typeof First = require(join(import.meta.dirname, 'first-start.cjs'));
  why = firstStart(loaded, { load, require, command: argv[0] });
}
if (why !== undefined) {
  process.stderr.write(why);
  process.exitCode = 2;
} else {
  program.main(argv, program.processIo()).then((status) => {
    process.exitCode = status;
    // What no file before this one asked was compiled anew: kept with the rest, it is so only once.
    if (argv[0] === 'lint' && isKept) {
      const fresh = program.madeRules.filter((name) => !code.rules.includes(` ${name} `));
      if (fresh.length > 0 && fresh.length + code.rules.trim().split(' ').length <= mostRules)
        program.keepAtExit(script, loaded);
    }
    // All that they say is written by now. By itself Node would first collect garbage, and wait for what its threads compile for nobody: 2 ms, and 20 of a large image.
    if (argv[0] === 'lint' || argv[0] === 'image') process.exit();
  });
}
