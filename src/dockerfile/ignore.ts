/** `.dockerignore`, by the rules of the builder's own matcher, which are not those of `.gitignore`. */
import type { Span } from '../finding.ts';
import { compileGlob, type Glob, matchGlob } from './glob.ts';

/** One line that is a pattern. */
export interface IgnorePattern {
  readonly span: Span;
  /** As written, trimmed, `!` included. */
  readonly raw: string;
  /** Cleaned, relative, without `!`. */
  readonly path: string;
  /** `!`: what it matches is let in again. */
  readonly exception: boolean;
  /** `undefined`: the builder refuses it, and with it the file. */
  readonly glob: Glob | undefined;
}

export interface Ignore {
  readonly patterns: readonly IgnorePattern[];
  readonly hasExceptions: boolean;
  /** The pattern that decides about a path relative to the context, the last that matches it or a folder above it. */
  decidedBy(path: string): IgnorePattern | undefined;
  /** Whether a file is kept out of the context. */
  ignores(path: string): boolean;
}

export function parseIgnore(text: string): Ignore {
  const patterns: IgnorePattern[] = [];
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf('\n', from);
    const end = newline === -1 ? text.length : newline;
    const start = from === 0 && text.charCodeAt(0) === 0xfeff ? 1 : from;
    const pattern = readLine(text, start, end);
    if (pattern !== undefined) patterns.push(pattern);
    from = end + 1;
  }
  return makeIgnore(patterns);
}

function readLine(text: string, from: number, to: number): IgnorePattern | undefined {
  const line = text.slice(from, to);
  const raw = line.trim();
  if (line.startsWith('#') || raw === '') return undefined;
  const start = from + line.indexOf(raw);
  const exception = raw.startsWith('!');
  const body = exception ? raw.slice(1).trim() : raw;
  const cleaned = body === '' ? '' : cleanPath(body);
  const path = cleaned.length > 1 && cleaned.startsWith('/') ? cleaned.slice(1) : cleaned;
  return {
    span: { start, end: start + raw.length },
    raw,
    path,
    exception,
    glob: path === '' ? undefined : compileGlob(path),
  };
}

function makeIgnore(patterns: readonly IgnorePattern[]): Ignore {
  const decidedBy = (path: string): IgnorePattern | undefined => {
    const file = cleanPath(path).replace(/^\//, '');
    if (file === '.' || file === '') return undefined;
    let decided: IgnorePattern | undefined;
    let matched = false;
    const prefixes = foldersOf(file);
    for (const pattern of patterns) {
      if (pattern.exception !== matched || pattern.glob === undefined) continue;
      const { glob } = pattern;
      if (!prefixes.some((prefix) => matchGlob(glob, prefix))) continue;
      matched = !pattern.exception;
      decided = pattern;
    }
    return decided;
  };
  return {
    patterns,
    hasExceptions: patterns.some(({ exception }) => exception),
    decidedBy,
    ignores: (path) => decidedBy(path)?.exception === false,
  };
}

/** The path itself, then each folder above it, the highest first. */
function foldersOf(path: string): readonly string[] {
  const prefixes = [path];
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1))
    prefixes.push(path.slice(0, slash));
  return prefixes;
}

/** `filepath.Clean`. */
export function cleanPath(path: string): string {
  if (path === '') return '.';
  const rooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!rooted) parts.push('..');
  }
  const joined = parts.join('/');
  if (rooted) return `/${joined}`;
  return joined === '' ? '.' : joined;
}
