/** The shell-like patterns of `${x#p}`, `${x%p}` and `${x/p/r}`: `*`, `?`, and backslash for these and itself. */

/** A pattern as a list: `*` as `true`, `?` as `false`, anything else as the character itself; `undefined` when an escape is not allowed. */
type Token = string | boolean;

function tokens(pattern: string): Token[] | undefined {
  const list: Token[] = [];
  const chars = [...pattern];
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at] ?? '';
    if (char === '*') list.push(true);
    else if (char === '?') list.push(false);
    else if (char !== '\\') list.push(char);
    else {
      const next = chars[++at] ?? '';
      if (next !== '*' && next !== '?' && next !== '\\' && next !== '}' && next !== '/') return undefined;
      list.push(next);
    }
  }
  return list;
}

/** Whether the builder takes it as a pattern. */
export function isPattern(pattern: string): boolean {
  return tokens(pattern) !== undefined;
}

/** Above this many steps a match is given up, and the value is unknown. */
const STEPS = 1 << 20;

/** The ends of matches that start at `from`, shortest and longest, by a set of positions in the pattern; -1 for none. */
function matchAt(
  value: readonly string[],
  from: number,
  list: readonly Token[],
): { shortest: number; longest: number } {
  let states = closure(new Set([0]), list);
  let shortest = -1;
  let longest = -1;
  for (let at = from; ; at++) {
    if (states.has(list.length)) {
      if (shortest === -1) shortest = at;
      longest = at;
    }
    if (at >= value.length || states.size === 0) return { shortest, longest };
    const next = new Set<number>();
    for (const state of states) {
      const token = list[state];
      if (token === true) next.add(state);
      else if (token === false ? value[at] !== '\n' : token === value[at]) next.add(state + 1);
    }
    states = closure(next, list);
  }
}

function closure(states: Set<number>, list: readonly Token[]): Set<number> {
  for (const state of states) if (list[state] === true) states.add(state + 1);
  return states;
}

/** The value without what the pattern matches at its start or end; `undefined`, unknown, when it is no pattern or the work too much. */
export function trimPattern(
  value: string,
  pattern: string,
  { end, longest }: { end: boolean; longest: boolean },
): string | undefined {
  const list = tokens(pattern);
  if (list === undefined || (value.length + 1) * (list.length + 1) > STEPS) return undefined;
  const chars = [...value];
  if (end) {
    chars.reverse();
    list.reverse();
  }
  const match = matchAt(chars, 0, list);
  const length = longest ? match.longest : match.shortest;
  if (length === -1) return value;
  const rest = chars.slice(length);
  if (end) rest.reverse();
  return rest.join('');
}

/** The value with the first or every match of the pattern replaced; always the longest match; `undefined` as above. */
export function replacePattern(value: string, pattern: string, replacement: string, all: boolean): string | undefined {
  const list = tokens(pattern);
  if (list === undefined || (value.length + 1) * (value.length + 1) * (list.length + 1) > STEPS) return undefined;
  const chars = [...value];
  const out: string[] = [];
  let at = 0;
  while (at <= chars.length) {
    const { longest } = matchAt(chars, at, list);
    if (longest === -1 || (longest === at && at > 0 && !all)) out.push(chars[at++] ?? '');
    else {
      out.push(replacement);
      if (!all) return out.join('') + chars.slice(longest).join('');
      if (longest === at) out.push(chars[at++] ?? '');
      else at = longest;
    }
  }
  return out.join('');
}
