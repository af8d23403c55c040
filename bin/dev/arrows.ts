/** The import table of the house: which room may import which. test/architecture.test.ts holds it, docs/architecture.md shows it. */

const model = ['finding', 'dockerfile', 'secrets', 'image'];

/** Every room of `src` that is no composition root. */
const rooms = [
  ...model,
  'rule',
  'rules',
  'lint',
  'refine',
  'report',
  'fix',
  'config',
  'source',
  'inspect',
  'policy',
  'testing',
];

export const arrows: Readonly<Record<string, readonly string[]>> = {
  finding: [],
  dockerfile: ['finding'],
  wasm: [],
  secrets: ['finding', 'wasm'],
  image: ['finding', 'dockerfile', 'secrets', 'wasm'],
  rule: model,
  'rule-when-asked': ['rule'],
  rules: [...model, 'rule'],
  lint: ['finding', 'rule'],
  refine: ['finding', 'rule', 'dockerfile', 'image'],
  report: ['finding', 'rule', 'dockerfile', 'image'],
  fix: ['finding'],
  config: ['finding', 'dockerfile', 'secrets', 'image', 'rule'],
  source: model,
  inspect: [...model, 'rule', 'lint', 'refine'],
  policy: [...model, 'rule', 'lint', 'refine', 'config'],
  testing: ['finding', 'rule', 'dockerfile', 'image', 'secrets', 'lint', 'refine', 'report'],
  audit: rooms,
  index: rooms,
  cli: [...rooms, 'rule-when-asked', 'audit', 'lsp'],
  lsp: rooms,
  bin: ['cli'],
  dev: [...rooms, 'audit', 'cli', 'lsp', 'index', 'bin'],
};

/** Rooms that are data in, data out. */
export const pure: readonly string[] = [
  'finding',
  'wasm',
  'dockerfile',
  'image',
  'secrets',
  'rule',
  'rule-when-asked',
  'rules',
  'lint',
  'refine',
  'inspect',
  'fix',
  'report',
];

/** The room a file stands in, by its path from the repository's root; `undefined` when it is in none. */
export function roomOf(path: string): string | undefined {
  const [top, second = ''] = path.split('/');
  if (top === 'src') return second.endsWith('.ts') ? second.slice(0, -3) : second in arrows ? second : undefined;
  if (top === 'rules') return 'rules';
  if (top === 'lsp') return 'lsp';
  if (top === 'bin') return second === 'dev' ? 'dev' : 'bin';
  return undefined;
}
