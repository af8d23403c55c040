/** What can be done about a finding: its fixes, every fix of its rule, silencing it. What does not end it is not offered. */
import { type CodeAction, CodeActionKind, type CodeActionParams, type TextEdit } from 'vscode-languageserver';
import { instructionAt } from '../../src/dockerfile/at.ts';
import { counts, type Edit, type Finding, type Fix } from '../../src/finding.ts';
import type { Judge, OpenDocument } from '../document.ts';
import { diagnostics, touching } from './diagnostics.ts';
import { mended } from './mend.ts';
import { ended } from './proof.ts';

export const fixAllKind = `${CodeActionKind.SourceFixAll}.plimsoll`;

export interface ActionFacts {
  readonly findings: readonly Finding[];
  readonly judge: Judge;
  /** The client asks again for the edit of an action that it wants: what takes long is left until then. */
  readonly resolves: boolean;
}

/** Quick fixes for the findings that touch the range, and the fix of everything. */
export function codeActions(document: OpenDocument, params: CodeActionParams, facts: ActionFacts): CodeAction[] {
  const { findings } = facts;
  const here = touching(document, findings, params.range);
  const quick = wants(params.context, CodeActionKind.QuickFix)
    ? here.flatMap((finding) => [
        ...fixActions(document, finding, facts),
        ...sameRule(document, finding, facts),
        ...silencing(document, finding, facts),
      ])
    : [];
  return wants(params.context, fixAllKind) ? [...quick, ...fixAll(document, facts)] : quick;
}

/** Whether the client asks for this kind, or for all. */
export function wants({ only }: CodeActionParams['context'], kind: string): boolean {
  return !only || only.some((asked) => kind === asked || kind.startsWith(`${asked}.`));
}

function fixActions(document: OpenDocument, finding: Finding, { judge }: ActionFacts): CodeAction[] {
  return finding.fixes
    .filter(
      (fix) => isOwn(document, fix) && ended(document, { findings: [finding], edits: fix.edits }, judge).length > 0,
    )
    .toSorted((a, b) => safetyRank(b) - safetyRank(a))
    .map((fix, index) => ({
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      diagnostics: diagnostics(document, [finding]),
      isPreferred: index === 0 && fix.safety === 'safe',
      edit: workspaceEdit(document, fix.edits),
    }));
}

function safetyRank({ safety }: Fix): number {
  return ['manual', 'unsafe', 'safe'].indexOf(safety);
}

function isOwn(document: OpenDocument, { edits }: Fix): boolean {
  return edits.length > 0 && edits.every(({ file }) => file === undefined || file === document.file);
}

/** More than these are not mended by one keystroke. */
const MANY = 500;

/** Every such fix of one rule, where it ends more than one finding. */
function sameRule(document: OpenDocument, finding: Finding, { findings, judge }: ActionFacts): CodeAction[] {
  const { rule, fixes } = finding;
  const alike = findings.filter((other) => other.rule === rule && counts(other));
  const safety = fixes[0]?.safety;
  if (alike.length < 2 || alike.length > MANY || safety === undefined || safety === 'manual') return [];
  const edits = mended(document, { judge, rule, allow: safety });
  const gone = ended(document, { findings: alike, edits }, judge);
  if (gone.length < 2) return [];
  return [
    {
      title: `Fix ${gone.length === alike.length ? `all ${gone.length}` : gone.length} findings of ${rule} in this file`,
      kind: CodeActionKind.QuickFix,
      diagnostics: diagnostics(document, gone),
      edit: workspaceEdit(document, edits),
    },
  ];
}

/** What an action without an edit is resolved by. */
export interface ActionData {
  readonly uri: string;
}

function fixAll(document: OpenDocument, { findings, judge, resolves }: ActionFacts): CodeAction[] {
  const isMendable = (finding: Finding) => counts(finding) && finding.fixes.some(({ safety }) => safety === 'safe');
  if (!findings.some(isMendable)) return [];
  const action = { title: 'Apply every safe fix of Plimsoll', kind: fixAllKind };
  const data: ActionData = { uri: document.uri };
  if (resolves) return [{ ...action, data }];
  const edits = mended(document, { judge, allow: 'safe' });
  return edits.length === 0 ? [] : [{ ...action, edit: workspaceEdit(document, edits) }];
}

/** The action with its edit: of the text as it is by now. */
export function resolveAction(document: OpenDocument, action: CodeAction, judge: Judge): CodeAction {
  return { ...action, edit: workspaceEdit(document, mended(document, { judge, allow: 'safe' })) };
}

function workspaceEdit({ uri, lines }: OpenDocument, edits: readonly Edit[]): { changes: Record<string, TextEdit[]> } {
  return { changes: { [uri]: edits.map(({ span, text }) => ({ range: lines.range(span), newText: text })) } };
}

/** A comment above the instruction, its stage, or the file; the reason is left to be written. */
function silencing(document: OpenDocument, finding: Finding, { judge }: ActionFacts): CodeAction[] {
  if (finding.place.kind !== 'dockerfile') return [];
  const { rule } = finding;
  const instruction = instructionAt(document.dockerfile, finding.place.span.start);
  const stage = instruction?.stage;
  const places: readonly (readonly [string, number | undefined, string])[] = [
    ['for this instruction', instruction?.span.start, 'ignore'],
    ['for this stage', stage?.from.span.start, 'ignore-stage'],
    ['in this file', afterDirectives(document), 'ignore-file'],
  ];
  return places.flatMap(([reach, offset, word]): CodeAction[] => {
    if (offset === undefined) return [];
    const edits = [commentAt(document, offset, `# plimsoll ${word}=${rule} TODO: say why`)];
    if (ended(document, { findings: [finding], edits }, judge).length === 0) return [];
    return [
      {
        title: `Silence ${rule} ${reach}`,
        kind: CodeActionKind.QuickFix,
        diagnostics: diagnostics(document, [finding]),
        edit: workspaceEdit(document, edits),
      },
    ];
  });
}

function afterDirectives({ dockerfile, lines }: OpenDocument): number {
  const last = dockerfile.directives.at(-1);
  return last ? lines.line(lines.position(last.span.end).line + 1).start : 0;
}

/** On a line of its own, above the one that holds the offset. */
function commentAt({ lines, text }: OpenDocument, offset: number, comment: string): Edit {
  const { start } = lines.line(lines.position(offset).line);
  const ending = text.includes('\r\n') ? '\r\n' : '\n';
  return { span: { start, end: start }, text: `${comment}${ending}` };
}
