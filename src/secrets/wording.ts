/** How findings speak of hits: what was found and how it is shown, never the value. */
import type { Evidence } from '../finding.ts';
import type { SecretHit } from './hit.ts';

export function evidenceOf(hit: SecretHit): Evidence {
  const { detector, confidence, masked, length, token } = hit;
  return { kind: 'secret', detector, confidence, masked, length, ...(token !== undefined && { token }) };
}

/** "a private key", "an AWS access key (`AKIA****QX`)", "the value of `DB_PASSWORD`". */
export function phraseOf(hit: SecretHit): string {
  const [, variable] = /^value of ([\w.-]+)$/.exec(hit.title) ?? [];
  if (variable) return `the value of \`${variable}\``;
  const article = /^[aeio]|^u(?!ni|se)|^[AEFHILMNORSX](?=[A-Z])/.test(hit.title) ? 'an' : 'a';
  const title = `${article} ${hit.title}`;
  return hit.masked === '****' || hit.masked.startsWith('-----') ? title : `${title} (\`${hit.masked}\`)`;
}

/** "3 secrets: a JSON web token (`eyJ****x1`), a private key, …". */
export function listOf(hits: readonly SecretHit[]): string {
  const phrases = [...new Set(hits.map(phraseOf))];
  if (hits.length === 1) return phrases[0] ?? 'a secret';
  const shown = phrases.slice(0, 3).join(', ');
  return `${hits.length} secrets: ${shown}${phrases.length > 3 ? ', …' : ''}`;
}
