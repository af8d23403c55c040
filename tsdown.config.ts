import { defineConfig, type UserConfig } from 'tsdown';

/** Commander starts programs for subcommands that are files of their own. We have none, and loading what it needs for them costs 10 ms. */
const withoutSubprograms = {
  name: 'without-subprograms',
  resolveId: (source: string, importer = '') =>
    source === 'node:child_process' && importer.includes('/commander/') ? '\0no-subprograms' : undefined,
  load: (id: string) => (id === '\0no-subprograms' ? 'export default {};' : undefined),
};

const whole = {
  platform: 'node',
  // The language server runs in editors' own Node.
  target: 'node20',
  dts: false,
  minify: true,
  plugins: [withoutSubprograms],
  // Whole: nothing is resolved from node_modules at start, where every file looked for costs.
  deps: { alwaysBundle: [/.*/] },
} satisfies UserConfig;

export default defineConfig([
  // CommonJS starts some 10 ms sooner than modules do, and its `require` is as lazy as `import()`.
  {
    ...whole,
    entry: { plimsoll: 'bin/plimsoll.ts', 'layer-worker': 'src/source/layer-worker.ts' },
    format: 'cjs',
    outExtensions: () => ({ js: '.cjs' }),
    clean: true,
  },
  {
    ...whole,
    entry: { index: 'src/index.ts', testing: 'src/testing/index.ts' },
    format: 'esm',
    outExtensions: () => ({ js: '.js' }),
    clean: false,
  },
  {
    ...whole,
    entry: { extension: 'lsp/vscode/extension.ts' },
    format: 'cjs',
    outDir: 'dist/vscode',
    outExtensions: () => ({ js: '.cjs' }),
    deps: { alwaysBundle: [/^(?!vscode$)/], neverBundle: ['vscode'] },
    clean: true,
  },
]);
