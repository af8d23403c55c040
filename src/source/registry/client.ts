/** The one client of registries: OCI distribution-spec over HTTP, tokens, redirects, patience. Credentials go to no other host. */
import { ReadFault } from '../../image/fault.ts';
import { fieldsOf, textOf } from '../../image/json.ts';
import { type Credentials, credentialsFor } from './credentials.ts';
import type { RegistryName } from './name.ts';

export const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const mostRedirects = 5;
const mostTries = 4;
const longestWait = 30_000;

interface Ask {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly method?: 'GET' | 'HEAD';
}

/** How long a caller waits; without it, as long as it takes. */
export interface Patience {
  readonly signal?: AbortSignal | undefined;
  /** How often one thing is asked for. */
  readonly tries?: number;
}

/** Speaks with one registry about one repository; keeps its token. */
export class RegistryClient {
  readonly #name: RegistryName;
  readonly #signal: AbortSignal | undefined;
  readonly #tries: number;
  #credentials: Promise<Credentials | undefined> | undefined;
  #authorization: string | undefined;

  constructor(name: RegistryName, { signal, tries = mostTries }: Patience = {}) {
    this.#name = name;
    this.#signal = signal;
    this.#tries = tries;
  }

  manifest(reference: string): Promise<Response> {
    return this.#get(`manifests/${reference}`, { headers: { accept: manifestTypes } });
  }

  /** What a manifest is called and how long it is, without itself: registries that count pulls do not count it. */
  head(reference: string): Promise<Response> {
    return this.#get(`manifests/${reference}`, { headers: { accept: manifestTypes }, method: 'HEAD' });
  }

  /** A page of the repository's tags; `query` is that of the page before's link to the next. */
  tags(query = 'n=1000'): Promise<Response> {
    return this.#get(`tags/list?${query}`, { headers: {} });
  }

  /** Of a blob from a byte on. */
  blob(digest: string, from = 0): Promise<Response> {
    return this.#get(`blobs/${digest}`, { headers: from > 0 ? { range: `bytes=${from}-` } : {} });
  }

  async #get(path: string, how: Omit<Ask, 'url'>): Promise<Response> {
    const { endpoint, repository } = this.#name;
    const ask = { ...how, url: `${endpoint}/v2/${repository}/${path}` };
    let response = await this.#send(ask);
    // Where another host asks who we are, it is told nothing: not even where it would have its tokens come from.
    const own = isOwn(response, ask.url);
    if (response.status === 401 && own && (await this.#authorize(response))) response = await this.#send(ask);
    if (response.ok) return response;
    await response.body?.cancel();
    throw isOwn(response, ask.url) ? this.#refusal(response.status, path) : this.#refusalElsewhere(response);
  }

  #refusalElsewhere({ status, url }: Response): ReadFault {
    const { registry, repository } = this.#name;
    const reason = status === 401 || status === 403 ? 'unauthorized' : status === 404 ? 'missing' : 'network';
    return new ReadFault(
      reason,
      `${registry} sends to \`${new URL(url).host}\` for \`${repository}\`, which answered ${status}.`,
    );
  }

  #refusal(status: number, path: string): ReadFault {
    const { registry, repository } = this.#name;
    if (status === 401 || status === 403) {
      return new ReadFault(
        'unauthorized',
        `${registry} lets nobody read \`${repository}\` without the right credentials; log in with \`docker login ${registry}\`.`,
      );
    }
    if (status === 404) return new ReadFault('missing', `${registry} has no \`${path}\` of \`${repository}\`.`);
    if (status === 429)
      return new ReadFault(
        'network',
        `${registry} asks for fewer requests (429), however long it is waited; try again later.`,
      );
    return new ReadFault('network', `${registry} answered ${status} for \`${repository}\`.`);
  }

  /** One request, tried again while the registry asks for patience or does not answer. */
  async #send(ask: Ask): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#follow(ask).catch((error: unknown) =>
        error instanceof ReadFault ? Promise.reject(error) : error,
      );
      if (answer instanceof Response && answer.status !== 429 && answer.status < 500) return answer;
      if (this.#signal?.aborted) throw this.#late();
      if (attempt >= this.#tries) {
        if (answer instanceof Response) return answer;
        throw new ReadFault('network', `${this.#name.registry} cannot be reached: ${reasonOf(answer)}.`);
      }
      await pause(answer instanceof Response ? waitOf(answer, attempt) : 200 * 2 ** attempt, this.#signal);
      if (answer instanceof Response) await answer.body?.cancel();
      if (this.#signal?.aborted) throw this.#late();
    }
  }

  #late(): ReadFault {
    return new ReadFault('network', `${this.#name.registry} did not answer in time.`);
  }

  /** Redirects are followed by hand: what authorizes here must not go there. */
  async #follow({ url, headers, method = 'GET' }: Ask): Promise<Response> {
    let at = url;
    for (let hop = 0; hop <= mostRedirects; hop++) {
      const own = new URL(at).host === new URL(url).host;
      const authorized = own && this.#authorization ? { authorization: this.#authorization } : {};
      const response = await fetch(at, {
        method,
        headers: { ...headers, ...authorized },
        redirect: 'manual',
        ...(this.#signal && { signal: this.#signal }),
      });
      const location = response.headers.get('location');
      if (response.status < 300 || response.status >= 400 || location === null) return response;
      await response.body?.cancel();
      const next = new URL(location, at);
      if (new URL(at).protocol === 'https:' && next.protocol !== 'https:')
        throw new ReadFault('network', `${this.#name.registry} sends to \`${next.host}\` without encryption.`);
      at = next.href;
    }
    throw new ReadFault('network', `${this.#name.registry} redirects in a circle.`);
  }

  /** Answers a challenge; says whether there is something new to try with. */
  async #authorize(response: Response): Promise<boolean> {
    const challenge = response.headers.get('www-authenticate') ?? '';
    await response.body?.cancel();
    this.#credentials ??= credentialsFor(this.#name.registry, this.#name.repository);
    const credentials = await this.#credentials;
    const before = this.#authorization;
    if (/^basic\b/i.test(challenge))
      this.#authorization = credentials?.kind === 'basic' ? basic(credentials) : undefined;
    else if (credentials?.kind === 'bearer') this.#authorization = `Bearer ${credentials.token}`;
    else if (/^bearer\b/i.test(challenge)) this.#authorization = await this.#token(challenge, credentials);
    return this.#authorization !== undefined && this.#authorization !== before;
  }

  async #token(challenge: string, credentials: Credentials | undefined): Promise<string | undefined> {
    const fields = Object.fromEntries(
      [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]),
    );
    const { realm = '', service = '' } = fields;
    const scope = `repository:${this.#name.repository}:pull`;
    const url = realmOf(realm, this.#name);
    const patience = this.#signal && { signal: this.#signal };
    const response = await (credentials?.kind === 'identity'
      ? fetch(url, {
          method: 'POST',
          body: new URLSearchParams({
            grant_type: 'refresh_token',
            refresh_token: credentials.token,
            service,
            scope,
            client_id: 'plimsoll',
          }),
          redirect: 'error',
          ...patience,
        })
      : fetch(withQuery(url, { service, scope }), {
          headers: credentials?.kind === 'basic' ? { authorization: basic(credentials) } : {},
          redirect: 'error',
          ...patience,
        }));
    if (!response.ok) {
      await response.body?.cancel();
      return undefined;
    }
    const answer = fieldsOf(await response.json()) ?? {};
    const token = textOf(answer['token']) ?? textOf(answer['access_token']);
    return token === undefined ? undefined : `Bearer ${token}`;
  }
}

function isOwn({ url }: Response, asked: string): boolean {
  return new URL(url).host === new URL(asked).host;
}

/** Where tokens come from is the registry's word: it may name another host, but none inside of our network, and none unencrypted. */
function realmOf(realm: string, { registry, endpoint }: RegistryName): URL {
  const url = URL.parse(realm);
  if (!url) throw new ReadFault('network', `${registry} names no place for tokens: \`${realm}\`.`);
  const own = url.hostname === new URL(endpoint).hostname;
  const inside = /^(localhost|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|\[)/.test(url.hostname);
  if (!own && (url.protocol !== 'https:' || inside))
    throw new ReadFault('network', `${registry} sends credentials to \`${url.host}\`, which is refused.`);
  return url;
}

function withQuery(url: URL, query: Readonly<Record<string, string>>): URL {
  for (const [key, value] of Object.entries(query)) if (value !== '') url.searchParams.set(key, value);
  return url;
}

function basic({ user, password }: { readonly user: string; readonly password: string }): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** `Retry-After` in seconds or as a date; else twice as long each time. */
function waitOf(response: Response, attempt: number): number {
  const header = response.headers.get('retry-after');
  const seconds = header === null ? Number.NaN : Number(header);
  const date = header === null ? Number.NaN : Date.parse(header) - Date.now();
  const asked = Number.isFinite(seconds) ? seconds * 1000 : Number.isFinite(date) ? date : 200 * 2 ** attempt;
  return Math.max(0, Math.min(asked, longestWait));
}

/** Ends early where nobody waits any longer. */
function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
  });
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
