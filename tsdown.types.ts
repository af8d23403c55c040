import { defineConfig } from 'tsdown';

/** The types of what rule authors import. They take longer than the rest, and only a published package needs them. */
export default defineConfig({
  entry: { index: 'src/index.ts', testing: 'src/testing/index.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node22',
  dts: { emitDtsOnly: true },
  clean: false,
});
