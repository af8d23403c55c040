/** YAML (and JSON, which is YAML) with the place of everything in it. */
import {
  type Alias,
  type Document,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import type { Problem, Result } from '../finding.ts';
import type { Origin } from './origin.ts';

export type Path = readonly PropertyKey[];

export interface ConfigDocument {
  readonly data: unknown;
  /** Where a value stands, or its key; for what is not there, where the nearest thing around it stands. */
  origin(path: Path, part?: 'key' | 'value'): Origin;
  /** Where a character of a text stands; the text's own place where it is written with escapes. */
  originWithin(path: Path, content: string, offset: number): Origin;
}

/** Reads a text. `at` is the part of it that matters: `plimsoll` of a package.json; `aliases` is how much of it may be `*name`. */
export function readDocument(
  text: string,
  file: string,
  { at = [], aliases = 100 }: { readonly at?: Path; readonly aliases?: number } = {},
): Result<ConfigDocument> {
  const lines = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, merge: true, lineCounter: lines, stringKeys: true });
  const placed = (start: number, end: number): Origin => {
    const { line, col } = lines.linePos(start);
    return { file, span: { start, end }, line, column: col };
  };
  const origin = (path: Path, part: 'key' | 'value' = 'value') => placed(...rangeOf(document, [...at, ...path], part));
  const originWithin = (path: Path, content: string, offset: number): Origin => {
    const [start, end] = rangeOf(document, [...at, ...path], 'value');
    const within = text.slice(start, end).indexOf(content);
    return placed(within < 0 ? start : start + within + offset, end);
  };
  const [error] = document.errors;
  if (error) return { ok: false, problem: malformed(error, file, lines) };
  try {
    const data: unknown = document.toJS({ maxAliasCount: aliases });
    // A value that holds itself has no end, and no configuration means it.
    JSON.stringify(data);
    return { ok: true, value: { data: at.reduce(child, data), origin, originWithin } };
  } catch {
    const message = `\`${file}\` uses an alias (\`*name\`) that names nothing, itself, or too much; write it out.`;
    const [start, end] = aliasRange(document);
    const { line, col } = lines.linePos(start);
    return { ok: false, problem: { message, file, span: { start, end }, line, column: col } };
  }
}

function child(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/** Where the alias stands that names nothing, or else the first one. */
function aliasRange(document: Document.Parsed): readonly [number, number] {
  const found: Alias[] = [];
  visit(document, { Alias: (_, alias) => void found.push(alias) });
  const alias = found.find((one) => one.resolve(document) === undefined) ?? found[0];
  return alias?.range ? [alias.range[0], alias.range[1]] : [0, 0];
}

function rangeOf(document: Document.Parsed, path: Path, part: 'key' | 'value'): readonly [number, number] {
  const parent = document.getIn(path.slice(0, -1), true);
  if (part === 'key' && isMap(parent)) {
    const key = parent.items.find((pair) => isScalar(pair.key) && pair.key.value === path.at(-1))?.key;
    if (isNode(key) && key.range) return [key.range[0], key.range[1]];
  }
  const node = document.getIn(path, true);
  if (isNode(node) && node.range) return [node.range[0], node.range[1]];
  return path.length === 0 ? [0, 0] : rangeOf(document, path.slice(0, -1), part);
}

const causes: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'this key is written twice; keep one',
  TAB_AS_INDENT: 'a tab indents this line; YAML wants spaces',
  BAD_INDENT: 'this line is indented unlike its neighbours, or a bracket is not closed',
  MISSING_CHAR: 'a closing quote or bracket is missing',
  MULTIPLE_DOCS: 'a second document begins here (`---`); keep one',
  BAD_SCALAR_START: 'this value begins with a character that YAML keeps for itself; put it in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'there is a second `: ` on this line; put the value in quotes',
  UNEXPECTED_TOKEN: 'this does not fit what stands before it; check the indentation',
  NON_STRING_KEY: 'this key is no text; put it in quotes',
};

function malformed(error: YAMLError, file: string, lines: LineCounter): Problem {
  const [start, end] = error.pos;
  const { line, col } = lines.linePos(start);
  const cause = causes[error.code] ?? 'this cannot be read as YAML';
  return { message: `\`${file}\` cannot be read: ${cause}.`, file, span: { start, end }, line, column: col };
}
