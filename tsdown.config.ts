import { defineConfig, type UserConfig } from 'tsdown';

/** Commander starts programs for subcommands that are files of their own. We have none, and loading what it needs for them costs 10 ms. */
export const withoutSubprograms = {
  name: 'without-subprograms',
  resolveId: (source: string, importer = '') =>
    source === 'node:child_process' && importer.includes('/commander/') ? '\0no-subprograms' : undefined,
  load: (id: string) => (id === '\0no-subprograms' ? 'export default {};' : undefined),
};

/**
 * Rules' examples are tests and pages, not program: they weigh more than the checks, every start would read them, and
 * the secrets that some are made of have no place in a bundle. `explain` and SARIF show the pages in docs/rules.
 */
export const withoutExamples = {
  name: 'without-examples',
  transform(
    this: { parse(code: string, options: { lang: 'ts' }): { body: readonly Statement[] } },
    code: string,
    id: string,
  ) {
    if (!/\/rules\/(dockerfile|image|build)\/[a-z0-9-]+\.ts$/.test(id)) return undefined;
    const { body } = this.parse(code, { lang: 'ts' });
    const properties = body.flatMap((one) => one.declaration?.arguments?.[0]?.properties ?? []);
    const examples = properties.filter(({ key }) => key?.name === 'bad' || key?.name === 'good');
    if (examples.length !== 2) throw new Error(`${id} has no bad and good where they were looked for`);
    return examples
      .toReversed()
      .reduce((text, { value }) => `${text.slice(0, value.start)}[]${text.slice(value.end)}`, code);
  },
};

interface Property {
  readonly key?: { readonly name?: string };
  readonly value: { readonly start: number; readonly end: number };
}

/** What is looked at of `export default defineRule({ … })`. */
interface Statement {
  readonly declaration?: { readonly arguments?: readonly { readonly properties?: readonly Property[] }[] };
}

/** What bundles of all kinds have in common. */
export const whole = {
  platform: 'node',
  // The language server runs in editors' own Node.
  target: 'node20',
  dts: false,
  minify: true,
  plugins: [withoutSubprograms],
  // Whole: nothing is resolved from node_modules at start, where every file looked for costs.
  deps: { alwaysBundle: [/.*/] },
} satisfies UserConfig;

/** What every run of `lint` needs, and with it all that these import: one file, as each file that is looked for costs. */
const linting = /\/(?:src\/cli\/(?:main|lint)|src\/source\/(?:context|discover)|src\/report\/text)\.ts$/;

export default defineConfig([
  // CommonJS starts some 10 ms sooner than modules do, and its `require` is as lazy as `import()`. ASCII is kept in half the memory.
  {
    ...whole,
    plugins: [withoutSubprograms, withoutExamples],
    entry: { program: 'src/cli/main.ts', 'lint-worker': 'src/cli/lint-worker.ts' },
    format: 'cjs',
    outExtensions: () => ({ js: '.cjs' }),
    inputOptions: { preserveEntrySignatures: 'allow-extension' },
    outputOptions: { charset: 'ascii', codeSplitting: { groups: [{ name: 'program', test: linting }] } },
    clean: true,
  },
  // Each by itself: what starts often loads no more than it needs.
  ...[{ plimsoll: 'bin/start.ts' }, { 'layer-worker': 'src/source/layer-worker.ts' }].map((entry) => ({
    ...whole,
    entry,
    format: 'cjs' as const,
    outExtensions: () => ({ js: '.cjs' }),
    clean: false,
  })),
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
