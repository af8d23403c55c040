/** The state of one client: its open documents, its folders' configuration, what was agreed at the start. */
import type {
  Connection,
  InitializeParams,
  TextDocumentContentChangeEvent,
  WorkspaceFoldersChangeEvent,
} from 'vscode-languageserver';
import { Scripts } from '../src/dockerfile/scripts.ts';
import { ConfigDocument, isConfig } from './config/documents.ts';
import { agreedEncoding, type Encoding } from './convert.ts';
import { type Judge, OpenDocument } from './document.ts';
import { ToldTokens } from './features/tokens.ts';
import { Gathered, type Wanted } from './gathered.ts';
import { isIgnore } from './ignores.ts';
import { ImageReports } from './image-report.ts';
import { type Judged, judgeFor } from './judge.ts';
import { fileName } from './names.ts';
import { Online } from './online.ts';
import { OpenText } from './open-text.ts';
import { ClientSettings, has } from './settings.ts';

interface Agreed {
  readonly encoding: Encoding;
  /** The client asks for diagnostics; else they are pushed. */
  readonly pulls: boolean;
  readonly refreshes: boolean;
  readonly showsDocuments: boolean;
  /** The client asks for the edit of an action when it is wanted. */
  readonly resolvesActions: boolean;
  /** An answer about one document may speak of others. */
  readonly takesRelated: boolean;
  /** The client lets servers ask for documents of further kinds. */
  readonly registers: boolean;
  /** The client lets servers ask to be told of files. */
  readonly watches: boolean;
  /** The client says which folders come and go. */
  readonly tellsFolders: boolean;
  /** Code that the folders bring may be run; clients that know of trust say so in their options. */
  readonly trusted: boolean;
  readonly folders: readonly string[];
}

const nothing: Agreed = {
  encoding: 'utf-16',
  pulls: false,
  refreshes: false,
  showsDocuments: false,
  resolvesActions: false,
  takesRelated: false,
  registers: false,
  watches: false,
  tellsFolders: false,
  trusted: true,
  folders: [],
};

export class Session {
  readonly connection: Connection;
  readonly images = new ImageReports();
  readonly tokens = new ToldTokens();
  readonly online = new Online();
  readonly settings: ClientSettings;
  readonly gathered: Gathered;
  agreed: Agreed = nothing;
  /** Documents that are about to be judged. */
  readonly pending = new Set<string>();
  /** By document, the file beside it that was told of, and what was told. */
  readonly beside = new Map<string, { readonly uri: string; readonly told: string }>();
  readonly #documents = new Map<string, OpenDocument>();
  readonly #configs = new Map<string, ConfigDocument>();
  readonly #ignores = new Map<string, OpenText>();
  readonly #judges = new Map<string, Promise<Judged>>();
  #today = '';

  /** `changed`: there is something new about a document. */
  constructor(connection: Connection, changed: (uri: string) => void) {
    this.connection = connection;
    this.settings = new ClientSettings(connection);
    this.gathered = new Gathered(changed);
  }

  begin({ capabilities, workspaceFolders, rootUri, initializationOptions }: InitializeParams): void {
    this.settings.answers = capabilities.workspace?.configuration === true;
    this.agreed = {
      encoding: agreedEncoding(capabilities.general?.positionEncodings),
      pulls: capabilities.textDocument?.diagnostic !== undefined,
      refreshes: capabilities.workspace?.diagnostics?.refreshSupport === true,
      takesRelated: capabilities.textDocument?.diagnostic?.relatedDocumentSupport === true,
      registers:
        capabilities.textDocument?.synchronization?.dynamicRegistration === true &&
        capabilities.textDocument.codeAction?.dynamicRegistration === true,
      watches: capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
      tellsFolders: capabilities.workspace?.workspaceFolders === true,
      showsDocuments: capabilities.window?.showDocument?.support === true,
      resolvesActions:
        capabilities.textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true &&
        capabilities.textDocument.codeAction.dataSupport === true,
      trusted: !has(initializationOptions, 'trusted') || initializationOptions.trusted !== false,
      folders: workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []),
    };
  }

  open(uri: string, version: number, text: string): void {
    const { encoding } = this.agreed;
    if (isConfig(uri)) this.#configs.set(uri, new ConfigDocument(uri, version, { text, encoding }));
    else if (isIgnore(uri)) this.#ignores.set(uri, new OpenText(uri, version, { text, encoding }));
    else this.#documents.set(uri, this.#make(uri, version, text));
  }

  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): void {
    const before = this.#documents.get(uri) ?? this.#configs.get(uri) ?? this.#ignores.get(uri);
    if (before) this.open(uri, version, edited(before, changes));
  }

  /** Folders came and went. */
  moved({ added, removed }: WorkspaceFoldersChangeEvent): void {
    const gone = new Set(removed.map(({ uri }) => uri));
    const folders = [...this.agreed.folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
    this.agreed = { ...this.agreed, folders };
  }

  close(uri: string): void {
    this.#documents.delete(uri);
    this.#configs.delete(uri);
    this.#ignores.delete(uri);
    this.tokens.forget(uri);
    this.gathered.forget(uri);
    this.beside.delete(uri);
  }

  document(uri: string): OpenDocument | undefined {
    return this.#documents.get(uri);
  }

  /** A configuration file that is open. */
  config(uri: string): ConfigDocument | undefined {
    return this.#configs.get(uri);
  }

  /** An ignore file that is open. */
  ignore(uri: string): OpenText | undefined {
    return this.#ignores.get(uri);
  }

  /** Of everything that is open. */
  get uris(): readonly string[] {
    return [...this.#documents.keys(), ...this.#configs.keys()];
  }

  get documents(): Iterable<OpenDocument> {
    return this.#documents.values();
  }

  /** How this file is judged; asked anew after `forget`, and on another day. */
  async judge({ uri }: Pick<OpenDocument, 'uri'>): Promise<Judge> {
    const { judge } = await this.#judged(uri);
    return judge;
  }

  #judged(uri: string): Promise<Judged> {
    const today = new Date().toISOString().slice(0, 10);
    if (today !== this.#today) this.forget();
    this.#today = today;
    const known = this.#judges.get(uri);
    if (known) return known;
    const made = judgeFor(uri, { today, facts: () => this.gathered.of(uri), trusted: this.agreed.trusted }).then(
      (judged) => {
        for (const { file, line, message } of judged.problems)
          this.connection.console.error(`${file}:${line}: ${message}`);
        return judged;
      },
    );
    this.#judges.set(uri, made);
    return made;
  }

  /** What is to be gathered for a document, beside its typing. */
  async wanted({ uri }: OpenDocument): Promise<Wanted> {
    const section = await this.settings.of(uri);
    const { shellcheck, rules } = await this.#judged(uri);
    return {
      shellcheck: section.shellcheck ?? shellcheck,
      folders: this.agreed.folders,
      ...(section.online && { online: { registries: this.online, rules } }),
    };
  }

  /** Everything, or one document, is judged anew: configuration changed on disk, or something more is known. */
  forget(uri?: string): void {
    if (uri === undefined) this.#judges.clear();
    else this.#judges.delete(uri);
  }

  #make(uri: string, version: number, text: string): OpenDocument {
    return new OpenDocument(uri, version, {
      text,
      encoding: this.agreed.encoding,
      file: fileName(uri, this.agreed.folders),
      scripts: this.#documents.get(uri)?.retire() ?? new Scripts(),
    });
  }
}

/** The text after some changes: each speaks of the text that the one before it left. */
export function edited(
  before: Pick<OpenDocument, 'text' | 'lines'>,
  changes: readonly TextDocumentContentChangeEvent[],
): string {
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
