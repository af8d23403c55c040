/** The prefilter in WebAssembly SIMD: lays out its memory, and hands on what it sees. Its code is `simd.as`, its plan `simd-plan.ts`. */

import { instancesOf, type Memory } from '../wasm.ts';
import { kinds } from './gate.ts';
import type { Anchor, Prefilter } from './prefilter.ts';
import { modules } from './simd-module.ts';
import { planText } from './simd-plan.ts';

/** The memory's layout, as `simd.as` has it. */
const heads = 1024;
const literals = 32_768;
const hits = 131_072;
const texts = 196_608;
const windowAt = 262_144;
const mostLiterals = 3000;
const kindsAt = 29_696;
/** Added to where the text of a literal is: that it counts in any mixture of cases, and what shape it has. */
const foldMark = 2 ** 31;
const shapeMarks = { assignment: 2 ** 29, userinfo: 2 ** 30 };

/** Where in a literal its window of four bytes is, and the bucket it is looked for in. */
export interface Choice {
  readonly offset: number;
  readonly bucket: number;
}

export const bucketCount = 16;

interface Code {
  readonly memory: Memory;
  search(from: number, to: number, at: number): number;
  resume(): number;
  lines(from: number, to: number): number;
  limit(end: number): number;
}

/** A prefilter of its own memory; `undefined` where WebAssembly or its SIMD is missing, or the literals are too many. */
export function simdPrefilter(anchors: readonly Anchor[], size: number): Prefilter | undefined {
  const code = anchors.length <= mostLiterals ? instantiate(windowAt + size + 128) : undefined;
  if (!code) return undefined;
  if (!layOut(code.memory, anchors)) return undefined;
  const found = new Uint32Array(code.memory.buffer, hits, 16_384);
  return {
    window: new Uint8Array(code.memory.buffer, windowAt, size),
    search(from, to, seen, end = to) {
      code.limit(windowAt + end);
      for (let at = windowAt + from; at < windowAt + to; ) {
        const count = code.search(windowAt + from, windowAt + to, at);
        for (let hit = 0; hit < count; hit++) seen(found[hit * 2] ?? 0, (found[hit * 2 + 1] ?? 0) - windowAt);
        at = code.resume();
      }
    },
    lines: (from, to) => code.lines(windowAt + from, windowAt + to),
  };
}

/** The relaxed form is the faster one; an engine that lacks it refuses to compile it. */
const instances = instancesOf([modules.relaxed, modules.plain]);

function instantiate(bytes: number): Code | undefined {
  const instance = instances(bytes);
  const [search, resume, lines, limit] = ['search', 'resume', 'lines', 'limit'].map((name) => instance?.call(name));
  if (!instance || !search || !resume || !lines || !limit) return undefined;
  return { memory: instance.memory, search, resume, lines, limit };
}

/** What the plan chose for a literal; one that is newer than the plan gets a place all the same. */
function choices(anchors: readonly Anchor[]): readonly Choice[] {
  const planned = readPlan();
  return anchors.map((anchor, index) => planned.get(nameOf(anchor)) ?? { offset: 0, bucket: index % bucketCount });
}

/** The plan by literal. */
export function readPlan(): ReadonlyMap<string, Choice> {
  return new Map(
    planText
      .trim()
      .split('\n')
      .map((line): [string, Choice] => {
        const [, offset = '0', bucket = '0', name = ''] = /^(\d+) (\d+) (.*)$/.exec(line) ?? [];
        return [name, { offset: Number(offset), bucket: Number(bucket) }];
      }),
  );
}

/** How the plan names a literal: as JSON, so that any byte can be written. */
export function nameOf({ text, fold }: Anchor): string {
  return `${fold ? 'i' : '='}${JSON.stringify(text)}`;
}

/** The four classes of bytes of a window, each as the bytes that may stand there; the fourth of a literal of three is any. */
export function classesOf({ text, fold }: Anchor, offset: number): readonly (readonly number[] | undefined)[] {
  return [0, 1, 2, 3].map((place) => {
    const byte = text.charCodeAt(offset + place);
    if (Number.isNaN(byte)) return undefined;
    return fold && byte >= 0x61 && byte <= 0x7a ? [byte, byte - 0x20] : [byte];
  });
}

function layOut(memory: Memory, anchors: readonly Anchor[]): boolean {
  const bytes = new Uint8Array(memory.buffer);
  const view = new DataView(memory.buffer);
  let text = texts;
  bytes.set(kinds, kindsAt);
  for (const [index, { offset, bucket }] of choices(anchors).entries()) {
    const anchor = anchors[index];
    if (!anchor || anchor.text.length < 3 || anchor.text.length > 255 || text + anchor.text.length > windowAt)
      return false;
    for (const [place, allowed] of classesOf(anchor, offset).entries()) mark(bytes, place, bucket, allowed);
    const entry = literals + index * 32;
    const head = heads + headOf(anchor, offset) * 2;
    view.setUint16(entry, view.getUint16(head, true), true);
    view.setUint16(head, index + 1, true);
    bytes.set([offset, anchor.text.length], entry + 2);
    const shape = anchor.shape === undefined ? 0 : shapeMarks[anchor.shape];
    view.setUint32(entry + 4, text + shape + (anchor.fold ? foldMark : 0), true);
    layOutStart(bytes, entry + 8, anchor);
    for (let at = 0; at < anchor.text.length; at++) bytes[text + at] = anchor.text.charCodeAt(at);
    text += anchor.text.length;
  }
  return true;
}

/** The first eight bytes of a literal: which of them count, which are letters in any case, and what they are. */
function layOutStart(bytes: Uint8Array, entry: number, { text, fold }: Anchor): void {
  for (let at = 0; at < Math.min(8, text.length); at++) {
    const byte = text.charCodeAt(at);
    bytes[entry + at] = 0xff;
    bytes[entry + 8 + at] = fold && byte >= 0x61 && byte <= 0x7a ? 0x20 : 0;
    bytes[entry + 16 + at] = byte;
  }
}

/** Lets these bytes stand at a place of a bucket's window: by their low nibbles, and by their high ones. */
function mark(bytes: Uint8Array, place: number, bucket: number, allowed: readonly number[] | undefined): void {
  const low = place * 64 + (bucket >> 3) * 32;
  const bit = 1 << (bucket & 7);
  const set = (at: number): void => {
    bytes[at] = (bytes[at] ?? 0) | bit;
  };
  for (let nibble = 0; nibble < 16; nibble++) {
    if (!allowed || allowed.some((byte) => (byte & 15) === nibble)) set(low + nibble);
    if (!allowed || allowed.some((byte) => byte >> 4 === nibble)) set(low + 16 + nibble);
  }
}

function headOf({ text }: Anchor, offset: number): number {
  const byte = (at: number) => text.charCodeAt(offset + at);
  const key = byte(0) | (byte(1) << 8) | (byte(2) << 16) | 0x202020;
  return Math.imul(key, 0x9e3779b1) >>> 20;
}
