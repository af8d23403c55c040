/** A variable, label or argument with its value: what stands in images' configurations and histories. */
import { keyedToken, mask } from './conceal.ts';
import { vendorOf } from './detectors/vendors.ts';
import type { Confidence, SecretHit } from './hit.ts';
import { isSecretName } from './names.ts';
import { scanText } from './scan.ts';
import { judgeValue } from './value.ts';

const rank: Readonly<Record<Confidence, number>> = { possible: 0, likely: 1, confirmed: 2 };

/**
 * The surest secret in a named value; places are within the value. Given to a secret's name, what a machine drew is
 * likely a secret, and a mere word possibly a password.
 */
export function scanPair(name: string, value: string, key?: Uint8Array): SecretHit | undefined {
  const hits = scanText(value, key ? { key } : {});
  const named = byName(name, value, key);
  return [...hits, ...(named ? [named] : [])].reduce<SecretHit | undefined>(
    (best, hit) => (best && rank[best.confidence] >= rank[hit.confidence] ? best : hit),
    undefined,
  );
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
