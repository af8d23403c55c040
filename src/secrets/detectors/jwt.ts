/** JSON web tokens. https://www.rfc-editor.org/rfc/rfc7519 */
import type { Detector, Match, Verdict } from '../detector.ts';
import { isRandom } from '../value.ts';
import { sticky } from './expression.ts';

/** The members of a base64url part that holds a JSON object. */
function decode(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** An identity token states what it is; one that has run out, or signs nothing, opens no door. */
function judge({ value }: Match): Verdict | undefined {
  const [first = '', second = '', signature = ''] = value.split('.');
  const header = decode(first);
  const claims = decode(second);
  if (!header || (typeof header['alg'] !== 'string' && !claims)) return undefined;
  if (typeof header['alg'] !== 'string') return { confidence: 'possible', why: 'its header names no algorithm' };
  const algorithm = header['alg'];
  if (!claims) return { confidence: 'possible', why: 'the second part holds no claims' };
  if (/^none$/i.test(algorithm) || signature.length < 20) return { confidence: 'possible', why: 'not signed' };
  if (!isRandom(signature, 4)) return undefined;
  // Examples of jwt.io and of the libraries' own pages.
  if (claims['name'] === 'John Doe' || claims['sub'] === '1234567890' || claims['some'] === 'payload') return undefined;
  const why = `${algorithm} header and claims parse`;
  if (typeof claims['exp'] === 'number') return { confidence: 'possible', why: `${why}; it has an expiry` };
  return { confidence: 'likely', why: `${why}; it never expires` };
}

export const jwt = (): readonly Detector[] => [
  {
    id: 'jwt',
    title: 'JSON web token',
    source: 'https://www.rfc-editor.org/rfc/rfc7519',
    anchors: ['eyJ'],
    expression: sticky`(?<![\w+/=-](?<!\\[nrt])(?<!=))eyJ[\w-]{14,1200}\.eyJ[\w-]{10,4000}\.[\w-]{0,800}(?![\w-])`,
    reach: 6200,
    shown: 3,
    judge,
  },
];
