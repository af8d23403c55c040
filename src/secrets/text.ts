/** Finding secrets in a text of moderate size, without tables: one look for each anchor. */
import { detectors as catalogue, planOf } from './catalogue.ts';
import { around, confirm, type Found, resolve } from './confirm.ts';
import type { Detector } from './detector.ts';
import { searchText } from './prefilter.ts';
import { findInFile } from './structured/structured.ts';

/** Every match in `text`, judged; places are UTF-16 units. */
export function findInText(text: string, path?: string, detectors: readonly Detector[] = catalogue): Found[] {
  const { anchors, detectorsOf } = planOf(detectors);
  const found: Found[] = [];
  searchText(text, anchors, (anchor, at) => {
    for (const detector of detectorsOf[anchor] ?? []) {
      const [from, to] = around(detector, at, text.length);
      const match = confirm(detector, { text: text.slice(from, to), origin: from }, at, path);
      if (match) found.push(match);
    }
  });
  if (path !== undefined) found.push(...findInFile(path, text.slice(0, 32), () => text));
  return resolve(found);
}
