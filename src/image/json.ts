/** JSON from strangers: bounded in depth, read field by field, never trusted to have a shape. */

export type Fields = Readonly<Record<string, unknown>>;

const utf8 = new TextDecoder('utf-8', { fatal: false, ignoreBOM: false });

/** The value, or `undefined` where the bytes are no JSON or nest deeper than `depth`. */
export function parseJson(bytes: Uint8Array, depth = 64): unknown {
  if (nestsDeeper(bytes, depth)) return undefined;
  try {
    const value: unknown = JSON.parse(utf8.decode(bytes));
    return value;
  } catch {
    return undefined;
  }
}

/** Counts brackets outside of strings; `JSON.parse` itself would recurse. */
function nestsDeeper(bytes: Uint8Array, most: number): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (inText) {
      if (byte === 0x5c) at += 1;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) inText = true;
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > most) return true;
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
  return false;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of an object, inherited names hidden; `undefined` for anything else. */
export function fieldsOf(value: unknown): Fields | undefined {
  if (!isFields(value)) return undefined;
  return Object.assign(Object.create(null), value);
}

export function listOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The texts of a list of texts; `undefined` where it is no list, entries of other types left out. */
export function textsOf(value: unknown): readonly string[] | undefined {
  return listOf(value)?.filter((item) => typeof item === 'string');
}

/** A size: a whole number that is not negative. */
export function sizeOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** An object of texts as a map. */
export function textMapOf(value: unknown): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const [key, text] of Object.entries(fieldsOf(value) ?? {})) {
    if (typeof text === 'string') map.set(key, text);
  }
  return map;
}
