/** The server: what it can do, and which feature answers which request. A feature that fails answers nothing and is logged. */
import { setImmediate } from 'node:timers/promises';
import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type CodeLens,
  type CompletionItem,
  type Connection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type DocumentHighlight,
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  type Hover,
  type InitializeResult,
  type InlayHint,
  type Location,
  LSPErrorCodes,
  ResponseError,
  type SelectionRange,
  type SemanticTokens,
  type SemanticTokensDelta,
  type SignatureHelp,
  TextDocumentSyncKind,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { dockerfileRules } from '../rules/dockerfile.ts';
import { hash } from '../src/refine/hash.ts';
import type { OpenDocument } from './document.ts';
import { codeActions, fixAllKind, resolveAction, wants } from './features/actions.ts';
import { completions, triggers } from './features/completion.ts';
import { diagnostics, touching } from './features/diagnostics.ts';
import { foldingRanges } from './features/folding.ts';
import { format, formatOnType } from './features/format.ts';
import { hover } from './features/hover.ts';
import { imageDiagnostics, imageHover, sizeHints } from './features/image.ts';
import { codeLenses, inlayHints } from './features/inlays.ts';
import { documentLinks } from './features/links.ts';
import { openPage, pageActions } from './features/page.ts';
import { definition, highlights, prepareRename, references, rename } from './features/references.ts';
import { selectionRanges } from './features/selection.ts';
import { signatureHelp } from './features/signature.ts';
import { documentSymbols } from './features/symbols.ts';
import { encode, tokenTypes } from './features/tokens.ts';
import type { BuiltImage } from './image-report.ts';
import { fillIn } from './old-node.ts';
import { Session } from './session.ts';
import { has } from './settings.ts';
import { decides, watchFiles } from './watched.ts';
import { WorkspaceDiagnostics } from './workspace.ts';

export function serve(connection: Connection): void {
  fillIn();
  const session = new Session(connection, (uri) => rejudge(session, uri));
  connection.onInitialize((params): InitializeResult => {
    session.begin(params);
    watchFiles(connection, params);
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
      codeActionKinds: [CodeActionKind.QuickFix, fixAllKind],
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

function act(connection: Connection, session: Session): void {
  connection.onCodeAction((params, token) =>
    answer<CodeAction[]>(session, { uri: params.textDocument.uri, token, fallback: [] }, async (document) => {
      const findings = await findingsOf(session, document);
      const pages = session.agreed.showsDocuments && wants(params.context, CodeActionKind.QuickFix);
      const judge = await session.judge(document);
      const actions = codeActions(document, params, { findings, judge, resolves: session.agreed.resolvesActions });
      return pages ? [...actions, ...pageActions(touching(document, findings, params.range))] : actions;
    }),
  );
  connection.onCodeActionResolve((action, token) => {
    const uri = has(action.data, 'uri') && typeof action.data.uri === 'string' ? action.data.uri : '';
    return answer<CodeAction>(session, { uri, token, fallback: action }, async (document) =>
      resolveAction(document, action, await session.judge(document)),
    );
  });
  connection.onExecuteCommand(async ({ command, arguments: [uri] = [] }) => {
    if (command === openPage && typeof uri === 'string' && session.agreed.showsDocuments)
      await connection.window.showDocument({ uri, external: true });
    return null;
  });
}

/** Requests that tell about a place. */
function explore(connection: Connection, session: Session): void {
  const at = <T>(uri: string, fallback: T, feature: (document: OpenDocument) => Promise<T> | T) =>
    answer(session, { uri, fallback }, feature);
  connection.onHover(({ textDocument: { uri }, position }) =>
    at<Hover | null>(uri, null, async (document) => {
      const image = session.images.of(document);
      const built = image && imageHover(document, image, document.lines.offset(position));
      return hover(document, position, { findings: await findingsOf(session, document), rule: ruleOf, built });
    }),
  );
  connection.onDefinition(({ textDocument: { uri }, position }) =>
    at<Location[]>(uri, [], (document) => definition(document, position)),
  );
  connection.onReferences(({ textDocument: { uri }, position, context }) =>
    at<Location[]>(uri, [], (document) => references(document, position, context.includeDeclaration)),
  );
  connection.onDocumentHighlight(({ textDocument: { uri }, position }) =>
    at<DocumentHighlight[]>(uri, [], (document) => highlights(document, position)),
  );
  connection.onDocumentSymbol(({ textDocument: { uri } }) => at<DocumentSymbol[]>(uri, [], documentSymbols));
  connection.onFoldingRanges(({ textDocument: { uri } }) => at<FoldingRange[]>(uri, [], foldingRanges));
  connection.onSelectionRanges(({ textDocument: { uri }, positions }) =>
    at<SelectionRange[]>(uri, [], (document) => selectionRanges(document, positions)),
  );
  connection.onDocumentLinks(({ textDocument: { uri } }) => at<DocumentLink[]>(uri, [], documentLinks));
  connection.languages.inlayHint.on(({ textDocument: { uri }, range }) =>
    at<InlayHint[]>(uri, [], (document) => [
      ...inlayHints(document, range),
      ...withImage(session, document, sizeHints),
    ]),
  );
  connection.onCodeLens(({ textDocument: { uri } }) => at<CodeLens[]>(uri, [], codeLenses));
  connection.languages.semanticTokens.on(({ textDocument: { uri } }) =>
    at<SemanticTokens>(uri, { data: [] }, (document) => session.tokens.all(document)),
  );
  connection.languages.semanticTokens.onDelta(({ textDocument: { uri }, previousResultId }) =>
    at<SemanticTokens | SemanticTokensDelta>(uri, { data: [] }, (document) =>
      session.tokens.since(document, previousResultId),
    ),
  );
  connection.languages.semanticTokens.onRange(({ textDocument: { uri }, range }) =>
    at<SemanticTokens>(uri, { data: [] }, (document) => ({ data: encode(document, range) })),
  );
}

/** Requests that help to write. */
function write(connection: Connection, session: Session): void {
  const at = <T>(uri: string, fallback: T, feature: (document: OpenDocument) => Promise<T> | T) =>
    answer(session, { uri, fallback }, feature);
  connection.onCompletion(({ textDocument: { uri }, position }) =>
    at<CompletionItem[]>(uri, [], (document) => completions(document, position, { rules: dockerfileRules })),
  );
  connection.onSignatureHelp(({ textDocument: { uri }, position }) =>
    at<SignatureHelp | null>(uri, null, (document) => signatureHelp(document, position)),
  );
  connection.onPrepareRename(({ textDocument: { uri }, position }) =>
    at<ReturnType<typeof prepareRename>>(uri, null, (document) => prepareRename(document, position)),
  );
  connection.onRenameRequest(({ textDocument: { uri }, position, newName }) =>
    at<WorkspaceEdit | null>(uri, null, (document) => rename(document, position, newName) ?? null),
  );
  connection.onDocumentFormatting(({ textDocument: { uri }, options }) =>
    at<TextEdit[]>(uri, [], (document) => format(document, options)),
  );
  connection.onDocumentRangeFormatting(({ textDocument: { uri }, options, range }) =>
    at<TextEdit[]>(uri, [], (document) => format(document, options, range)),
  );
  connection.onDocumentOnTypeFormatting(({ textDocument: { uri }, options, position }) =>
    at<TextEdit[]>(uri, [], (document) => formatOnType(document, position, options)),
  );
}

function ruleOf(id: string) {
  return dockerfileRules.find((rule) => rule.id === id);
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

/** Looks around for what rules may need, once the typing pauses. */
async function gather(session: Session, document: OpenDocument, now = false): Promise<void> {
  session.gathered.ask(document, await session.wanted(document), now);
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
  connection.onDidSaveTextDocument(({ textDocument: { uri } }) => {
    const document = session.document(uri);
    // A client that watches no files tells of its own at least.
    session.gathered.changed();
    if (document) void gather(session, document, true);
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    session.close(uri);
    if (!session.agreed.pulls) void connection.sendDiagnostics({ uri, diagnostics: [] });
  });
}

/** For clients that do not ask. Of versions that follow each other at once only the last is judged. */
async function push(session: Session, uri: string): Promise<void> {
  if (session.agreed.pulls || session.pending.has(uri)) return;
  session.pending.add(uri);
  for (let seen: OpenDocument | undefined; seen !== session.document(uri); ) {
    seen = session.document(uri);
    // Messages are taken one in a turn: the next one's is not before the second.
    await setImmediate();
    await setImmediate();
  }
  session.pending.delete(uri);
  const document = session.document(uri);
  if (!document) return;
  const fallback: Diagnostic[] = [];
  const items = await answer(session, { uri, fallback }, async () => allDiagnostics(session, document));
  // A newer version is judged by its own change.
  if (session.document(uri) === document)
    await session.connection.sendDiagnostics({ uri, version: document.version, diagnostics: items });
}

function diagnose(connection: Connection, session: Session, workspace: WorkspaceDiagnostics): void {
  connection.languages.diagnostics.onWorkspace((params, token) => workspace.report(params, token));
  connection.languages.diagnostics.on(({ textDocument: { uri }, previousResultId }, token) =>
    answer<DocumentDiagnosticReport>(
      session,
      { uri, token, fallback: { kind: 'full', items: [] } },
      async (document) => {
        const items = await allDiagnostics(session, document);
        // The client asks of the newer version by itself.
        if (session.document(uri) !== document) throw stale(LSPErrorCodes.ServerCancelled);
        const resultId = `${document.version}:${hash(JSON.stringify(items))}`;
        return resultId === previousResultId ? { kind: 'unchanged', resultId } : { kind: 'full', resultId, items };
      },
    ),
  );
}

function stale(code: number): ResponseError<{ readonly retriggerRequest: boolean }> {
  return new ResponseError(code, 'Nobody waits for this answer.', { retriggerRequest: false });
}

async function allDiagnostics(session: Session, document: OpenDocument): Promise<Diagnostic[]> {
  const { enable } = await session.settings.of(document.uri);
  if (!enable) return [];
  const own = diagnostics(document, await findingsOf(session, document));
  if (session.document(document.uri) === document) void gather(session, document);
  return [...own, ...withImage(session, document, imageDiagnostics)];
}

function withImage<T>(
  session: Session,
  document: OpenDocument,
  feature: (document: OpenDocument, image: BuiltImage) => T[],
): T[] {
  const image = session.images.of(document);
  return image ? feature(document, image) : [];
}

async function findingsOf(session: Session, document: OpenDocument) {
  const { enable } = await session.settings.of(document.uri);
  if (!enable) return [];
  const { findings } = document.report(await session.judge(document));
  return findings;
}

interface Asked<T> {
  readonly uri: string;
  readonly token?: CancellationToken;
  readonly fallback: T;
}

/** One request: the document as it is now, and the fallback where there is none or the feature failed. */
async function answer<T>(
  session: Session,
  { uri, token, fallback }: Asked<T>,
  feature: (document: OpenDocument) => Promise<T> | T,
): Promise<T> {
  // What takes long first hears of changes and cancellations that have arrived already.
  if (token) await setImmediate();
  if (token?.isCancellationRequested) throw stale(LSPErrorCodes.RequestCancelled);
  const document = session.document(uri);
  if (!document) return fallback;
  try {
    return await feature(document);
  } catch (error) {
    if (error instanceof ResponseError) throw error;
    session.connection.console.error(
      `A feature failed on ${uri}: ${error instanceof Error ? error.stack : String(error)}`,
    );
    return fallback;
  }
}
