#!/usr/bin/env node
/** argv in, exit code out. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(`plimsoll needs Node 22.19 or newer; this is ${process.versions.node}.\n`);
  process.exitCode = 2;
} else {
  const { main, processIo } = await import('../src/cli/main.ts');
  process.exitCode = await main(process.argv.slice(2), processIo());
}
