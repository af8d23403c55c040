/** Where the lines of a Dockerfile stand in the build file that holds it. */
import type { Span } from '../../finding.ts';
import type { Origin } from '../origin.ts';

/** A place in a build file's text. */
export function originIn(text: string, file: string, span: Span): Origin {
  const before = text.slice(0, span.start);
  return { file, span, line: before.split('\n').length, column: span.start - before.lastIndexOf('\n') };
}

/**
 * From spans of the Dockerfile to spans of the build file, whose line at `from` announces it. A line that is written
 * otherwise there (`$$`, escapes) is meant as a whole; a text that is not written line by line, as what announces it.
 */
export function placedIn(source: string, from: Span, text: string): (span: Span) => Span {
  const lines = text.split('\n');
  const starts = startsOf(lines);
  const written = writtenBelow(source, from.start, lines);
  const at = (offset: number, side: 'start' | 'end'): number => {
    const line = Math.max(
      0,
      starts.findLastIndex((start) => start <= offset),
    );
    const found = written[line];
    if (!found) return from[side];
    if (found.indent === undefined) return found[side];
    return Math.min(found.end, found.start + found.indent + offset - (starts[line] ?? 0));
  };
  return ({ start, end }) => {
    const [first, last] = [at(start, 'start'), at(end, 'end')];
    return { start: first, end: Math.max(first, last) };
  };
}

function startsOf(lines: readonly string[]): readonly number[] {
  let at = 0;
  return lines.map((line) => {
    const start = at;
    at += line.length + 1;
    return start;
  });
}

interface Written extends Span {
  /** How far it is set in; absent where the line is written otherwise. */
  readonly indent: number | undefined;
}

/** None where the first line is not the one below. */
function writtenBelow(source: string, from: number, lines: readonly string[]): readonly Written[] {
  const written: Written[] = [];
  let start = lineAfter(source, from);
  for (const line of lines) {
    const next = lineAfter(source, start);
    const own = source.slice(start, next).replace(/\r?\n$/, '');
    const indent =
      own.endsWith(line) && own.slice(0, own.length - line.length).trim() === '' ? own.length - line.length : undefined;
    if (written.length === 0 && indent === undefined) return [];
    written.push({ start, end: start + own.length, indent });
    start = next;
  }
  return written;
}

function lineAfter(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}
