/** Edits that keep what they do not change: formatting, comments, line endings. */
import type { Edit, Fix, Span } from '../finding.ts';
import type { Dockerfile, Flag, Instruction } from './model.ts';

/** The line ending this file uses. */
export function newline({ text }: Dockerfile): string {
  const at = text.indexOf('\n');
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n';
}

/** A flag and the blanks up to what follows it; of a comment in between, nothing is touched. */
export function removeFlag({ text }: Dockerfile, { flags, argsSpan }: Instruction, flag: Flag): Edit {
  const next = flags[flags.indexOf(flag) + 1]?.span.start ?? argsSpan.start;
  const between = text.slice(flag.span.end, next);
  return { span: { start: flag.span.start, end: between.includes('#') ? flag.span.end : next }, text: '' };
}

/** A new flag in front of the others. */
export function addFlag({ flags, argsSpan }: Instruction, flag: string): Edit {
  const start = flags[0]?.span.start ?? argsSpan.start;
  return { span: { start, end: start }, text: `${flag} ` };
}

/** The whole lines of an instruction, the last ending included. */
export function removeInstruction(file: Dockerfile, { span }: Instruction): Edit {
  return { span: wholeLines(file, span), text: '' };
}

function wholeLines({ lines, text }: Dockerfile, span: Span): Span {
  const start = lines.span(lines.position(span.start).line).start;
  const last = lines.position(span.end).line;
  if (last < lines.count) return { start, end: lines.span(last + 1).start };
  const before = text.slice(0, start).replace(/\r?\n$/, '').length;
  return { start: before, end: text.length };
}

/** A line of its own above an instruction, indented as it is. */
export function insertAbove(file: Dockerfile, { keywordSpan: { start } }: Instruction, line: string): Edit {
  const from = file.lines.span(file.lines.position(start).line).start;
  return { span: { start, end: start }, text: `${line}${newline(file)}${file.text.slice(from, start)}` };
}

/** A line of its own below an instruction. */
export function insertBelow(file: Dockerfile, { span: { end } }: Instruction, line: string): Edit {
  return { span: { start: end, end }, text: `${newline(file)}${line}` };
}

/** A fix of one edit. */
export function fix(title: string, safety: Fix['safety'], ...edits: readonly Edit[]): Fix {
  return { title, safety, edits };
}
