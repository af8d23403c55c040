/** What can be done about a finding: its fixes, every fix of its rule, silencing it. */
import { type CodeAction, CodeActionKind, type CodeActionParams, type TextEdit } from 'vscode-languageserver';
import { instructionAt } from '../../src/dockerfile/at.ts';
import type { Edit, Finding, Fix } from '../../src/finding.ts';
import type { OpenDocument } from '../document.ts';
import { diagnostics, touching } from './diagnostics.ts';

export const fixAllKind = `${CodeActionKind.SourceFixAll}.plimsoll`;

/** Quick fixes for the findings that touch the range, and the fix of everything. */
export function codeActions(
  document: OpenDocument,
  findings: readonly Finding[],
  { range, context }: CodeActionParams,
): CodeAction[] {
  const here = touching(document, findings, range);
  const actions: CodeAction[] = [];
  if (wants(context, CodeActionKind.QuickFix)) {
    for (const finding of here) {
      actions.push(...fixActions(document, finding));
      actions.push(...sameRule(document, finding, findings));
      actions.push(...silencing(document, finding));
    }
  }
  if (wants(context, fixAllKind)) actions.push(...fixAll(document, findings));
  return actions;
}

/** Whether the client asks for this kind, or for all. */
export function wants({ only }: CodeActionParams['context'], kind: string): boolean {
  return !only || only.some((asked) => kind === asked || kind.startsWith(`${asked}.`));
}

function fixActions(document: OpenDocument, finding: Finding): CodeAction[] {
  return finding.fixes
    .filter((fix) => fix.edits.length > 0 && own(document, fix))
    .toSorted((a, b) => safetyRank(b) - safetyRank(a))
    .map((fix, index) => ({
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      diagnostics: diagnostics(document, [finding]),
      isPreferred: index === 0 && fix.safety === 'safe',
      edit: { changes: { [document.uri]: textEdits(document, fix.edits) } },
    }));
}

function safetyRank({ safety }: Fix): number {
  return ['manual', 'unsafe', 'safe'].indexOf(safety);
}

function own(document: OpenDocument, { edits }: Fix): boolean {
  return edits.every(({ file }) => file === undefined || file === document.file);
}

/** Every safe fix of one rule, where it has more than one finding. */
function sameRule(document: OpenDocument, { rule, fixes }: Finding, findings: readonly Finding[]): CodeAction[] {
  const alike = findings.filter((finding) => finding.rule === rule && !finding.suppressed);
  const first = fixes[0];
  if (alike.length < 2 || !first || first.edits.length === 0) return [];
  const edits = withoutOverlap(
    alike.flatMap((finding) => (finding.fixes[0]?.safety === first.safety ? finding.fixes[0].edits : [])),
  );
  return [
    {
      title: `Fix all ${alike.length} findings of ${rule} in this file`,
      kind: CodeActionKind.QuickFix,
      diagnostics: diagnostics(document, alike),
      edit: { changes: { [document.uri]: textEdits(document, edits) } },
    },
  ];
}

function fixAll(document: OpenDocument, findings: readonly Finding[]): CodeAction[] {
  const edits = withoutOverlap(
    findings.flatMap((finding) => {
      const fix = finding.suppressed ? undefined : finding.fixes.find(({ safety }) => safety === 'safe');
      return fix && own(document, fix) ? fix.edits : [];
    }),
  );
  if (edits.length === 0) return [];
  return [
    {
      title: 'Apply every safe fix of Plimsoll',
      kind: fixAllKind,
      edit: { changes: { [document.uri]: textEdits(document, edits) } },
    },
  ];
}

/** The first of edits that overlap stands; the others come with the next run. */
function withoutOverlap(edits: readonly Edit[]): readonly Edit[] {
  const kept: Edit[] = [];
  let from = -1;
  for (const edit of edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)) {
    if (edit.span.start < from) continue;
    kept.push(edit);
    from = Math.max(edit.span.end, edit.span.start + 1);
  }
  return kept;
}

function textEdits(document: OpenDocument, edits: readonly Edit[]): TextEdit[] {
  return edits.map(({ span, text }) => ({ range: document.lines.range(span), newText: text }));
}

/** A comment above the instruction, its stage, or the file; the reason is left to be written. */
function silencing(document: OpenDocument, finding: Finding): CodeAction[] {
  if (finding.place.kind !== 'dockerfile') return [];
  const instruction = instructionAt(document.dockerfile, finding.place.span.start);
  const stage = instruction?.stage;
  const at = (title: string, offset: number, word: string): CodeAction => ({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: diagnostics(document, [finding]),
    edit: {
      changes: { [document.uri]: [commentAt(document, offset, `# plimsoll ${word}=${finding.rule} TODO: say why`)] },
    },
  });
  return [
    ...(instruction ? [at(`Silence ${finding.rule} for this instruction`, instruction.span.start, 'ignore')] : []),
    ...(stage ? [at(`Silence ${finding.rule} for this stage`, stage.from.span.start, 'ignore-stage')] : []),
    at(`Silence ${finding.rule} in this file`, afterDirectives(document), 'ignore-file'),
  ];
}

function afterDirectives({ dockerfile, lines }: OpenDocument): number {
  const last = dockerfile.directives.at(-1);
  return last ? lines.line(lines.position(last.span.end).line + 1).start : 0;
}

function commentAt(document: OpenDocument, offset: number, comment: string): TextEdit {
  const { line } = document.lines.position(offset);
  const { start } = document.lines.line(line);
  const ending = document.text.includes('\r\n') ? '\r\n' : '\n';
  const where = document.lines.position(start);
  return { range: { start: where, end: where }, newText: `${comment}${ending}` };
}
