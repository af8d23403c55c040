/** How findings speak of hits: what was found and how it is shown, never the value. */
import type { Evidence } from '../finding.ts';
import type { SecretHit } from './hit.ts';

export function evidenceOf(hit: SecretHit): Evidence {
  const { detector, confidence, masked, length, token } = hit;
  return { kind: 'secret', detector, confidence, masked, length, ...(token !== undefined && { token }) };
}

/** "a private key", "an AWS access key (`AKIA****QX`) in `app.jar!/config.yml:3`", "the value of `DB_PASSWORD`". */
export function phraseOf(hit: SecretHit): string {
  const [, variable] = /^value of ([\w.-]+)$/.exec(hit.title) ?? [];
  if (variable) return `the value of \`${variable}\`${within(hit)}`;
  const article = /^[aeioAEIO]|^u(?!ni|se)|^[FHLMNRSX](?=[A-Z])/.test(hit.title) ? 'an' : 'a';
  const title = `${article} ${hit.title}`;
  const shown = hit.masked === '****' || hit.masked.startsWith('-----') ? title : `${title} (\`${hit.masked}\`)`;
  return shown + within(hit);
}

/** " in `app.jar!/config.yml`", " in base64". */
export function within({ inside, line }: SecretHit): string {
  if (inside === undefined) return '';
  return inside.includes('!/') ? ` in \`${inside}${line === undefined ? '' : `:${line}`}\`` : ` in ${inside}`;
}

/** Where in its file a hit is: of what is in an archive, only where its member is stored. */
export function placeIn({ offset, line, inside }: SecretHit): { readonly offset: number; readonly line?: number } {
  return { offset, ...(line !== undefined && !inside?.includes('!/') && { line }) };
}

/** "3 secrets: a JSON web token (`eyJ****x1`), a private key, …". */
export function listOf(hits: readonly SecretHit[]): string {
  const phrases = [...new Set(hits.map(phraseOf))];
  if (hits.length === 1) return phrases[0] ?? 'a secret';
  const shown = phrases.slice(0, 3).join(', ');
  return `${hits.length} secrets: ${shown}${phrases.length > 3 ? ', …' : ''}`;
}
