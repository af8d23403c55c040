/** A client of the built server, over standard input and output. */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type { Diagnostic, InitializeParams, InitializeResult } from 'vscode-languageserver';

export interface Client {
  readonly connection: MessageConnection;
  readonly server: InitializeResult;
  /** The next diagnostics pushed for a document. */
  pushed(uri: string): Promise<readonly Diagnostic[]>;
  open(uri: string, text: string, languageId?: string): void;
  stop(): Promise<void>;
}

export async function start(
  capabilities: InitializeParams['capabilities'] = {},
  /** Set before the server is told anything. */
  listen: (connection: MessageConnection) => void = () => undefined,
  folders: string | readonly string[] | null = null,
): Promise<Client> {
  const child = spawn(process.execPath, ['dist/plimsoll.cjs', 'lsp', '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const waiting = new Map<string, (diagnostics: readonly Diagnostic[]) => void>();
  connection.onNotification(
    'textDocument/publishDiagnostics',
    ({ uri, diagnostics }: { uri: string; diagnostics: Diagnostic[] }) => {
      waiting.get(uri)?.(diagnostics);
      waiting.delete(uri);
    },
  );
  listen(connection);
  connection.listen();
  const server: InitializeResult = await connection.sendRequest('initialize', {
    processId: process.pid,
    ...(typeof folders === 'string' || folders === null
      ? { rootUri: folders }
      : { rootUri: null, workspaceFolders: folders.map((uri) => ({ uri, name: uri })) }),
    capabilities,
  });
  await connection.sendNotification('initialized', {});
  return {
    connection,
    server,
    pushed: (uri) => new Promise((resolve) => waiting.set(uri, resolve)),
    open: (uri, text, languageId = 'dockerfile') =>
      void connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } }),
    stop: () => stop(connection, child),
  };
}

async function stop(connection: MessageConnection, child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  await gone;
  connection.dispose();
}
