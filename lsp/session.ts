/** The state of one client: its open documents, its folders' configuration, what was agreed at the start. */
import type { Connection, InitializeParams, TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { agreedEncoding, type Encoding } from './convert.ts';
import { type Judge, OpenDocument } from './document.ts';
import { ToldTokens } from './features/tokens.ts';
import { ImageReports } from './image-report.ts';
import { judgeFor } from './judge.ts';
import { fileName } from './names.ts';
import { ClientSettings } from './settings.ts';

interface Agreed {
  readonly encoding: Encoding;
  /** The client asks for diagnostics; else they are pushed. */
  readonly pulls: boolean;
  readonly refreshes: boolean;
  readonly showsDocuments: boolean;
  /** The client asks for the edit of an action when it is wanted. */
  readonly resolvesActions: boolean;
  readonly folders: readonly string[];
}

const nothing: Agreed = {
  encoding: 'utf-16',
  pulls: false,
  refreshes: false,
  showsDocuments: false,
  resolvesActions: false,
  folders: [],
};

export class Session {
  readonly connection: Connection;
  readonly images = new ImageReports();
  readonly tokens = new ToldTokens();
  readonly settings: ClientSettings;
  agreed: Agreed = nothing;
  /** Documents that are about to be judged. */
  readonly pending = new Set<string>();
  readonly #documents = new Map<string, OpenDocument>();
  readonly #judges = new Map<string, Promise<Judge>>();
  #today = '';

  constructor(connection: Connection) {
    this.connection = connection;
    this.settings = new ClientSettings(connection);
  }

  begin({ capabilities, workspaceFolders, rootUri }: InitializeParams): void {
    this.settings.answers = capabilities.workspace?.configuration === true;
    this.agreed = {
      encoding: agreedEncoding(capabilities.general?.positionEncodings),
      pulls: capabilities.textDocument?.diagnostic !== undefined,
      refreshes: capabilities.workspace?.diagnostics?.refreshSupport === true,
      showsDocuments: capabilities.window?.showDocument?.support === true,
      resolvesActions:
        capabilities.textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true &&
        capabilities.textDocument.codeAction.dataSupport === true,
      folders: workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []),
    };
  }

  open(uri: string, version: number, text: string): void {
    this.#documents.set(uri, this.#make(uri, version, text));
  }

  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): void {
    const before = this.#documents.get(uri);
    if (before) this.#documents.set(uri, this.#make(uri, version, edited(before, changes)));
  }

  close(uri: string): void {
    this.#documents.delete(uri);
    this.tokens.forget(uri);
  }

  document(uri: string): OpenDocument | undefined {
    return this.#documents.get(uri);
  }

  get documents(): Iterable<OpenDocument> {
    return this.#documents.values();
  }

  /** How this file is judged; asked anew after `forget`, and on another day. */
  judge({ uri }: OpenDocument): Promise<Judge> {
    const today = new Date().toISOString().slice(0, 10);
    if (today !== this.#today) this.forget();
    this.#today = today;
    const known = this.#judges.get(uri);
    if (known) return known;
    const made = judgeFor(uri, today).then(({ judge, problems }) => {
      for (const { file, line, message } of problems) this.connection.console.error(`${file}:${line}: ${message}`);
      return judge;
    });
    this.#judges.set(uri, made);
    return made;
  }

  /** Configuration changed on disk: everything is judged anew. */
  forget(): void {
    this.#judges.clear();
  }

  #make(uri: string, version: number, text: string): OpenDocument {
    return new OpenDocument(uri, version, {
      text,
      encoding: this.agreed.encoding,
      file: fileName(uri, this.agreed.folders),
    });
  }
}

/** The text after some changes: each speaks of the text that the one before it left. */
export function edited(before: OpenDocument, changes: readonly TextDocumentContentChangeEvent[]): string {
  let { text } = before;
  let { lines } = before;
  for (const change of changes) {
    if (!('range' in change)) text = change.text;
    else {
      const { start, end } = lines.span(change.range);
      text = text.slice(0, start) + change.text + text.slice(end);
    }
    lines = lines.with(text);
  }
  return text;
}
