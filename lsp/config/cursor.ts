/** Where in a configuration file the cursor stands: also in one that cannot be read yet, as it is being written. */

export type Path = readonly (string | number)[];

export interface Cursor {
  /** The keys and places in lists that lead to it; to the value, when a value is being written. */
  readonly path: Path;
  readonly writes: 'key' | 'value';
  /** What of the word is there already, quotes included. */
  readonly typed: string;
  /** Keys that stand beside it. */
  readonly beside: ReadonlySet<string>;
  /** Between brackets, or in JSON: commas are the writer's. */
  readonly flow: boolean;
}

export function cursorAt(text: string, offset: number): Cursor {
  if (/^\s*\{/.test(text)) return inBrackets(text.slice(0, offset));
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const above = text.slice(0, start).split(/\r?\n/).slice(0, -1);
  const line = readLine(text.slice(start, offset));
  const path = [...pathAbove(above, line), ...line.dashes.map(() => 0)];
  const plain = { beside: besideOf(text, start, line), flow: false } as const;
  if (line.key === undefined) return { ...plain, path, writes: 'key', typed: line.rest };
  const inside = [...path, line.key];
  if (!/^[[{]/.test(line.rest)) return { ...plain, path: inside, writes: 'value', typed: line.rest };
  const flow = inBrackets(line.rest);
  return { ...flow, path: [...inside, ...flow.path] };
}

interface Line {
  /** Columns of the dashes that begin it. */
  readonly dashes: readonly number[];
  /** The column of what comes first behind them. */
  readonly column: number;
  readonly key?: string;
  readonly rest: string;
}

const keyed = /^("(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'#[\]{},&*!|>%@`][^#]*?)\s*:(?:\s+(.*))?$/;

function readLine(text: string): Line {
  const dashes: number[] = [];
  let column = /^ */.exec(text)?.[0].length ?? 0;
  for (let dash = /^- */.exec(text.slice(column)); dash; dash = /^- */.exec(text.slice(column))) {
    if (dash[0] === '-' && text.length > column + 1) break;
    dashes.push(column);
    column += dash[0].length;
  }
  const [, key, rest = ''] = keyed.exec(text.slice(column)) ?? [];
  return key === undefined
    ? { dashes, column, rest: text.slice(column) }
    : { dashes, column, key: unquoted(key), rest };
}

function unquoted(text: string): string {
  return /^(["']).*\1$/s.test(text) ? text.slice(1, -1) : text;
}

/** Goes up to ever smaller columns: keys, and dashes, of which each is a place in a list. */
function pathAbove(above: readonly string[], { dashes, column }: Line): Path {
  const path: (string | number)[] = [];
  let from = dashes[0] ?? column;
  let isItem = dashes.length > 0;
  for (const text of above.toReversed()) {
    if (/^\s*(?:#|$)/.test(text)) continue;
    const line = readLine(text);
    if (line.key !== undefined && (line.column < from || (isItem && line.column === from))) {
      path.unshift(line.key);
      from = line.column;
      isItem = false;
    }
    for (const dash of line.dashes.toReversed()) {
      if (dash >= from) continue;
      path.unshift(0);
      from = dash;
      isItem = true;
    }
    if (from === 0 && !isItem) break;
  }
  return path;
}

/** Keys of the same column, up and down to where the map ends. */
function besideOf(text: string, start: number, { column, dashes }: Line): ReadonlySet<string> {
  const keys = new Set<string>();
  const look = (lines: readonly string[]) => {
    for (const one of lines) {
      if (/^\s*(?:#|$)/.test(one)) continue;
      const line = readLine(one);
      const first = line.dashes[0] ?? line.column;
      if (line.column === column && line.key !== undefined) keys.add(line.key);
      if (first < column) return;
    }
  };
  const end = text.indexOf('\n', start);
  if (dashes.length === 0) look(text.slice(0, start).split(/\r?\n/).slice(0, -1).toReversed());
  if (end !== -1)
    look(
      text
        .slice(end + 1)
        .split(/\r?\n/)
        .filter((one) => readLine(one).dashes.length === 0),
    );
  return keys;
}

interface Frame {
  readonly kind: 'map' | 'list';
  readonly keys: Set<string>;
  key?: string | undefined;
  index: number;
}

/** Reads brackets up to the cursor, which is at the end. */
function inBrackets(text: string): Cursor {
  const frames: Frame[] = [];
  let typed = '';
  const token = /"(?:[^"\\]|\\.)*"?|'[^']*'?|[{}[\],]|:(?=\s|$|["'[{])|\s+|(?:[^\s{}[\],:"']|:(?!\s|$|["'[{]))+/g;
  let word = '';
  for (const [piece] of text.matchAll(token)) {
    const top = frames.at(-1);
    typed = '';
    if (piece === '{' || piece === '[')
      frames.push({ kind: piece === '{' ? 'map' : 'list', keys: new Set(), index: 0 });
    else if (piece === '}' || piece === ']') frames.pop();
    else if (piece === ',' && top) {
      top.index++;
      top.key = undefined;
    } else if (piece === ':' && top) {
      top.key = unquoted(word);
      top.keys.add(top.key);
    } else if (piece.trim() !== '') {
      word = piece;
      typed = piece;
    }
  }
  const path = frames.flatMap(({ kind, key, index }): (string | number)[] =>
    kind === 'list' ? [index] : key === undefined ? [] : [key],
  );
  const top = frames.at(-1);
  const writes = top?.kind === 'map' && top.key === undefined ? 'key' : 'value';
  return { path, writes, typed, beside: top?.keys ?? new Set(), flow: true };
}
