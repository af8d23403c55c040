/** Diagnostics: pushed, or given when asked for. */
import { setImmediate } from 'node:timers/promises';
import type { Connection, Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver';
import type { Finding } from '../src/finding.ts';
import { hash } from '../src/refine/hash.ts';
import { answer } from './answer.ts';
import type { ConfigDocument } from './config/documents.ts';
import { Lines } from './convert.ts';
import { OpenDocument } from './document.ts';
import { diagnostics, otherDiagnostics, uncheckedDiagnostics } from './features/diagnostics.ts';
import { imageDiagnostics } from './features/image.ts';
import type { BuiltImage } from './image-report.ts';
import type { Session } from './session.ts';
import type { WorkspaceDiagnostics } from './workspace.ts';

/** For clients that do not ask. Of versions that follow each other at once only the last is judged. */
export async function push(session: Session, uri: string): Promise<void> {
  if (session.agreed.pulls || session.pending.has(uri)) return;
  session.pending.add(uri);
  for (let seen: OpenDocument | ConfigDocument | undefined; seen !== (session.document(uri) ?? session.config(uri)); ) {
    seen = session.document(uri) ?? session.config(uri);
    // Messages are taken one in a turn: the next one's is not before the second.
    await setImmediate();
    await setImmediate();
  }
  session.pending.delete(uri);
  const document = session.document(uri) ?? session.config(uri);
  if (!document) return;
  const fallback: Diagnostic[] = [];
  const items = await (document instanceof OpenDocument
    ? answer(session, { uri, fallback }, (newest) => allDiagnostics(session, newest))
    : document.diagnostics(session.agreed.trusted));
  // A newer version is judged by its own change.
  if (document !== (session.document(uri) ?? session.config(uri))) return;
  await session.connection.sendDiagnostics({ uri, version: document.version, diagnostics: items });
  if (!(document instanceof OpenDocument)) return;
  await pushBeside(session, document);
  await gatherFor(session, document);
}

/** What is found in a file beside it; taken back when that is another one, or none. */
async function pushBeside(session: Session, document: OpenDocument): Promise<void> {
  const { connection, beside } = session;
  const found = await diagnosticsBeside(session, document);
  const before = beside.get(document.uri);
  if (before !== undefined && before.uri !== found?.uri)
    await connection.sendDiagnostics({ uri: before.uri, diagnostics: [] });
  if (found === undefined) {
    beside.delete(document.uri);
    return;
  }
  const { uri, items } = found;
  const told = JSON.stringify(items);
  const known = before?.uri === uri ? before.told : '[]';
  beside.set(document.uri, { uri, told });
  // The same findings again would be news to nobody, and close what the editor has open about them.
  if (told !== known) await connection.sendDiagnostics({ uri, diagnostics: items });
}

async function diagnosticsBeside(
  session: Session,
  document: OpenDocument,
): Promise<{ readonly uri: string; readonly items: Diagnostic[] } | undefined> {
  const { folders, encoding } = session.agreed;
  const ignore = session.gathered.ignoreOf(document.uri, folders);
  if (!ignore) return undefined;
  const other = { ...ignore, lines: new Lines(ignore.text, encoding) };
  return { uri: ignore.uri, items: otherDiagnostics(other, await findingsOf(session, document)) };
}

/** Clients that take no other file's findings along with a document's are sent them. */
async function afterPull(session: Session, document: OpenDocument): Promise<void> {
  if (session.document(document.uri) !== document) return;
  if (!session.agreed.takesRelated) await pushBeside(session, document);
  await gatherFor(session, document);
}

/** For clients that ask. */
export function diagnose(connection: Connection, session: Session, workspace: WorkspaceDiagnostics): void {
  connection.languages.diagnostics.onWorkspace((params, token) => workspace.report(params, token));
  connection.languages.diagnostics.on(async ({ textDocument: { uri }, previousResultId }, token) => {
    const config = session.config(uri);
    if (config) return { kind: 'full', items: await config.diagnostics(session.agreed.trusted) };
    return answer<DocumentDiagnosticReport>(
      session,
      { uri, token, fallback: { kind: 'full', items: [] } },
      async (document) => {
        const items = await allDiagnostics(session, document);
        // After the answer: it waits for nothing that it does not say.
        setTimeout(() => void afterPull(session, document), 0);
        const resultId = hash(JSON.stringify(items));
        const beside = session.agreed.takesRelated ? await diagnosticsBeside(session, document) : undefined;
        const related = beside && {
          relatedDocuments: { [beside.uri]: { kind: 'full' as const, items: beside.items } },
        };
        return resultId === previousResultId
          ? { kind: 'unchanged', resultId, ...related }
          : { kind: 'full', resultId, items, ...related };
      },
    );
  });
}

/** Of the text, and of the image that was built from it. */
export async function allDiagnostics(session: Session, document: OpenDocument): Promise<Diagnostic[]> {
  const { enable } = await session.settings.of(document.uri);
  if (!enable) return [];
  const { findings, skipped } = document.report(await session.judge(document));
  const own = [...diagnostics(document, findings), ...uncheckedDiagnostics(document, skipped)];
  return [...own, ...withImage(session, document, imageDiagnostics)];
}

/** What is judged and told may be looked around for, where it is still what is open. */
async function gatherFor(session: Session, document: OpenDocument): Promise<void> {
  const { enable } = await session.settings.of(document.uri);
  if (enable && session.document(document.uri) === document) await gather(session, document);
}

/** Looks around for what rules may need, once the typing pauses. */
export async function gather(session: Session, document: OpenDocument, now = false): Promise<void> {
  session.gathered.ask(document, await session.wanted(document), now);
}

/** None, where the user wants none. */
export async function findingsOf(session: Session, document: OpenDocument): Promise<readonly Finding[]> {
  const { enable } = await session.settings.of(document.uri);
  if (!enable) return [];
  const { findings } = document.report(await session.judge(document));
  return findings;
}

/** What the image that was built from the document says of it. */
export function withImage<T>(
  session: Session,
  document: OpenDocument,
  feature: (document: OpenDocument, image: BuiltImage) => T[],
): T[] {
  const image = session.images.of(document);
  return image ? feature(document, image) : [];
}
