/** Formatting with few opinions: keyword case, one space, continuation indentation, no blanks at line ends. The parsed model stays the same. */
import type { FormattingOptions, Position, Range, TextEdit } from 'vscode-languageserver';
import { instructionAt } from '../../src/dockerfile/at.ts';
import type { Dockerfile, Instruction } from '../../src/dockerfile/model.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import type { Span } from '../../src/finding.ts';
import type { OpenDocument } from '../document.ts';
import { continues } from './place.ts';

interface Replacement {
  readonly span: Span;
  readonly text: string;
}

/** The edits of the whole file, or of the instructions that touch a range. */
export function format(document: OpenDocument, options: FormattingOptions, range?: Range): TextEdit[] {
  const wanted = range && document.lines.span(range);
  const touched = document.dockerfile.instructions.filter(
    ({ span }) => !wanted || (span.start <= wanted.end && wanted.start <= span.end),
  );
  const all = touched.map((instruction) => instructionEdits(document, instruction, options));
  const edits = keepsModel(document, all.flat()) ? all.flat() : all.filter((own) => keepsModel(document, own)).flat();
  return edits.map(({ span, text }) => ({ range: document.lines.range(span), newText: text }));
}

/** After a line break: the instruction above is formatted when it is done, and its next line indented when it goes on. */
export function formatOnType(document: OpenDocument, position: Position, options: FormattingOptions): TextEdit[] {
  const { lines, text } = document;
  const { line } = position;
  if (line === 0) return [];
  const above = lines.range(lines.line(line - 1));
  if (!continues(document, line)) return format(document, options, above);
  const span = lines.line(line);
  const instruction = instructionAt(document.dockerfile, lines.line(line - 1).start);
  if (!instruction || instruction.heredocs.length > 0 || !isBetweenWords(instruction, span.start)) return [];
  const leading = /^[ \t]*/.exec(text.slice(span.start, span.end))?.[0] ?? '';
  const indent = indentOf(options);
  const edit = { span: { start: span.start, end: span.start + leading.length }, text: indent };
  return leading.length < indent.length && keepsModel(document, [edit])
    ? [{ range: lines.range(edit.span), newText: indent }]
    : [];
}

function indentOf({ tabSize, insertSpaces }: FormattingOptions): string {
  return insertSpaces ? ' '.repeat(tabSize) : '\t';
}

function instructionEdits(document: OpenDocument, instruction: Instruction, options: FormattingOptions): Replacement[] {
  return [...keywordEdits(document, instruction), ...continuationEdits(document, instruction, options)].filter(
    ({ span, text }) => document.text.slice(span.start, span.end) !== text,
  );
}

/** Upper case, at the line's start, one blank behind it. */
function keywordEdits(
  { text, lines }: OpenDocument,
  { keywordSpan, argsSpan, flags, keyword, kind }: Instruction,
): Replacement[] {
  if (kind === 'unknown') return [];
  const { start } = lines.line(lines.position(keywordSpan.start).line);
  const indent = text.slice(start, keywordSpan.start);
  const edits: Replacement[] = [{ span: keywordSpan, text: keyword }];
  if (/^[ \t]+$/.test(indent)) edits.push({ span: { start, end: keywordSpan.start }, text: '' });
  const next = flags[0]?.span.start ?? argsSpan.start;
  const gap = { start: keywordSpan.end, end: next };
  if (/^[ \t]{2,}$/.test(text.slice(gap.start, gap.end))) edits.push({ span: gap, text: ' ' });
  return edits;
}

/** Lines that continue an instruction are indented alike, unless they are deeper; heredocs are left alone. */
function continuationEdits(
  { text, lines }: OpenDocument,
  instruction: Instruction,
  options: FormattingOptions,
): Replacement[] {
  const indent = indentOf(options);
  const first = lines.position(instruction.span.start).line;
  const end = Math.min(instruction.span.end, ...instruction.heredocs.map(({ bodySpan }) => bodySpan.start - 1));
  const last = lines.position(end).line;
  const edits: Replacement[] = [];
  for (let line = first; line <= last; line++) {
    const span = lines.line(line);
    const written = text.slice(span.start, span.end);
    const trailing = /[ \t]+$/.exec(written);
    if (trailing && trailing[0].length < written.length)
      edits.push({ span: { start: span.end - trailing[0].length, end: span.end }, text: '' });
    const leading = /^[ \t]*/.exec(written)?.[0] ?? '';
    const inside = leading.length < written.length && !written.trimStart().startsWith('#');
    if (line > first && inside && leading.length < indent.length && isBetweenWords(instruction, span.start))
      edits.push({ span: { start: span.start, end: span.start + leading.length }, text: indent });
  }
  return edits;
}

/** Blanks inside of a word are a part of it. */
function isBetweenWords(instruction: Instruction, offset: number): boolean {
  const inside = ({ span }: { readonly span: Span }) => span.start < offset && offset < span.end;
  if (!('script' in instruction) || !instruction.script) return !instruction.words.some(inside);
  const { parsed, commands } = instruction.script;
  const words = commands.flatMap(({ nameWord, args, assignments }) => [
    ...(nameWord ? [nameWord] : []),
    ...args,
    ...assignments,
  ]);
  return parsed && !words.some(inside);
}

/** The last word: what the file means is the same afterwards. */
function keepsModel({ text, dockerfile, file }: OpenDocument, edits: readonly Replacement[]): boolean {
  if (edits.length === 0) return true;
  return meaning(parse(apply(text, edits), { file })) === meaning(dockerfile);
}

function apply(text: string, edits: readonly Replacement[]): string {
  let out = '';
  let from = 0;
  for (const edit of edits.toSorted((a, b) => a.span.start - b.span.start)) {
    out += text.slice(from, edit.span.start) + edit.text;
    from = edit.span.end;
  }
  return out + text.slice(from);
}

function meaning({ instructions }: Dockerfile): string {
  return JSON.stringify(
    instructions.map(({ keyword, words, flags, heredocs }) => [
      keyword,
      words.map((word) => [word.raw.replaceAll(/[ \t]+/g, ' '), word.text?.replaceAll(/[ \t]+/g, ' ')]),
      flags.map(({ name, value }) => [name, value?.raw]),
      heredocs.map(({ name, body }) => [name, body]),
    ]),
  );
}
