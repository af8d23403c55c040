/** Cheap looks at the bytes behind a broad anchor, so that an expression is tried only where it may match. */

/** What must follow the anchor: an assignment, or a user and a password before an `@`. */
export type Gate = 'assignment' | 'userinfo';

export function passes(gate: Gate, bytes: Uint8Array, at: number, to: number): boolean {
  return gate === 'assignment' ? isAssigned(bytes, at, to) : hasUserinfo(bytes, at + 3, to);
}

const kinds = new Uint8Array(256);
const word = 1;
const space = 2;
const quote = 4;
const operator = 8;
const stop = 16;
for (const [text, kind] of [
  ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-', word],
  [' \t', space],
  ['"\'`])\\', quote],
  ['=:>,|?+', operator],
  ['\n\r \t/?#"\'`<>\\\0', stop],
] as const) {
  for (const character of text) kinds[character.charCodeAt(0)] = (kinds[character.charCodeAt(0)] ?? 0) | kind;
}

/** The rest of the name, quotes or brackets, perhaps the name of a type, an operator. */
function isAssigned(bytes: Uint8Array, at: number, to: number): boolean {
  let next = run(bytes, at, Math.min(to, at + 64), word);
  next = run(bytes, next, Math.min(to, next + 4), quote);
  const before = next;
  next = run(bytes, next, Math.min(to, next + 9), space);
  if (is(bytes, next, operator)) return true;
  // `name string = "…"`
  if (next === before || !is(bytes, next, word)) return false;
  next = run(bytes, next, Math.min(to, next + 11), word);
  next = run(bytes, next, Math.min(to, next + 5), space);
  return bytes[next] === 0x3d || bytes[next] === 0x3a;
}

/** `user:password@`, before anything that ends an authority. */
function hasUserinfo(bytes: Uint8Array, at: number, to: number): boolean {
  let colon = false;
  for (let next = at; next < to && next < at + 300; next++) {
    const byte = bytes[next] ?? 0;
    if (byte === 0x3a) colon = true;
    else if (byte === 0x40) return colon;
    else if (is(bytes, next, stop)) return false;
  }
  return false;
}

function run(bytes: Uint8Array, from: number, to: number, kind: number): number {
  let next = from;
  while (next < to && is(bytes, next, kind)) next++;
  return next;
}

function is(bytes: Uint8Array, at: number, kind: number): boolean {
  return ((kinds[bytes[at] ?? 0] ?? 0) & kind) !== 0;
}

/** Whether no word goes on at a place: no letter or digit stands before it, but for one that belongs to an escape. */
export function begins(bytes: Uint8Array, at: number): boolean {
  const before = at > 0 ? (bytes[at - 1] ?? 0) : 0;
  const lower = before | 0x20;
  if (!((before >= 0x30 && before <= 0x39) || (lower >= 0x61 && lower <= 0x7a))) return true;
  return bytes[at - 2] === 0x5c && (before === 0x6e || before === 0x72 || before === 0x74);
}
