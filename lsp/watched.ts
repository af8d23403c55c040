/** What changes on disk matter to findings: asked to be told of, where the client lets servers ask. */
import type { Connection, InitializeParams } from 'vscode-languageserver';
import { DidChangeWatchedFilesNotification } from 'vscode-languageserver';

const globs: readonly string[] = [
  '**/{.,}plimsoll.{yaml,yml,json}',
  '**/.hadolint.{yaml,yml}',
  '**/{.dockerignore,.containerignore,*.dockerignore}',
  '**/.plimsoll/image.json',
  '**/{Dockerfile,Containerfile,Dockerfile.*,Containerfile.*,*.Dockerfile,*.dockerfile,*.Containerfile}',
];

export function watchFiles(connection: Connection, { capabilities }: InitializeParams): void {
  if (capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return;
  connection.onInitialized(() => {
    const watchers = globs.map((globPattern) => ({ globPattern }));
    connection.client
      .register(DidChangeWatchedFilesNotification.type, { watchers })
      .catch((error: unknown) => connection.console.error(`The client watches no files: ${String(error)}`));
  });
}
