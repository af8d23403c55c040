/** Our parser beside BuildKit's own test data: `frontend/dockerfile` of its repository, which is read where it lies and never copied. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expand } from '../../src/dockerfile/expand.ts';
import { InstructionNode } from '../../src/dockerfile/instruction.ts';
import type { Instruction, Word } from '../../src/dockerfile/model.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import { WordNode } from '../../src/dockerfile/word.ts';

export interface Checked {
  readonly what: string;
  readonly count: number;
  readonly failures: readonly string[];
}

export function checkBuildkit(folder: string): Checked[] {
  return [
    checkTrees(join(folder, 'parser', 'testfiles')),
    checkRefused(join(folder, 'parser', 'testfiles-negative')),
    checkVariables(join(folder, 'shell', 'envVarTest')),
    checkWords(join(folder, 'shell', 'wordsTest')),
  ];
}

/** `result` beside each Dockerfile is what BuildKit's parser prints of its tree. */
function checkTrees(folder: string): Checked {
  const cases = readdirSync(folder);
  const failures = cases.flatMap((name) => {
    const text = readFileSync(join(folder, name, 'Dockerfile'), 'latin1');
    const printed = readFileSync(join(folder, name, 'result'), 'utf8').trim();
    const ours = print(Buffer.from(text, 'latin1').toString('utf8'));
    return ours === printed ? [] : [`${name}:\n--- BuildKit\n${printed}\n--- ours\n${ours}`];
  });
  return { what: 'trees of testfiles', count: cases.length, failures };
}

function checkRefused(folder: string): Checked {
  const cases = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'Dockerfile')));
  const accepted = cases.filter((name) => {
    const text = readFileSync(join(folder, name, 'Dockerfile'), 'utf8');
    return parse(text, { file: name }).faults.length === 0;
  });
  return { what: 'refusals of testfiles-negative', count: cases.length, failures: accepted };
}

/** The tree in BuildKit's notation. */
export function print(text: string): string {
  const { instructions } = parse(text, { file: 'Dockerfile' });
  return instructions.map((one) => `(${printOne(one)})`).join('\n');
}

function printOne(one: Instruction): string {
  const flags = one.flags.map(({ name, value }) => goQuote(`--${name}${value ? `=${literal(value)}` : ''}`));
  const head = `${one.keyword.toLowerCase()}${flags.length > 0 ? ` [${flags.join(' ')}]` : ''}`;
  if (one.kind === 'onbuild') return one.trigger ? `${head} (${printOne(one.trigger)})` : head;
  return [head, ...argumentsOf(one).map(goQuote)].join(' ');
}

/** What BuildKit's parser cuts the arguments into, before any expansion. */
function argumentsOf(one: Instruction): string[] {
  if (one.kind === 'unknown') return [''];
  if (one.kind === 'env' || one.kind === 'label') {
    return one.pairs.flatMap(({ key, value }) => [key.raw, value?.raw ?? '', one.legacy ? '' : '=']);
  }
  const json = one instanceof InstructionNode && one.json.kind === 'strings' && one.kind !== 'arg';
  return one.words.map((word) => (json ? literal(word) : word.raw));
}

function literal(word: Word): string {
  return word instanceof WordNode ? word.literal : word.raw;
}

const named: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
};

/** `strconv.Quote`. */
function goQuote(text: string): string {
  const escaped = text.replace(
    /["\\\u0000-\u001f\u007f]/g,
    (char) => named[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return `"${escaped}"`;
}

function evaluate(word: string, env: ReadonlyMap<string, string>, split: boolean): readonly string[] {
  const { text, words } = expand({
    text: word,
    start: 0,
    end: word.length,
    escape: '\\',
    split,
    lookup: (name) => {
      const value = env.get(name);
      return value === undefined ? { state: 'undefined', certain: true } : { state: 'known', text: value };
    },
  });
  if (text === undefined) return ['error'];
  return words ?? [text];
}

/** `platform | word | result`; W is for Windows alone. */
function checkVariables(path: string): Checked {
  const env = new Map([
    ['PWD', '/home'],
    ['SHELL', 'bash'],
    ['KOREAN', '한국어'],
    ['NULL', ''],
  ]);
  const rows = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#') && line.trim() !== '');
  const failures = rows.flatMap((row) => {
    const [platform, word = '', expected] = row.split('|').map((part) => part.trim());
    if (platform === 'W') return [];
    const [ours] = evaluate(word, env, false);
    return ours === expected ? [] : [`${word}: BuildKit ${expected}, ours ${ours}`];
  });
  return { what: 'words of envVarTest', count: rows.length, failures };
}

/** `ENV name=value` lines set what later lines see; the rest is `word | result,result`. */
function checkWords(path: string): Checked {
  const env = new Map<string, string>();
  const failures: string[] = [];
  let count = 0;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line.startsWith('#') || line === '') continue;
    if (line.startsWith('ENV ')) {
      const [name = '', ...value] = line.slice(4).trimStart().split('=');
      env.set(name, value.join('='));
      continue;
    }
    count++;
    const [word = '', expected = ''] = line.split('|');
    const ours = evaluate(word.trim(), env, true).join(',');
    if (ours !== expected.trimStart()) failures.push(`${word.trim()}: BuildKit ${expected.trimStart()}, ours ${ours}`);
  }
  return { what: 'splits of wordsTest', count, failures };
}
