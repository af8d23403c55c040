/** A variable, label or argument with its value: what stands in images' configurations and histories. */
import { keyedToken, mask } from './conceal.ts';
import { vendorOf } from './detectors/vendors.ts';
import type { Confidence, SecretHit } from './hit.ts';
import { isSecretName } from './names.ts';
import { scanText } from './scan-text.ts';
import type { Search } from './stated.ts';
import { judgeValue } from './value.ts';

const rank: Readonly<Record<Confidence, number>> = { possible: 0, likely: 1, confirmed: 2 };

/**
 * The surest secret in a named value; places are within the value. Given to a secret's name, what a machine drew is
 * likely a secret, and a mere word possibly a password.
 */
export function scanPair(name: string, value: string, search: Search = {}): SecretHit | undefined {
  const hits = [...scanText(value, search), ...stated(name, value, search)];
  const named = byName(name, value, search.key);
  return [...hits, ...(named ? [named] : [])].reduce<SecretHit | undefined>(
    (best, hit) => (best && rank[best.confidence] >= rank[hit.confidence] ? best : hit),
    undefined,
  );
}

/** What is stated may speak of the name: `ACME_TOKEN=…`. */
function stated(name: string, value: string, search: Search): SecretHit[] {
  const ids = new Set(search.detectors?.map(({ id }) => id));
  if (ids.size === 0) return [];
  const from = name.length + 1;
  return scanText(`${name}=${value}`, search)
    .filter((hit) => ids.has(hit.detector) && hit.offset >= from)
    .map((hit) => ({ ...hit, offset: hit.offset - from, end: hit.end - from }));
}

function byName(name: string, value: string, key: Uint8Array | undefined): SecretHit | undefined {
  if (!isSecretName(name)) return undefined;
  const vendor = vendorOf(name, value);
  const strength = judgeValue(name, value);
  if (!vendor && !strength) return undefined;
  const token = keyedToken(value, key);
  return {
    detector: vendor?.id ?? 'secret-assignment',
    title: vendor?.title ?? `value of ${name}`,
    confidence: vendor?.confidence ?? (strength?.strong ? 'likely' : 'possible'),
    masked: mask(value),
    length: value.length,
    ...(token !== undefined && { token }),
    offset: 0,
    end: value.length,
    why: vendor?.why ?? strength?.why ?? '',
  };
}
