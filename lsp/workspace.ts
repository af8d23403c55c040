/** Diagnostics of every Dockerfile of the client's folders, open or not. Asked again, the answer waits until something changed on disk. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type {
  CancellationToken,
  Diagnostic,
  WorkspaceDiagnosticParams,
  WorkspaceDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { decode } from '../src/dockerfile/decode.ts';
import { hash } from '../src/refine/hash.ts';
import { OpenDocument } from './document.ts';
import { fileName, pathOf } from './names.ts';
import type { Session } from './session.ts';

export type Diagnose = (session: Session, document: OpenDocument) => Promise<Diagnostic[]>;

export class WorkspaceDiagnostics {
  readonly #session: Session;
  readonly #diagnose: Diagnose;
  #told = false;
  #wake: () => void = () => undefined;

  constructor(session: Session, diagnose: Diagnose) {
    this.#session = session;
    this.#diagnose = diagnose;
  }

  /** Configuration or a file changed: who waits is answered. */
  changed(): void {
    this.#told = false;
    this.#wake();
  }

  async report(params: WorkspaceDiagnosticParams, token: CancellationToken): Promise<WorkspaceDiagnosticReport> {
    // A client that was told everything asks again at once: without a wait, every folder would be read over and over.
    if (this.#told && params.previousResultIds.length > 0) await this.#change(token);
    const before = new Map(params.previousResultIds.map(({ uri, value }) => [uri, value]));
    const items: WorkspaceDocumentDiagnosticReport[] = [];
    this.#told = true;
    for (const document of await workspaceDocuments(this.#session)) {
      if (token.isCancellationRequested) break;
      items.push(await this.#item(document, before.get(document.uri)));
      // Requests about the file that is being edited come first.
      await setImmediate();
    }
    return { items };
  }

  #change(token: CancellationToken): Promise<void> {
    return new Promise((wake) => {
      this.#wake = wake;
      token.onCancellationRequested(() => wake());
    });
  }

  async #item(document: OpenDocument, previous: string | undefined): Promise<WorkspaceDocumentDiagnosticReport> {
    const { uri } = document;
    const open = this.#session.document(uri);
    const version = open?.version ?? null;
    const { gathered, agreed } = this.#session;
    // One program for each of many files would take too long: ShellCheck speaks of those that are open.
    if (!open) await gathered.gather(document, { shellcheck: false, folders: agreed.folders });
    const items = await this.#diagnose(this.#session, document);
    if (!open) gathered.forget(uri);
    const resultId = hash(JSON.stringify(items));
    return resultId === previous
      ? { kind: 'unchanged', uri, version, resultId }
      : { kind: 'full', uri, version, resultId, items };
  }
}

/** Every Dockerfile of the client's folders, as it is open or else on disk. */
export async function workspaceDocuments(session: Session): Promise<readonly OpenDocument[]> {
  const { folders, encoding } = session.agreed;
  const { discover } = await import('../src/source/discover.ts');
  const found = await Promise.all(
    folders
      .flatMap((folder) => pathOf(folder) ?? [])
      .map(async (cwd) => {
        const { files } = await discover(['.'], { cwd });
        return files.map((file) => resolve(cwd, file));
      }),
  );
  return [...new Set(found.flat())].flatMap((path) => {
    const uri = pathToFileURL(path).href;
    const text = readIfThere(path);
    const onDisk = () =>
      text === undefined ? [] : [new OpenDocument(uri, 0, { text, encoding, file: fileName(uri, folders) })];
    return session.document(uri) ?? onDisk();
  });
}

function readIfThere(path: string): string | undefined {
  try {
    return decode(readFileSync(path)).text;
  } catch {
    return undefined;
  }
}
