import {
  type CodeAction,
  CodeActionKind,
  type CodeLens,
  type CompletionItem,
  type CompletionList,
  type Connection,
  type DocumentHighlight,
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  type Hover,
  type InlayHint,
  type Location,
  type Range,
  type SelectionRange,
  type SemanticTokens,
  type SemanticTokensDelta,
  type SignatureHelp,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { dockerfileRules } from '../rules/dockerfile.ts';
import { answer } from './answer.ts';
import { configCompletions, configHover } from './config/features.ts';
import { findingsOf, withImage } from './diagnose.ts';
import type { OpenDocument } from './document.ts';
import { codeActions, resolveAction, wants } from './features/actions.ts';
import { completions } from './features/completion.ts';
import { touching } from './features/diagnostics.ts';
import { foldingRanges } from './features/folding.ts';
import { format, formatOnType } from './features/format.ts';
import { hover } from './features/hover.ts';
import { ignoreActions } from './features/ignore-actions.ts';
import { imageHover, sizeHints } from './features/image.ts';
import { codeLenses, inlayHints } from './features/inlays.ts';
import { documentLinks } from './features/links.ts';
import { openPage, pageActions } from './features/page.ts';
import { isPin, pinActions, pinKind, pinned } from './features/pin.ts';
import { definition, highlights, prepareRename, references, rename } from './features/references.ts';
import { selectionRanges } from './features/selection.ts';
import { signatureHelp } from './features/signature.ts';
import { documentSymbols } from './features/symbols.ts';
import { tagCompletions } from './features/tags.ts';
import { encode } from './features/tokens.ts';
import { workspaceSymbols } from './features/workspace-symbols.ts';
import { isIgnore } from './ignores.ts';
import type { Session } from './session.ts';
import { has } from './settings.ts';
import { workspaceDocuments } from './workspace.ts';

/** Code actions and commands. */
export function act(connection: Connection, session: Session): void {
  connection.onCodeAction(async (params, token) => {
    if (isIgnore(params.textDocument.uri)) return ignoreActions(session, params);
    return answer<CodeAction[]>(session, { uri: params.textDocument.uri, token, fallback: [] }, async (document) => {
      const findings = await findingsOf(session, document);
      const pages = session.agreed.showsDocuments && wants(params.context, CodeActionKind.QuickFix);
      const judge = await session.judge(document);
      const actions = codeActions(document, params, { findings, judge, resolves: session.agreed.resolvesActions });
      const pinning = wants(params.context, pinKind) ? await pins(session, document, params.range) : [];
      const documentation = pages ? pageActions(touching(document, findings, params.range)) : [];
      return [...actions, ...pinning, ...documentation];
    });
  });
  connection.onCodeActionResolve((action, token) => {
    const uri = has(action.data, 'uri') && typeof action.data.uri === 'string' ? action.data.uri : '';
    return answer<CodeAction>(session, { uri, token, fallback: action }, async (document) =>
      isPin(action.data)
        ? pin(session, document, action)
        : resolveAction(document, action, await session.judge(document)),
    );
  });
  connection.onExecuteCommand(async ({ command, arguments: [uri] = [] }) => {
    if (command === openPage && typeof uri === 'string' && session.agreed.showsDocuments)
      await connection.window.showDocument({ uri, external: true });
    return null;
  });
}

/** Clients that do not ask for edits later are answered when the registry has answered. */
async function pins(session: Session, document: OpenDocument, range: Range): Promise<CodeAction[]> {
  const { online } = await session.settings.of(document.uri);
  const actions = online ? pinActions(document, range) : [];
  if (session.agreed.resolvesActions) return actions;
  const all = await Promise.all(actions.map((action) => pinned(document, action, session.online)));
  return all.flatMap((one) => (one.ok ? one.value : []));
}

async function pin(session: Session, document: OpenDocument, action: CodeAction): Promise<CodeAction> {
  const done = await pinned(document, action, session.online);
  if (done.ok) return done.value;
  session.connection.window.showWarningMessage(`Nothing was pinned: ${done.problem}`);
  return action;
}

/** Requests that tell about a place. */
export function explore(connection: Connection, session: Session): void {
  const at = <T>(uri: string, fallback: T, feature: (document: OpenDocument) => Promise<T> | T) =>
    answer(session, { uri, fallback }, feature);
  connection.onHover(async ({ textDocument: { uri }, position }) => {
    const config = session.config(uri);
    if (config) return configHover(config.lines, position, await config.vocabulary(session.agreed.trusted));
    return at<Hover | null>(uri, null, async (document) => {
      const image = session.images.of(document);
      const built = image && imageHover(document, image, document.lines.offset(position));
      return hover(document, position, { findings: await findingsOf(session, document), rule: ruleOf, built });
    });
  });
  connection.onDefinition(({ textDocument: { uri }, position }) =>
    at<Location[]>(uri, [], (document) => definition(document, position)),
  );
  connection.onReferences(({ textDocument: { uri }, position, context }) =>
    at<Location[]>(uri, [], (document) => references(document, position, context.includeDeclaration)),
  );
  connection.onDocumentHighlight(({ textDocument: { uri }, position }) =>
    at<DocumentHighlight[]>(uri, [], (document) => highlights(document, position)),
  );
  connection.onWorkspaceSymbol(async ({ query }) => workspaceSymbols(await workspaceDocuments(session), query));
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
  connection.onCodeLens(({ textDocument: { uri } }) =>
    at<CodeLens[]>(uri, [], (document) => codeLenses(document, session.images.of(document))),
  );
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
export function write(connection: Connection, session: Session): void {
  const at = <T>(uri: string, fallback: T, feature: (document: OpenDocument) => Promise<T> | T) =>
    answer(session, { uri, fallback }, feature);
  connection.onCompletion(async ({ textDocument: { uri }, position }) => {
    const config = session.config(uri);
    if (config) return configCompletions(config.lines, position, await config.vocabulary(session.agreed.trusted));
    return at<CompletionItem[] | CompletionList>(uri, [], async (document) => {
      const { online } = await session.settings.of(uri);
      const tags = online ? await tagCompletions(document, position, session.online) : undefined;
      return tags ?? completions(document, position, { rules: dockerfileRules });
    });
  });
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
