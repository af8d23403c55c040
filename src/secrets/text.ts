/** Finding secrets in a text of moderate size, without tables: one look for each anchor. */
import { type Plan, textPlan } from './catalogue.ts';
import { around, confirm, confirmWithin, type Excerpt, type Found, resolve } from './confirm.ts';
import type { Detector } from './detector.ts';
import { searchText } from './search.ts';
import { findInFile } from './structured/structured.ts';

/** Every match in `text`, judged; places are UTF-16 units. */
export function findInText(text: string, path?: string, plan: Plan = textPlan()): Found[] {
  const found: Found[] = [];
  searchText(text, plan.anchors, (anchor, at) => {
    for (const detector of plan.detectorsOf(anchor)) {
      const [from, to] = around(detector, at, text.length);
      found.push(...matchesAt(detector, { text: text.slice(from, to), origin: from }, at, path));
    }
  });
  if (path !== undefined) found.push(...findInFile(path, text.slice(0, 32), () => text));
  return resolve(found);
}

/** What a detector finds at an anchor; behind an encoding that may be several, all placed where the encoded text is. */
export function matchesAt(detector: Detector, excerpt: Excerpt, at: number, path?: string): Found[] {
  if (detector.within) return confirmWithin(detector, detector.within, excerpt, path);
  if (!detector.open) {
    const match = confirm(detector, excerpt, at, path);
    return match ? [match] : [];
  }
  const opened = detector.open(excerpt.text, at - excerpt.origin);
  if (!opened) return [];
  const [start, end] = [opened.start + excerpt.origin, opened.end + excerpt.origin];
  return findInText(opened.text, undefined, textPlan('plain')).map((one) => ({
    ...one,
    start,
    end,
    inside: opened.inside,
  }));
}
