/** What the client's own settings say (`plimsoll.…`): asked of clients that answer, else as they sent it. */
import type { Connection } from 'vscode-languageserver';

export interface Section {
  /** Whether this document is to be checked. */
  readonly enable: boolean;
  /** Registries may be asked. */
  readonly online: boolean;
  /** The program of ShellCheck; `false`: none; absent: what the configuration says. */
  readonly shellcheck?: string | false;
}

export class ClientSettings {
  readonly #connection: Connection;
  readonly #asked = new Map<string, Promise<Section>>();
  #sent = sectionOf(undefined);
  /** The client answers `workspace/configuration`. */
  answers = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  of(uri: string): Promise<Section> | Section {
    if (!this.answers) return this.#sent;
    const known = this.#asked.get(uri);
    if (known) return known;
    const asked = this.#connection.workspace
      .getConfiguration({ scopeUri: uri, section: 'plimsoll' })
      .then(sectionOf, () => sectionOf(undefined));
    this.#asked.set(uri, asked);
    return asked;
  }

  /** Settings changed; `settings` has them where the client sends them along. */
  changed(settings: unknown): void {
    this.#asked.clear();
    if (has(settings, 'plimsoll')) this.#sent = sectionOf(settings.plimsoll);
  }
}

/** Where nothing is said, files are checked, and the network is left alone. */
function sectionOf(section: unknown): Section {
  const shellcheck = has(section, 'shellcheck') ? section.shellcheck : 'auto';
  return {
    enable: !has(section, 'enable') || section.enable !== false,
    online: has(section, 'online') && section.online === true,
    ...(shellcheck === false || shellcheck === 'off' ? { shellcheck: false } : named(shellcheck)),
  };
}

function named(shellcheck: unknown): { readonly shellcheck?: string } {
  if (shellcheck === 'on' || shellcheck === true) return { shellcheck: 'shellcheck' };
  return typeof shellcheck === 'string' && shellcheck !== 'auto' && shellcheck !== '' ? { shellcheck } : {};
}

/** Whether a value that came from outside has a field. */
export function has<Key extends string>(value: unknown, key: Key): value is Readonly<Record<Key, unknown>> {
  return typeof value === 'object' && value !== null && key in value;
}
