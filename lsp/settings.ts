/** What the client's own settings say (`plimsoll.enable`): asked of clients that answer, else as they sent it. */
import type { Connection } from 'vscode-languageserver';

export class ClientSettings {
  readonly #connection: Connection;
  readonly #asked = new Map<string, Promise<boolean>>();
  #sent = true;
  /** The client answers `workspace/configuration`. */
  answers = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Whether this document is to be checked; yes, where nothing is said. */
  enabled(uri: string): Promise<boolean> | boolean {
    if (!this.answers) return this.#sent;
    const known = this.#asked.get(uri);
    if (known) return known;
    const asked = this.#connection.workspace
      .getConfiguration({ scopeUri: uri, section: 'plimsoll' })
      .then(isEnabled, () => true);
    this.#asked.set(uri, asked);
    return asked;
  }

  /** Settings changed; `settings` has them where the client sends them along. */
  changed(settings: unknown): void {
    this.#asked.clear();
    if (has(settings, 'plimsoll')) this.#sent = isEnabled(settings.plimsoll);
  }
}

function isEnabled(section: unknown): boolean {
  return !has(section, 'enable') || section.enable !== false;
}

/** Whether a value that came from outside has a field. */
export function has<Key extends string>(value: unknown, key: Key): value is Readonly<Record<Key, unknown>> {
  return typeof value === 'object' && value !== null && key in value;
}
