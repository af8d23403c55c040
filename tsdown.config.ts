import { createHash } from 'node:crypto';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { defineConfig, Rolldown, type UserConfig } from 'tsdown';
import type { Rule } from './src/rule.ts';
import { besides, known } from './src/rule-when-asked.ts';

/** Commander starts programs for subcommands that are files of their own. We have none, and loading what it needs for them costs 10 ms. */
export const withoutSubprograms = {
  name: 'without-subprograms',
  resolveId: (source: string, importer = '') =>
    source === 'node:child_process' && importer.includes('/commander/') ? '\0no-subprograms' : undefined,
  load: (id: string) => (id === '\0no-subprograms' ? 'export default {};' : undefined),
};

/** zod's messages in sixty languages are half of it, and nothing asks for any but those that it speaks by itself. */
export const withoutLanguages = {
  name: 'without-languages',
  resolveId: (source: string, importer = '') =>
    source === '../locales/index.js' && importer.includes('/zod/') ? '\0no-languages' : undefined,
  load: (id: string) => (id === '\0no-languages' ? 'export {};' : undefined),
};

const isStated = (name = ''): boolean => ['aliases', ...known, ...besides].some((key) => key === name);

/** What `RuleWhenAsked` takes of a rule, by position. */
function statedOf(rule: Rule): string {
  const all = known.map((key) => JSON.stringify(rule[key]) ?? 'undefined');
  const few = besides.flatMap((key) => (rule[key] === undefined ? [] : `${key}: ${JSON.stringify(rule[key])}`));
  const codes = JSON.stringify(rule.aliases?.join(' ')) ?? 'undefined';
  return [...all, codes, few.length > 0 ? `{ ${few.join(', ')} }` : 'undefined'].join(', ');
}

/**
 * A rule's file is made a function that is called when the rule is first asked: most Dockerfiles hold what few rules
 * speak of, and whatever is made at the start is paid for by every run. It makes what is not known of the rule before.
 *
 * Rules' examples are tests and pages, not program: they weigh more than the checks, and the secrets that some are made
 * of have no place in a bundle. `explain` and SARIF show the pages in docs/rules.
 */
export const rulesWhenAsked = {
  name: 'rules-when-asked',
  async transform(
    this: { parse(code: string, options: { lang: 'ts' }): { body: readonly Statement[] } },
    code: string,
    id: string,
  ) {
    if (!/\/rules\/(dockerfile|image|build)\/[a-z0-9-]+\.ts$/.test(id)) return undefined;
    const { body } = this.parse(code, { lang: 'ts' });
    const imports = body.filter(({ type }) => type === 'ImportDeclaration');
    const [exported, ...others] = body.filter(({ type }) => type.startsWith('Export'));
    const literal = exported?.declaration?.arguments?.[0];
    const properties = literal?.properties ?? [];
    const examples = properties.filter(({ key }) => key?.name === 'bad' || key?.name === 'good');
    if (!exported || !literal || others.length > 0 || examples.length !== 2)
      throw new Error(`${id} is not made of imports, what they serve, and one default export with bad and good.`);
    const cuts = [
      ...imports.map((span) => ({ span, text: '' })),
      ...examples.map(({ value }) => ({ span: value, text: '[]' })),
      ...properties.flatMap((one, at) =>
        isStated(one.key?.name)
          ? { span: { start: one.start, end: properties[at + 1]?.start ?? one.end }, text: '' }
          : [],
      ),
      { span: { start: exported.start, end: literal.start }, text: 'const rule = (' },
    ].sort((a, b) => b.span.start - a.span.start);
    const made = cuts.reduce((text, { span, text: by }) => text.slice(0, span.start) + by + text.slice(span.end), code);
    const { default: rule }: { default: Rule } = await import(pathToFileURL(id).href);
    return [
      ...imports.map(({ start, end }) => code.slice(start, end)),
      `import { RuleWhenAsked } from '${relative(dirname(id), join(import.meta.dirname, 'src/rule-when-asked.ts'))}';`,
      `export default new RuleWhenAsked(() => {${made}\nreturn rule;\n}, ${statedOf(rule)});`,
    ].join('\n');
  },
};

interface Span {
  readonly start: number;
  readonly end: number;
}

interface Property extends Span {
  readonly key?: { readonly name?: string };
  readonly value: Span;
}

/** What is looked at of `export default defineRule({ … })`. */
interface Statement extends Span {
  readonly type: string;
  readonly declaration?: { readonly arguments?: readonly (Span & { readonly properties?: readonly Property[] })[] };
}

/**
 * The parser of shell scripts, a tenth of the program, is made a function that is called at the first script that is more
 * than plain words: in many files none is, and a start would make its classes and tables, and unpack what it is of.
 */
export const parserWhenAsked = {
  name: 'parser-when-asked',
  resolveId: (source: string, importer = '') =>
    source === 'unbash' && importer.endsWith('.ts') ? '\0parser' : undefined,
  async load(id: string) {
    if (id !== '\0parser') return undefined;
    const parser = fileURLToPath(import.meta.resolve('unbash'));
    const bundle = await Rolldown.rolldown({ input: parser });
    const [{ code }] = (await bundle.generate({ format: 'cjs' })).output;
    return [
      `export { forEachChild } from ${JSON.stringify(join(dirname(parser), 'traversal.js'))};`,
      `const make = (exports) => {${code}\nreturn exports;\n};`,
      'let made;',
      'export const parse = (text) => {\nmade ??= make({});\nreturn made.parse(text);\n};',
    ].join('\n');
  },
};

/**
 * Private names are made public ones that nobody else has: V8 keeps each as a symbol that is made at the start, and to set
 * or to read one for the first time takes it longer. A class has its own, by its file and its place in it.
 */
export const withoutPrivateNames = {
  name: 'without-private-names',
  transform(this: { parse(code: string, options: { lang: 'ts' }): unknown }, code: string, id: string) {
    if (!/\/src\/.*\.ts$/.test(id) || !/#[a-z]/.test(code)) return undefined;
    const file = relative(import.meta.dirname, id);
    return [...privateNamesIn(this.parse(code, { lang: 'ts' }))]
      .sort((a, b) => b.start - a.start)
      .reduce((text, { start, end, name, owner }) => {
        const of = createHash('sha256').update(`${file} ${owner}`).digest('hex').slice(0, 5);
        return `${text.slice(0, start)}_${name}_${of}${text.slice(end)}`;
      }, code);
  },
};

/** Those below a node of a syntax tree, each with where the class begins that it stands in. */
function* privateNamesIn(node: unknown, owner = 0): Iterable<Span & { readonly name: string; readonly owner: number }> {
  if (typeof node !== 'object' || node === null) return;
  const { type, start, end, name } = { type: '', start: 0, end: 0, name: '', ...node };
  if (type === 'PrivateIdentifier') yield { start, end, name, owner };
  if (type === 'ClassBody' && owner > 0)
    throw new Error('A class within a class could mean the private names of both.');
  for (const below of Object.values(node)) yield* privateNamesIn(below, type === 'ClassBody' ? start : owner);
}

/** What bundles of all kinds have in common. */
export const whole = {
  platform: 'node',
  // The language server runs in editors' own Node.
  target: 'node20',
  dts: false,
  minify: true,
  plugins: [withoutSubprograms, withoutLanguages],
  // Whole: nothing is resolved from node_modules at start, where every file looked for costs.
  deps: { alwaysBundle: [/.*/] },
} satisfies UserConfig;

/** What every run of `lint` needs, and with it all that these import: one file, as each file that is looked for costs. */
const linting = /\/(?:src\/cli\/(?:main|lint)|src\/source\/(?:context|discover)|src\/report\/text)\.ts$/;

/** What the bundler's parts share is a file of its own, which every start would look for, read and compile: `program` holds it too. */
const runtimeWithin: Rolldown.Plugin = {
  name: 'runtime-within',
  generateBundle(_, bundle) {
    const parts = Object.values(bundle).filter((part) => part.type === 'chunk');
    const shared = parts.find(({ name }) => name === 'rolldown-runtime');
    const chief = parts.find(({ name }) => name === 'program');
    if (!shared || !chief) return;
    chief.code = chief.code.replace(
      `require("./${shared.fileName}")`,
      () => `((exports)=>{${shared.code};return exports})({})`,
    );
  },
};

/** CommonJS starts some 10 ms sooner than modules do, and its `require` is as lazy as `import()`. ASCII is kept in half the memory. */
export const program = {
  ...whole,
  plugins: [withoutSubprograms, withoutLanguages, withoutPrivateNames, rulesWhenAsked, parserWhenAsked, runtimeWithin],
  format: 'cjs',
  outExtensions: () => ({ js: '.cjs' }),
  inputOptions: { preserveEntrySignatures: 'allow-extension' },
  outputOptions: { charset: 'ascii', codeSplitting: { groups: [{ name: 'program', test: linting }] } },
} satisfies UserConfig;

export default defineConfig([
  { ...program, entry: { program: 'src/cli/main.ts', 'lint-worker': 'src/cli/lint-worker.ts' }, clean: true },
  // Each by itself: what starts often loads no more than it needs.
  ...[
    { plimsoll: 'bin/start.ts' },
    { 'first-start': 'src/cli/first-start.ts' },
    { 'layer-worker': 'src/source/layer-worker.ts' },
  ].map((entry) => ({
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
