#!/usr/bin/env node
/** argv in, exit code out. */
import * as nodeModule from 'node:module';
import { main, processIo } from '../src/cli/main.ts';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const isOld = major < 22 || (major === 22 && minor < 19);

// The language server runs in the editor's own Node, which may be older: it needs nothing newer than 20.
if (isOld && (process.argv[2] !== 'lsp' || major < 20)) {
  process.stderr.write(`plimsoll needs Node 22.19 or newer; this is ${process.versions.node}.\n`);
  process.exitCode = 2;
} else {
  nodeModule.enableCompileCache?.();
  main(process.argv.slice(2), processIo()).then((code) => {
    process.exitCode = code;
  });
}
