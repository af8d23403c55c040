/** `plimsoll lsp`: the language server on standard input and output, until the client ends it. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from '../../lsp/main.ts';
import { wholeMessages } from '../../lsp/whole-messages.ts';

export function startServer(): Promise<void> {
  // Standard output is the protocol's alone.
  const connection = process.argv.includes('--node-ipc')
    ? createConnection(ProposedFeatures.all)
    : createConnection(ProposedFeatures.all, process.stdin, wholeMessages(process.stdout));
  serve(connection);
  // The server ends the process itself, when the client says so or goes away.
  return new Promise(() => undefined);
}
