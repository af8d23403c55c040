/** What changes on disk matter to findings: asked to be told of, where the client lets servers ask. */
import {
  CodeActionKind,
  CodeActionRequest,
  type Connection,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  TextDocumentSyncKind,
  WatchKind,
} from 'vscode-languageserver';
import { ignorePattern } from './ignores.ts';

/** Beside these, files that come and go: what a build may copy. */
const globs: readonly string[] = [
  '**/{.,}plimsoll.{yaml,yml,json}',
  '**/.hadolint.{yaml,yml}',
  '**/{.dockerignore,.containerignore,*.dockerignore}',
  '**/.plimsoll/image.json',
  '**/{compose,docker-compose}{,.override}.{yaml,yml}',
  '**/docker-bake{,.override}.{hcl,json}',
  '**/{Dockerfile,Containerfile,Dockerfile.*,Containerfile.*,*.Dockerfile,*.dockerfile,*.Containerfile}',
];

/** For clients that let servers ask. */
export function watchFiles(connection: Connection): void {
  const comesOrGoes = { globPattern: '**/*', kind: WatchKind.Create | WatchKind.Delete };
  const watchers = [...globs.map((globPattern) => ({ globPattern })), comesOrGoes];
  connection.client
    .register(DidChangeWatchedFilesNotification.type, { watchers })
    .catch((error: unknown) => connection.console.error(`The client watches no files: ${String(error)}`));
}

/** Ignore files are no Dockerfiles: only what is found in them is mended, and to that end their text must be known. */
export function registerIgnores({ client, console }: Connection): void {
  const documentSelector = [{ pattern: ignorePattern }];
  Promise.all([
    client.register(DidOpenTextDocumentNotification.type, { documentSelector }),
    client.register(DidChangeTextDocumentNotification.type, {
      documentSelector,
      syncKind: TextDocumentSyncKind.Incremental,
    }),
    client.register(DidSaveTextDocumentNotification.type, { documentSelector }),
    client.register(DidCloseTextDocumentNotification.type, { documentSelector }),
    client.register(CodeActionRequest.type, { documentSelector, codeActionKinds: [CodeActionKind.QuickFix] }),
  ]).catch((error: unknown) => console.error(`The client tells of no ignore files: ${String(error)}`));
}

const judged =
  /(?:^|\/)(?:\.?plimsoll\.(?:ya?ml|json)|\.hadolint\.ya?ml|(?:[^/]*)\.(?:docker|container)ignore|\.plimsoll\/image\.json|(?:docker-)?compose(?:\.override)?\.ya?ml|docker-bake(?:\.override)?\.(?:hcl|json)|(?:Dockerfile|Containerfile)(?:\.[^/]*)?|[^/]*\.(?:[Dd]ockerfile|Containerfile))$/;

/** Whether what changed there changes how files are judged; other files only come and go. */
export function decides(uri: string): boolean {
  return judged.test(uri);
}
