/** How long Chromium takes from opening an HTML report on disk to the picture of the image being painted. */
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { chromiumPath } from '../../installed.ts';

/** In the page: the time at which the first areas were drawn and a frame with them was done. A text, because it runs there. */
const watch = `new MutationObserver((_, observer) => {
  if (document.querySelector('.map .tile') === null) return;
  observer.disconnect();
  requestAnimationFrame(() => requestAnimationFrame(() => { window.drawn = performance.now(); }));
}).observe(document, { childList: true, subtree: true });`;

/** Milliseconds of each opening, in a window of its own without network; none where there is no Chromium. */
export async function openings(file: string, rounds: number): Promise<readonly number[]> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) return [];
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const times: number[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const view = await browser.newContext({ viewport: { width: 1280, height: 860 }, offline: true });
      const page = await view.newPage();
      await page.addInitScript(watch);
      await page.goto(pathToFileURL(file).href);
      const drawn = await page.waitForFunction('window.drawn');
      times.push(Number(await drawn.jsonValue()));
      await view.close();
    }
  } finally {
    await browser.close();
  }
  return times;
}
