/** What can be done about a finding in an ignore file. */
import { type CodeAction, CodeActionKind, type CodeActionParams } from 'vscode-languageserver';
import { counts, type Edit, type Finding, type Fix, type Span } from '../../src/finding.ts';
import { applyEdits } from '../../src/fix/edits.ts';
import { Lines } from '../convert.ts';
import { findingsOf } from '../diagnose.ts';
import type { Judge, OpenDocument } from '../document.ts';
import type { Session } from '../session.ts';
import { wants } from './actions.ts';
import { type OtherFile, otherDiagnostics } from './diagnostics.ts';

/** The fixes of what is found in an ignore file, as it is on disk; one Dockerfile after the other is asked for some. */
export async function ignoreActions(session: Session, params: CodeActionParams): Promise<CodeAction[]> {
  const { uri } = params.textDocument;
  const { folders, encoding } = session.agreed;
  if (!wants(params.context, CodeActionKind.QuickFix)) return [];
  for (const document of session.documents) {
    const ignore = session.gathered.ignoreOf(document.uri, folders);
    // What is not saved yet was not judged: places in it may be others.
    if (ignore?.uri !== uri || (session.ignore(uri)?.text ?? ignore.text) !== ignore.text) continue;
    const other = { ...ignore, lines: new Lines(ignore.text, encoding) };
    const range = other.lines.span(params.range);
    const findings = (await findingsOf(session, document)).filter((finding) => isIn(other, finding, range));
    const judge = await session.judge(document);
    const actions = findings.flatMap((finding) => fixesOf(other, finding, { document, judge }));
    if (actions.length > 0) return actions;
  }
  return [];
}

function isIn({ file }: OtherFile, { place, suppressed }: Finding, range: Span): boolean {
  if (suppressed || place.kind !== 'file' || place.file !== file) return false;
  return place.span.start <= range.end && range.start <= place.span.end;
}

/** By what is known whether a fix ends its finding. */
interface Proof {
  readonly document: OpenDocument;
  readonly judge: Judge;
}

function fixesOf(other: OtherFile, finding: Finding, proof: Proof): CodeAction[] {
  return finding.fixes
    .filter((fix) => isOwn(other, fix) && ends(other, finding, fix.edits, proof))
    .map((fix) => ({
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      diagnostics: otherDiagnostics(other, [finding]),
      isPreferred: fix.safety === 'safe',
      edit: {
        changes: {
          [other.uri]: fix.edits.map(({ span, text }) => ({ range: other.lines.range(span), newText: text })),
        },
      },
    }));
}

function isOwn(other: OtherFile, { edits }: Fix): boolean {
  return edits.length > 0 && edits.every(({ file }) => file === other.file);
}

/** Judged with the ignore file as it would be, there is one of its rule less. */
function ends(other: OtherFile, { rule }: Finding, edits: readonly Edit[], { document, judge }: Proof): boolean {
  const { text, file } = document;
  const left = (ignore: string): number =>
    judge({ text, file, ignore }, rule).report.findings.filter((one) => one.rule === rule && counts(one)).length;
  return left(applyEdits(other.lines.text, edits)) < left(other.lines.text);
}
