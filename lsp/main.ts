import { CodeActionKind, type Connection, type InitializeResult, TextDocumentSyncKind } from 'vscode-languageserver';
import { isConfig } from './config/documents.ts';
import { allDiagnostics, diagnose, gather, push } from './diagnose.ts';
import { fixAllKind } from './features/actions.ts';
import { triggers } from './features/completion.ts';
import { openPage } from './features/page.ts';
import { pinKind } from './features/pin.ts';
import { tokenTypes } from './features/tokens.ts';
import { isIgnore } from './ignores.ts';
import { fillIn } from './old-node.ts';
import { act, explore, write } from './requests.ts';
import { Session } from './session.ts';
import { decides, registerIgnores, watchFiles } from './watched.ts';
import { WorkspaceDiagnostics } from './workspace.ts';

export function serve(connection: Connection): void {
  fillIn();
  const session = new Session(connection, (uri) => rejudge(session, uri));
  connection.onInitialized(() => {
    if (session.agreed.watches) watchFiles(connection);
    if (session.agreed.registers) registerIgnores(connection);
    if (session.agreed.tellsFolders)
      connection.workspace.onDidChangeWorkspaceFolders((event) => {
        session.moved(event);
        rejudge(session);
        workspace.changed();
      });
  });
  connection.onInitialize((params): InitializeResult => {
    session.begin(params);
    return { capabilities: capabilities(session), serverInfo: { name: 'plimsoll' } };
  });
  synchronise(connection, session);
  const workspace = new WorkspaceDiagnostics(session, allDiagnostics);
  diagnose(connection, session, workspace);
  watch(connection, session, workspace);
  act(connection, session);
  explore(connection, session);
  write(connection, session);
  connection.listen();
}

function capabilities({ agreed }: Session): InitializeResult['capabilities'] {
  return {
    positionEncoding: agreed.encoding,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, fixAllKind, pinKind],
      resolveProvider: agreed.resolvesActions,
    },
    hoverProvider: true,
    completionProvider: { triggerCharacters: [...triggers] },
    signatureHelpProvider: { triggerCharacters: [' '] },
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: { prepareProvider: true },
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    documentLinkProvider: {},
    inlayHintProvider: true,
    codeLensProvider: {},
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: { firstTriggerCharacter: '\n' },
    semanticTokensProvider: {
      legend: { tokenTypes: [...tokenTypes], tokenModifiers: [] },
      full: { delta: true },
      range: true,
    },
    ...(agreed.showsDocuments && { executeCommandProvider: { commands: [openPage] } }),
    ...(agreed.pulls && {
      diagnosticProvider: { identifier: 'plimsoll', interFileDependencies: false, workspaceDiagnostics: true },
    }),
  };
}

/** Configuration and Dockerfiles change on disk: everything open is judged anew. Files that come and go change what is copied. */
function watch(connection: Connection, session: Session, workspace: WorkspaceDiagnostics): void {
  connection.onDidChangeWatchedFiles(({ changes }) => {
    session.gathered.changed();
    for (const document of session.documents) void gather(session, document);
    if (!changes.some(({ uri }) => decides(uri))) return;
    rejudge(session);
    workspace.changed();
  });
  connection.onDidChangeConfiguration(({ settings }) => {
    session.settings.changed(settings);
    session.gathered.settingsChanged();
    rejudge(session);
    workspace.changed();
  });
}

/** Everything, or one document. */
function rejudge(session: Session, uri?: string): void {
  session.forget(uri);
  if (session.agreed.refreshes) session.connection.languages.diagnostics.refresh();
  for (const document of session.documents)
    if (uri === undefined || uri === document.uri) void push(session, document.uri);
}

function synchronise(connection: Connection, session: Session): void {
  connection.onDidOpenTextDocument(({ textDocument: { uri, version, text, languageId } }) => {
    // Clients name languages and not files: of those of configuration only ours is.
    if (/^(?:yaml|json[c5]?)$/.test(languageId) && !isConfig(uri)) return;
    session.open(uri, version, text);
    void push(session, uri);
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    session.change(uri, version, contentChanges);
    void push(session, uri);
  });
  connection.onDidSaveTextDocument(({ textDocument: { uri } }) => {
    const document = session.document(uri);
    // A client that watches no files tells of its own at least.
    session.gathered.changed();
    if (document) void gather(session, document, true);
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    const beside = session.beside.get(uri);
    session.close(uri);
    if (beside !== undefined) void connection.sendDiagnostics({ uri: beside.uri, diagnostics: [] });
    // What is found in an ignore file is told whether it is open or not.
    if (!session.agreed.pulls && !isIgnore(uri)) void connection.sendDiagnostics({ uri, diagnostics: [] });
  });
}
