#!/usr/bin/env node
/** argv in, exit code out. */
import { enableCompileCache } from 'node:module';
import { main, processIo } from '../src/cli/main.ts';

enableCompileCache();
main(process.argv.slice(2), processIo()).then((code) => {
  process.exitCode = code;
});
