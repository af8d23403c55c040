#!/usr/bin/env node
/** argv in, exit code out. */
import { main, processIo } from '../src/cli/main.ts';
import { tooOld } from '../src/cli/node-version.ts';

const argv = process.argv.slice(2);
const why = tooOld(argv[0]);
if (why !== undefined) {
  process.stderr.write(why);
  process.exitCode = 2;
} else {
  main(argv, processIo()).then((code) => {
    process.exitCode = code;
  });
}
