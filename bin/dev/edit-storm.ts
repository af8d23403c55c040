/** `node bin/dev/edit-storm.ts [edits]`: random edits on real-shaped files, every feature asked after each. test/lsp runs a short one. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic, TextDocumentContentChangeEvent } from 'vscode-languageserver';
import type { Lines } from '../../lsp/convert.ts';
import { type Judge, OpenDocument } from '../../lsp/document.ts';
import { codeActions } from '../../lsp/features/actions.ts';
import { completions } from '../../lsp/features/completion.ts';
import { diagnostics } from '../../lsp/features/diagnostics.ts';
import { foldingRanges } from '../../lsp/features/folding.ts';
import { format, formatOnType } from '../../lsp/features/format.ts';
import { hover } from '../../lsp/features/hover.ts';
import { inlayHints } from '../../lsp/features/inlays.ts';
import { references } from '../../lsp/features/references.ts';
import { selectionRanges } from '../../lsp/features/selection.ts';
import { signatureHelp } from '../../lsp/features/signature.ts';
import { documentSymbols } from '../../lsp/features/symbols.ts';
import { encode } from '../../lsp/features/tokens.ts';
import { judgeFor } from '../../lsp/judge.ts';
import { edited } from '../../lsp/session.ts';
import { outline } from '../../src/dockerfile/outline.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import { Scripts } from '../../src/dockerfile/scripts.ts';
import type { Finding, Report, Span } from '../../src/finding.ts';
import { applyEdits } from '../../src/fix/edits.ts';
import { mapThrough } from '../../src/fix/map.ts';

const pieces = [
  '\n',
  ' ',
  '\\\n',
  '"',
  "'",
  '$',
  '${',
  '}',
  '#',
  'RUN ',
  'FROM a AS b\n',
  '<<EOF\n',
  'EOF\n',
  '--mount=type=cache,target=/x ',
  '&& ',
  '[',
  ']',
  '\r\n',
  '\u{1f600}',
  '\t',
  'apt-get install curl',
  'COPY --from=b / /\n',
  'ARG X=1\n',
  'é',
];

export interface Storm {
  readonly edits: number;
  /** Sentences about what went wrong, with the text it went wrong on. */
  readonly faults: readonly string[];
}

/** A small generator of our own, so that a fault comes again with its seed. */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

export async function storm(texts: readonly string[], edits: number, seed: number): Promise<Storm> {
  const { judge } = await judgeFor('untitled:Dockerfile', { today: '2026-01-01' });
  const pick = random(seed);
  const faults: string[] = [];
  let document = open(texts[0] ?? '', 1);
  for (let count = 0; count < edits && faults.length < 5; count++) {
    if (count % 200 === 0) document = open(texts[pick(texts.length)] ?? '', count + 1);
    const start = pick(document.text.length + 1);
    const end = pick(4) === 0 ? Math.min(document.text.length, start + pick(40)) : start;
    const text = pick(5) === 0 ? '' : (pieces[pick(pieces.length)] ?? '');
    const whole = document.text.slice(0, start) + text + document.text.slice(end);
    const change: TextDocumentContentChangeEvent = { range: document.lines.range({ start, end }), text };
    const now = edited(document, [change]);
    if (now !== expected(document, { start, end }, text, whole))
      faults.push(`An edit gave another text than it says:\n${document.text}`);
    document = open(now, count + 2, document);
    try {
      const report = document.report(judge);
      if (count % 5 === 0) faults.push(...staleFaults(document, report, judge));
      faults.push(...ask(document, { findings: report.findings, judge, pick }));
    } catch (error) {
      faults.push(`${error instanceof Error ? error.stack : String(error)}\n${document.text}`);
    }
  }
  return { edits, faults };
}

/** A position inside of `\r\n` means the end of its line: such an edit says another thing than its offsets. */
function expected(
  document: OpenDocument,
  { start, end }: { start: number; end: number },
  text: string,
  whole: string,
): string {
  const from = document.lines.offset(document.lines.position(start));
  const to = document.lines.offset(document.lines.position(end));
  return from === start && to === end ? whole : document.text.slice(0, from) + text + document.text.slice(to);
}

function open(text: string, version: number, before?: OpenDocument): OpenDocument {
  const scripts = before?.retire() ?? new Scripts();
  return new OpenDocument('untitled:Dockerfile', version, { text, encoding: 'utf-16', file: 'Dockerfile', scripts });
}

/** What a version takes over from the one before changes nothing of what is found. */
function staleFaults({ text, file }: OpenDocument, report: Report, judge: Judge): string[] {
  const afresh = judge({ text, file }).report;
  return JSON.stringify(report) === JSON.stringify(afresh) ? [] : [`Judged afresh, this says something else:\n${text}`];
}

/** What an edit is judged by. */
interface Weather {
  readonly findings: readonly Finding[];
  readonly judge: Judge;
  readonly pick: (below: number) => number;
}

function ask(document: OpenDocument, weather: Weather): string[] {
  const { findings, pick } = weather;
  const position = document.lines.position(pick(document.text.length + 1));
  const all = { start: { line: 0, character: 0 }, end: document.lines.position(document.text.length) };
  const found = diagnostics(document, findings);
  hover(document, position, { findings, rule: () => undefined });
  completions(document, position, { rules: [] });
  signatureHelp(document, position);
  references(document, position, true);
  selectionRanges(document, [position]);
  const ranges = [
    ...found.map(({ range }) => range),
    ...foldingRanges(document).map(({ startLine, endLine }) => ({
      start: { line: startLine, character: 0 },
      end: { line: endLine, character: 0 },
    })),
    ...documentSymbols(document).flatMap(({ range, selectionRange }) => [range, selectionRange]),
    ...format(document, { tabSize: 2, insertSpaces: true }).map(({ range }) => range),
    ...formatOnType(document, position, { tabSize: 2, insertSpaces: true }).map(({ range }) => range),
    ...inlayHints(document, all).map(({ position: at }) => ({ start: at, end: at })),
  ];
  encode(document);
  const outside = ranges.filter(
    ({ end }) => end.line >= document.lines.count || document.lines.offset(end) > document.text.length,
  );
  return [
    ...outside.map((range) => `A range lies outside of the text: ${JSON.stringify(range)}\n${document.text}`),
    ...formatFaults(document),
    ...fixFaults(document, found, weather),
  ];
}

/** Formatting, whole and as one types, changes no word. */
function formatFaults(document: OpenDocument): string[] {
  const options = { tabSize: 4, insertSpaces: true };
  const last = document.lines.position(document.text.length);
  return [format(document, options), formatOnType(document, last, options)].flatMap((edits) => {
    const after = applyEdits(
      document.text,
      edits.map(({ range, newText }) => ({ span: document.lines.span(range), text: newText })),
    );
    return saidBy(after) === saidBy(document.text)
      ? []
      : [`Formatting changes what is said by\n${document.text}\n---\n${after}`];
  });
}

function saidBy(text: string): string {
  const { faults, instructions } = outline(parse(text, { file: 'Dockerfile' }));
  const said = instructions.map(({ keyword, parts }) => [
    keyword,
    ...parts.map((part) => part.text.replaceAll(/[ \t]+/g, ' ')),
  ]);
  return JSON.stringify([faults, said]);
}

/** Every action's edit applies, and leaves fewer findings of its rule at its place than there were. */
function fixFaults(document: OpenDocument, found: readonly Diagnostic[], { findings, judge, pick }: Weather): string[] {
  const diagnostic = found[pick(Math.max(1, found.length))];
  if (!diagnostic) return [];
  const asked = {
    textDocument: { uri: document.uri },
    range: diagnostic.range,
    context: { diagnostics: [diagnostic] },
  };
  const actions = codeActions(document, asked, { findings, judge, resolves: false });
  return actions.flatMap(({ title, edit, diagnostics: about = [] }) => {
    const edits = (edit?.changes?.[document.uri] ?? []).map(({ range, newText }) => ({
      span: document.lines.span(range),
      text: newText,
    }));
    const after = open(applyEdits(document.text, edits), document.version);
    if (after.text === document.text) return [`"${title}" changes nothing on\n${document.text}`];
    const left = diagnostics(after, after.report(judge).findings);
    const moved = mapThrough(edits);
    const stays = about.some(({ range, code }) => {
      const at = moved.map(document.lines.span(range));
      const here = (lines: Lines, span: Span) => (one: Diagnostic) =>
        one.code === code && meets(lines.span(one.range), span);
      const before = found.filter(here(document.lines, document.lines.span(range))).length;
      return at.end > at.start && left.filter(here(after.lines, at)).length >= before;
    });
    return stays
      ? [`"${title}" leaves its diagnostic (${about[0]?.code}) on\n${document.text}\n---\n${after.text}`]
      : [];
  });
}

function meets(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** The Dockerfiles of the fixtures: small, and of every shape. */
export function fixtureTexts(): readonly string[] {
  const root = 'fixtures/dockerfiles';
  return readdirSync(root).map((name) => readFileSync(join(root, name, 'Dockerfile'), 'utf8'));
}

if (import.meta.main) {
  const edits = Number(process.argv[2] ?? 10_000);
  const { faults } = await storm(fixtureTexts(), edits, 7);
  process.stdout.write(`${edits} edits, ${faults.length} faults\n${faults.join('\n\n')}\n`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
