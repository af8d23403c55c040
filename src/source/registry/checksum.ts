/** The sha256 of what an address gives, for `ADD --checksum`. */
import { createHash } from 'node:crypto';
import type { Result } from '../../finding.ts';

const mostRedirects = 5;

export interface ChecksumOptions {
  /** Whatever is larger is left alone. */
  readonly most?: number;
  readonly signal?: AbortSignal;
}

/** Of HTTPS alone, from the first hop to the last; this machine's own servers may do without. */
export async function checksumOf(
  url: string,
  { most = 256 << 20, signal }: ChecksumOptions = {},
): Promise<Result<string>> {
  try {
    const response = await follow(url, signal);
    if (!response.ok) {
      await response.body?.cancel();
      return failed(`\`${url}\` answered ${response.status}.`);
    }
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > most) return failed(`\`${url}\` gives more than ${most >> 20} MB.`);
      hash.update(chunk);
    }
    return { ok: true, value: `sha256:${hash.digest('hex')}` };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return failed(`\`${url}\` cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`);
  }
}

async function follow(url: string, signal: AbortSignal | undefined): Promise<Response> {
  let at = url;
  for (let hop = 0; hop <= mostRedirects; hop++) {
    if (!isSafe(new URL(at), new URL(url)))
      throw new Error(`it is had from \`${new URL(at).host}\`, without encryption`);
    const response = await fetch(at, { redirect: 'manual', ...(signal && { signal }) });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    await response.body?.cancel();
    at = new URL(location, at).href;
  }
  throw new Error('it redirects in a circle');
}

/** Plain HTTP is for this machine, and no other may send us here. */
function isSafe(at: URL, first: URL): boolean {
  return at.protocol === 'https:' || (at.protocol === 'http:' && isOwn(at) && isOwn(first));
}

function isOwn({ hostname }: URL): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

function failed(message: string): Result<string> {
  return { ok: false, problem: { message } };
}
