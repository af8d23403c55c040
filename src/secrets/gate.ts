/** Cheap looks at the bytes around a broad anchor, so that an expression is tried only where it may match. */
import { isSecretName } from './names.ts';
import { type Gate, type Shape, shapeOf } from './shape.ts';
import { isPasswordName } from './value.ts';

export function hasShape(shape: Shape, bytes: Uint8Array, at: number, to: number): boolean {
  return shape === 'userinfo' ? hasUserinfo(bytes, at + 3, to) : operatorAt(bytes, at, to) >= 0;
}

/** Whether a secret may stand at an anchor; `alone`: what stands beside it in these bytes belongs to the same text. */
export function passes(gate: Gate, bytes: Buffer, { at, to, alone }: GatePlace): boolean {
  if (gate !== 'secret' || !alone) return hasShape(shapeOf(gate), bytes, at, to);
  const operator = operatorAt(bytes, at, to);
  return operator >= 0 && mayBeSecret(bytes, { at, to, from: operator });
}

export interface GatePlace {
  readonly at: number;
  readonly to: number;
  readonly alone: boolean;
}

/** What a byte may be part of. `simd.as` has the same steps as the functions here. */
export const kinds = new Uint8Array(256);
const word = 1;
const space = 2;
const quote = 4;
const operator = 8;
const stop = 16;
const lead = 32;
const end = 64;
const digit = 128;
for (const [text, kind] of [
  ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-', word],
  [' \t', space],
  ['"\'`])\\', quote],
  // A dot behind a name belongs to it; behind a quote or bracket it may begin `.=`.
  ['=:>,|?+.', operator],
  ['\n\r \t/?#"\'`<>\\\0', stop],
  ['=:>,|?+. \t\n\r\v\f\xa0"\'`\\', lead],
  [' \t\n\r"\'`\\', end],
  ['0123456789', digit],
] as const) {
  for (const character of text) kinds[character.charCodeAt(0)] = (kinds[character.charCodeAt(0)] ?? 0) | kind;
}

/** Where the operator stands: behind the rest of the name, quotes or brackets, perhaps the name of a type. -1: there is none. */
function operatorAt(bytes: Uint8Array, at: number, to: number): number {
  let next = run(bytes, at, Math.min(to, at + 64), word);
  next = run(bytes, next, Math.min(to, next + 4), quote);
  const before = next;
  next = run(bytes, next, Math.min(to, next + 9), space);
  if (next < to && is(bytes, next, operator)) return next;
  // `name string = "…"`
  if (next === before || next >= to || !is(bytes, next, word)) return -1;
  next = run(bytes, next, Math.min(to, next + 11), word);
  next = run(bytes, next, Math.min(to, next + 5), space);
  return next < to && (bytes[next] === 0x3d || bytes[next] === 0x3a) ? next : -1;
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

/** What the expression of assignments takes of a name: so much before the anchor, so much from it on, and of a value. */
const longestBefore = 60;
const longestRest = 43;
const longestValue = 240;

/** Whether the name says that it holds a secret, and what is given to it can be one: all but passwords have digits. */
function mayBeSecret(bytes: Buffer, { at, to, from }: { at: number; to: number; from: number }): boolean {
  let start = at;
  while (start > 0 && is(bytes, start - 1, word)) {
    start--;
    if (at - start > longestBefore) return false;
  }
  const after = run(bytes, at, Math.min(to, at + longestRest), word);
  if (after - at === longestRest) return true;
  const name = bytes.toString('latin1', start, after);
  if (!isSecretName(name)) return false;
  const last = Math.min(to, from + longestValue);
  const value = run(bytes, from, last, lead);
  // The outcome of a test.
  if (name === 'PASS' && !hasQuote(bytes, from, value)) return false;
  return isPasswordName(name) || hasDigit(bytes, value, last);
}

function hasQuote(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (is(bytes, at, quote)) return true;
  return false;
}

/** A digit before anything that no value goes on behind. */
function hasDigit(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to && !is(bytes, at, end); at++) if (is(bytes, at, digit)) return true;
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
