import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: { plimsoll: 'bin/plimsoll.ts', index: 'src/index.ts', testing: 'src/testing/index.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node22',
  dts: false,
  clean: true,
  minify: true,
  // Whole: nothing is resolved from node_modules at start, where every file looked for costs.
  noExternal: [/.*/],
  outExtensions: () => ({ js: '.js' }),
});
