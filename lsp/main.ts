/** The server: what it can do, and which feature answers which request. A feature that fails answers nothing and is logged. */
import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type Connection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type InitializeResult,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import type { OpenDocument } from './document.ts';
import { codeActions, fixAllKind } from './features/actions.ts';
import { diagnostics } from './features/diagnostics.ts';
import { Session } from './session.ts';

export function serve(connection: Connection): void {
  const session = new Session(connection);
  connection.onInitialize((params): InitializeResult => {
    session.begin(params);
    return { capabilities: capabilities(session), serverInfo: { name: 'plimsoll' } };
  });
  synchronise(connection, session);
  diagnose(connection, session);
  connection.onCodeAction((params, token) =>
    answer(session, { uri: params.textDocument.uri, token, fallback: [] as CodeAction[] }, async (document) =>
      codeActions(document, await findingsOf(session, document), params),
    ),
  );
  connection.listen();
}

function capabilities({ agreed }: Session): InitializeResult['capabilities'] {
  return {
    positionEncoding: agreed.encoding,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
    ...(agreed.pulls && {
      diagnosticProvider: { identifier: 'plimsoll', interFileDependencies: false, workspaceDiagnostics: false },
    }),
  };
}

function synchronise(connection: Connection, session: Session): void {
  connection.onDidOpenTextDocument(({ textDocument: { uri, version, text } }) => {
    session.open(uri, version, text);
    void push(session, uri);
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    session.change(uri, version, contentChanges);
    void push(session, uri);
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    session.close(uri);
    if (!session.agreed.pulls) void connection.sendDiagnostics({ uri, diagnostics: [] });
  });
}

/** For clients that do not ask. */
async function push(session: Session, uri: string): Promise<void> {
  if (session.agreed.pulls) return;
  const document = session.document(uri);
  if (!document) return;
  const items = await answer(session, { uri, fallback: [] as Diagnostic[] }, async () =>
    diagnostics(document, await findingsOf(session, document)),
  );
  // A newer version is judged by its own change.
  if (session.document(uri) === document)
    await session.connection.sendDiagnostics({ uri, version: document.version, diagnostics: items });
}

function diagnose(connection: Connection, session: Session): void {
  connection.languages.diagnostics.on(({ textDocument: { uri }, previousResultId }, token) =>
    answer<DocumentDiagnosticReport>(
      session,
      { uri, token, fallback: { kind: 'full', items: [] } },
      async (document) => {
        const items = diagnostics(document, await findingsOf(session, document));
        const resultId = `${document.version}:${items.map(({ data }) => JSON.stringify(data)).join()}`;
        return resultId === previousResultId ? { kind: 'unchanged', resultId } : { kind: 'full', resultId, items };
      },
    ),
  );
}

async function findingsOf(session: Session, document: OpenDocument) {
  return document.report(await session.judge(document)).findings;
}

interface Asked<T> {
  readonly uri: string;
  readonly token?: CancellationToken;
  readonly fallback: T;
}

/** One request: the document as it is now, and the fallback where there is none, it was cancelled, or the feature failed. */
async function answer<T>(
  session: Session,
  { uri, token, fallback }: Asked<T>,
  feature: (document: OpenDocument) => Promise<T> | T,
): Promise<T> {
  const document = session.document(uri);
  if (!document || token?.isCancellationRequested) return fallback;
  try {
    return await feature(document);
  } catch (error) {
    session.connection.console.error(
      `A feature failed on ${uri}: ${error instanceof Error ? error.stack : String(error)}`,
    );
    return fallback;
  }
}
