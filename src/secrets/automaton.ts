/** Many literals in one pass (Aho and Corasick), over a table of 256 next states for each state. */
import type { Anchor, Seen } from './prefilter.ts';

interface Tables {
  /** Row `state`, column byte. States from `firstHit` on have something to report. */
  readonly next: Uint16Array;
  readonly firstHit: number;
  /** By `state - firstHit`: the anchors that end there. */
  readonly hits: readonly (readonly number[])[];
}

interface Node {
  readonly children: Map<number, number>;
  readonly ends: number[];
  fallback: number;
}

const built = new WeakMap<readonly Anchor[], Tables>();

/** A search for `anchors`; tables are built by its first use and kept for as long as the list lives. */
export function automaton(anchors: readonly Anchor[]) {
  return (bytes: Uint8Array, from: number, to: number, seen: Seen): void => {
    let tables = built.get(anchors);
    if (!tables) {
      tables = build(anchors);
      built.set(anchors, tables);
    }
    const { next, firstHit, hits } = tables;
    let state = 0;
    for (let at = from; at < to; at++) {
      state = next[(state << 8) | (bytes[at] ?? 0)] ?? 0;
      if (state < firstHit) continue;
      for (const index of hits[state - firstHit] ?? []) {
        const anchor = anchors[index];
        if (!anchor) continue;
        const start = at + 1 - anchor.text.length;
        if (anchor.fold || stands(bytes, start, anchor.text)) seen(index, start);
      }
    }
  };
}

/** The automaton runs on folded bytes; an anchor that minds its case is compared once more. */
function stands(bytes: Uint8Array, start: number, text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (bytes[start + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

function build(anchors: readonly Anchor[]): Tables {
  const trie = plant(anchors);
  const order = fallbacks(trie);
  // States with hits come last, so that the inner loop asks one question.
  const sorted = order.toSorted((one, other) => hasEnds(trie, one) - hasEnds(trie, other));
  const number = new Map(sorted.map((id, index) => [id, index]));
  const firstHit = order.filter((id) => !trie[id]?.ends.length).length;
  const next = new Uint16Array(sorted.length << 8);
  // In breadth-first order a state's fallback has its row before the state does.
  for (const id of order) {
    const node = trie[id];
    const row = (number.get(id) ?? 0) << 8;
    const fallbackRow = (number.get(node?.fallback ?? 0) ?? 0) << 8;
    if (id !== 0) next.copyWithin(row, fallbackRow, fallbackRow + 256);
    for (const [byte, child] of node?.children ?? []) {
      const state = number.get(child) ?? 0;
      next[row | byte] = state;
      if (byte >= 0x61 && byte <= 0x7a) next[row | (byte - 0x20)] = state;
    }
  }
  const hits = sorted.slice(firstHit).map((id) => trie[id]?.ends ?? []);
  return { next, firstHit, hits };
}

function hasEnds(trie: readonly Node[], id: number): number {
  return trie[id]?.ends.length ? 1 : 0;
}

function plant(anchors: readonly Anchor[]): Node[] {
  const trie: Node[] = [{ children: new Map(), ends: [], fallback: 0 }];
  for (const [index, { text }] of anchors.entries()) {
    let id = 0;
    for (const character of text.toLowerCase()) {
      const byte = character.charCodeAt(0);
      const known = trie[id]?.children.get(byte);
      if (known === undefined) trie.push({ children: new Map(), ends: [], fallback: 0 });
      trie[id]?.children.set(byte, known ?? trie.length - 1);
      id = known ?? trie.length - 1;
    }
    trie[id]?.ends.push(index);
  }
  return trie;
}

/** Sets each node's fallback, adds the fallback's ends to its own, and gives the breadth-first order. */
function fallbacks(trie: Node[]): number[] {
  const order = [0];
  for (const id of order) {
    const node = trie[id];
    for (const [byte, childId] of node?.children ?? []) {
      order.push(childId);
      const child = trie[childId];
      if (!node || !child || id === 0) continue;
      let fallback = node.fallback;
      while (fallback !== 0 && !trie[fallback]?.children.has(byte)) fallback = trie[fallback]?.fallback ?? 0;
      child.fallback = trie[fallback]?.children.get(byte) ?? 0;
      child.ends.push(...(trie[child.fallback]?.ends ?? []));
    }
  }
  return order;
}
