/** What zod found wrong, as one sentence for the person who wrote it. */
import type * as zod from 'zod';
import type { Problem } from '../finding.ts';
import type { ConfigDocument, Path } from './document.ts';
import type { RuleNames } from './names.ts';
import { nearest } from './nearest.ts';
import { sentence } from './sentence.ts';

type Issue = zod.core.$ZodIssue;

/** What the issues are about. */
export interface Explained {
  readonly z: typeof zod;
  readonly schema: zod.ZodType;
  readonly document: ConfigDocument;
  readonly names: RuleNames;
}

/** One problem for each thing that is wrong, in the order of the file. */
export function explain(issues: readonly Issue[], about: Explained): readonly Problem[] {
  // What a misspelt key makes of its map is said by naming the key.
  const misspelt = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? written(issue.path) : []));
  const causes = issues.filter((issue) => issue.code !== 'custom' || !misspelt.includes(written(issue.path)));
  const problems = causes.flatMap((issue) => explainOne(issue, about));
  return problems.toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
}

function explainOne(given: Issue, about: Explained): readonly Problem[] {
  const { document } = about;
  const issue = likeliest(given);
  const { path } = issue;
  const name = path.length === 0 ? 'The configuration' : `\`${written(path)}\``;
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => problem(document, [...path, key], 'key', unknownKey(key, path, about)));
  if (issue.code === 'invalid_key') {
    const reason = issue.issues[0]?.message.replace(/^is /, '') ?? 'what is not allowed here';
    return [problem(document, path, 'key', `\`${written(path.slice(0, -1))}\` names ${reason}`)];
  }
  const value = valueAt(document.data, path);
  const offset = issue.code === 'custom' ? issue.params?.['at'] : undefined;
  if (typeof offset === 'number' && typeof value === 'string')
    return [
      {
        message: sentence(`${name} ${predicate(issue, document.data)}`),
        ...document.originWithin(path, value, offset),
      },
    ];
  const part = document.data === undefined || lacks(document.data, path) ? 'key' : 'value';
  return [problem(document, path, part, `${name} ${predicate(issue, document.data)}`)];
}

function problem(document: ConfigDocument, path: Path, part: 'key' | 'value', message: string): Problem {
  return { message: sentence(message), ...document.origin(path, part) };
}

/** Of a union, the branch that was meant: the one that got furthest. */
function likeliest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue;
  const branches = issue.errors.flatMap(([first]) => (first ? [likeliest(first)] : []));
  const depth = (one: Issue) => one.path.length * 2 + (one.code === 'invalid_type' ? 0 : 1);
  const best = branches.toSorted((a, b) => depth(b) - depth(a))[0];
  // Where no branch got anywhere, the union's own words say what all of them want.
  const isLost = !best || (best.path.length === 0 && (best.code === 'invalid_type' || !isText(issue.input, best)));
  return isLost ? issue : { ...best, path: [...issue.path, ...best.path] };
}

function isText(input: unknown, issue: Issue): boolean {
  return issue.code !== 'invalid_value' || input === undefined || typeof input === 'string';
}

function predicate(issue: Issue, data: unknown): string {
  const value = valueAt(data, issue.path);
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? issue.expected}${butIs(value)}`;
    case 'invalid_value':
      return oneOf(issue.values.map(String), value);
    case 'too_small':
      return issue.origin === 'array' || issue.origin === 'string'
        ? 'must not be empty'
        : `must be at least ${issue.minimum}${butIs(value)}`;
    case 'too_big':
      return `must be at most ${issue.maximum}${butIs(value)}`;
    case 'invalid_union':
      return `${issue.message}${butIs(value)}`;
    default:
      if (issue.message.startsWith('must be ')) return `${issue.message}${butIs(value)}`;
      return /^(?:must|is) /.test(issue.message) ? issue.message : `is not right: ${issue.message.toLowerCase()}`;
  }
}

function butIs(value: unknown): string {
  if (value === undefined) return ', and is missing';
  return value === null ? ', and is empty' : `, not ${shown(value)}`;
}

function oneOf(values: readonly string[], value: unknown): string {
  const list = values.map((one) => `\`${one}\``);
  const choice = list.length === 1 ? list[0] : `one of ${list.slice(0, -1).join(', ')} and ${list.at(-1)}`;
  const meant = typeof value === 'string' ? nearest(value, values) : undefined;
  return `must be ${choice}${butIs(value)}${meant ? `; did you mean \`${meant}\`?` : ''}`;
}

function unknownKey(key: string, path: Path, { z, schema, names }: Explained): string {
  if (path.at(-1) === 'rules') {
    const meant = names.suggest(key);
    return `\`${key}\` is no rule; ${meant ? `did you mean \`${meant}\`?` : 'see `plimsoll rules` for the names'}`;
  }
  const keys = keysAt(z, schema, path);
  const meant = nearest(key, keys);
  const list = keys.map((one) => `\`${one}\``).join(', ');
  const remedy = keys.length === 0 ? 'remove it' : keys.length > 8 ? 'the guide lists them all' : `it has ${list}`;
  const inside = path.length === 0 ? 'the configuration' : `\`${written(path)}\``;
  return `\`${key}\` is no key of ${inside}; ${meant ? `did you mean \`${meant}\`?` : remedy}`;
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: '`true` or `false`',
  array: 'a list',
  tuple: 'a list',
  object: 'a map of keys and values',
  record: 'a map of keys and values',
};

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'this list';
  return typeof value === 'object' ? 'this map' : `\`${String(value).slice(0, 60)}\``;
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    data,
  );
}

function lacks(data: unknown, path: Path): boolean {
  return valueAt(data, path) === undefined;
}

/** `overrides[0].rules`, counted as programmers count. */
function written(path: Path): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  );
}

/** The keys that the schema knows at a path. */
function keysAt(z: typeof zod, schema: unknown, path: Path): readonly string[] {
  const [key, ...rest] = path;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return keysAt(z, schema.unwrap(), path);
  if (schema instanceof z.ZodUnion) {
    const found = schema.options.map((option) => keysAt(z, option, path));
    return found.find((keys) => keys.length > 0) ?? [];
  }
  if (schema instanceof z.ZodObject)
    return key === undefined ? Object.keys(schema.shape) : keysAt(z, schema.shape[String(key)], rest);
  if (key === undefined) return [];
  if (schema instanceof z.ZodArray) return keysAt(z, schema.element, rest);
  if (schema instanceof z.ZodRecord) return keysAt(z, schema.valueType, rest);
  if (schema instanceof z.ZodTuple) return keysAt(z, schema.def.items[Number(key)], rest);
  return [];
}
