/** The wildcards of `.dockerignore` and COPY: `*`, `?`, `[a-z]`, backslash, and `**` for any number of folders. */

/** One step of a pattern. `folders` is any number of whole folders, and is followed by its own `within`. */
type Step =
  | { readonly kind: 'char'; readonly char: string }
  | { readonly kind: 'one' }
  | { readonly kind: 'some' }
  | { readonly kind: 'all' }
  | { readonly kind: 'folders' }
  | { readonly kind: 'within' }
  | { readonly kind: 'class'; readonly negated: boolean; readonly ranges: readonly (readonly [string, string])[] };

export interface Glob {
  readonly steps: readonly Step[];
  /** No wildcard in it. */
  readonly literal: string | undefined;
}

/** `undefined` when the builder would refuse the pattern. */
export function compileGlob(pattern: string): Glob | undefined {
  const chars = [...pattern];
  const steps: Step[] = [];
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at] ?? '';
    if (char === '*' && chars[at + 1] === '*') {
      at++;
      if (chars[at + 1] === '/') at++;
      // `**file` at the very start matches any path that ends so.
      const last = at + 1 >= chars.length;
      if (last || (steps.length === 0 && chars[at] !== '/')) steps.push({ kind: 'all' });
      else if (steps.at(-1)?.kind !== 'within') steps.push({ kind: 'folders' }, { kind: 'within' });
    } else if (char === '*') {
      if (steps.at(-1)?.kind !== 'some') steps.push({ kind: 'some' });
    } else if (char === '?') steps.push({ kind: 'one' });
    else if (char === '[') {
      const read = readClass(chars, at);
      if (read === undefined) return undefined;
      steps.push(read.step);
      at = read.end;
    } else {
      const literal = char === '\\' ? chars[++at] : char;
      if (literal === undefined) return undefined;
      steps.push({ kind: 'char', char: literal });
    }
  }
  const plain = steps.every(({ kind }) => kind === 'char');
  return { steps, literal: plain ? steps.map((step) => (step.kind === 'char' ? step.char : '')).join('') : undefined };
}

function readClass(chars: readonly string[], from: number): { step: Step; end: number } | undefined {
  let at = from + 1;
  const negated = chars[at] === '^';
  if (negated) at++;
  const ranges: [string, string][] = [];
  while (at < chars.length) {
    if (chars[at] === ']' && ranges.length > 0) return { step: { kind: 'class', negated, ranges }, end: at };
    const low = readClassChar(chars, at);
    if (low === undefined) return undefined;
    at = low.next;
    if (chars[at] !== '-') {
      ranges.push([low.char, low.char]);
      continue;
    }
    const high = readClassChar(chars, at + 1);
    if (high === undefined) return undefined;
    ranges.push([low.char, high.char]);
    at = high.next;
  }
  return undefined;
}

function readClassChar(chars: readonly string[], at: number): { char: string; next: number } | undefined {
  const char = chars[at];
  if (char === undefined || char === '-' || char === ']') return undefined;
  if (char !== '\\') return { char, next: at + 1 };
  const escaped = chars[at + 1];
  return escaped === undefined ? undefined : { char: escaped, next: at + 2 };
}

/** Whether the whole path matches, in time linear in pattern × path. */
export function matchGlob({ steps, literal }: Glob, path: string): boolean {
  if (literal !== undefined) return literal === path;
  let states = new Uint8Array(steps.length + 1);
  states[0] = 1;
  skipEmpty(states, steps);
  for (const char of path) {
    const next = new Uint8Array(steps.length + 1);
    for (const [at, step] of steps.entries()) if (states[at] === 1) advance(next, step, at, char);
    skipEmpty(next, steps);
    states = next;
  }
  return states[steps.length] === 1;
}

/** Steps that may match nothing are passed over. */
function skipEmpty(states: Uint8Array, steps: readonly Step[]): void {
  for (const [at, { kind }] of steps.entries()) {
    if (states[at] !== 1) continue;
    if (kind === 'some' || kind === 'all') states[at + 1] = 1;
    else if (kind === 'folders') {
      states[at + 1] = 1;
      states[at + 2] = 1;
    }
  }
}

function advance(next: Uint8Array, step: Step, at: number, char: string): void {
  switch (step.kind) {
    case 'char':
      if (step.char === char) next[at + 1] = 1;
      break;
    case 'one':
      if (char !== '/') next[at + 1] = 1;
      break;
    case 'some':
      if (char !== '/') next[at] = 1;
      break;
    case 'all':
      next[at] = 1;
      break;
    case 'within':
      next[at] = 1;
      if (char === '/') next[at + 1] = 1;
      break;
    case 'class': {
      const inside = step.ranges.some(([low, high]) => low <= char && char <= high);
      if (inside !== step.negated) next[at + 1] = 1;
      break;
    }
    case 'folders':
      break;
  }
}
