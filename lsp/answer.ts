/** How every request is answered: of the document as it is, and whatever fails fails alone. */
import { setImmediate } from 'node:timers/promises';
import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { unquoted } from '../src/lint.ts';
import { redact } from '../src/secrets/mask.ts';
import type { OpenDocument } from './document.ts';
import type { Session } from './session.ts';

export interface Asked<T> {
  readonly uri: string;
  readonly token?: CancellationToken;
  readonly fallback: T;
}

/**
 * One request: the document as it is now, and the fallback where there is none or the feature failed. What is there at the end is
 * of the newest version: one that came while something was waited for is asked anew.
 */
export async function answer<T>(
  session: Session,
  { uri, token, fallback }: Asked<T>,
  feature: (document: OpenDocument) => Promise<T> | T,
): Promise<T> {
  // What takes long first hears of changes and cancellations that have arrived already.
  if (token) await setImmediate();
  if (token?.isCancellationRequested) throw stale(LSPErrorCodes.RequestCancelled);
  const document = session.document(uri);
  if (!document) return fallback;
  try {
    const given = await feature(document);
    const isOfNewest = session.document(uri) === document;
    return isOfNewest ? given : await answer(session, { uri, fallback, ...(token && { token }) }, feature);
  } catch (error) {
    if (error instanceof ResponseError) throw error;
    session.connection.console.error(
      `A feature failed on ${uri}: ${unquoted(redact(String(error instanceof Error ? error.stack : error)), document.text)}`,
    );
    return fallback;
  }
}

/** To a request that nobody waits for any more. */
function stale(code: number): ResponseError<{ readonly retriggerRequest: boolean }> {
  return new ResponseError(code, 'Nobody waits for this answer.', { retriggerRequest: false });
}
