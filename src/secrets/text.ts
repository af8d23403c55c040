/** Finding secrets in a text of moderate size, without tables: one look for each anchor. */
import { type TextPlan, textPlan } from './catalogue.ts';
import { around, confirm, confirmWithin, type Excerpt, type Found, resolve } from './confirm.ts';
import type { Detector } from './detector.ts';
import { searchText } from './search.ts';

/** The last text of some length in which nothing was found: rules search a Dockerfile, and so does the report that quotes it. */
let clean: { readonly text: string; readonly plan: TextPlan } | undefined;

/** Every match in `text`, judged; places are UTF-16 units. */
export function findInText(text: string, plan: TextPlan = textPlan()): Found[] {
  if (clean?.plan === plan && clean.text === text) return [];
  const found = matchesIn(text, plan);
  if (found.length === 0 && text.length > 200) clean = { text, plan };
  return resolve(found);
}

function matchesIn(text: string, plan: TextPlan): Found[] {
  const found: Found[] = [];
  const vain = new Map<number, boolean>();
  searchText(text, plan, (anchor, at) => {
    // Most texts that name a program give it no password: its detectors need not be made for them. Asked once of a text, as it may name it often.
    const isVain = vain.get(anchor) ?? plan.literalAt(anchor)?.holds?.some((one) => text.includes(one)) === false;
    vain.set(anchor, isVain);
    if (isVain) return;
    for (const detector of plan.detectorsOf(anchor)) {
      const [from, to] = around(detector, at, text.length);
      found.push(...matchesAt(detector, { text: text.slice(from, to), origin: from }, at));
    }
  });
  return found;
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
  return findInText(opened.text, textPlan('plain')).map((one) => ({
    ...one,
    start,
    end,
    inside: opened.inside,
  }));
}
