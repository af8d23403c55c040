/** `node bin/dev/wasm.ts`: compiles the WebAssembly of every room. */
import { writeFileSync } from 'node:fs';
import { compiled } from './compiled.ts';

for await (const { path, text } of compiled()) writeFileSync(new URL(`../../${path}`, import.meta.url), text);
