/**
 * The HTML report in a real Chromium: found at `PLIMSOLL_CHROMIUM`, or where systems put it.
 * `UPDATE_GOLDEN=1` takes the screenshots of the documentation anew.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { chromiumPath } from '../../bin/dev/installed.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import type { Finding, Report } from '../../src/finding.ts';
import { assemble } from '../../src/image/assemble.ts';
import { summarise } from '../../src/image/summary.ts';
import { loadFormat } from '../../src/report/formats.ts';
import { sketchParts } from '../../src/testing/parts.ts';
import { context } from '../golden/fixture.ts';

const dockerfileText = `FROM debian:12.9
COPY . /app
RUN apt-get update \\
  && apt-get install -y build-essential
RUN rm -rf /app/.git /app/.env
USER app
`;
const dockerfile = parse(dockerfileText, { file: 'Dockerfile' });
/** Files that make an image of 1 GB together. */
const mb = (size: number) => ({ size: size * 6_000_000 });

const image = assemble({
  ...sketchParts({
    reference: 'acme/app:1.4',
    base: 1,
    layers: [
      { 'usr/lib/libc.so.6': mb(2), 'usr/bin/perl': mb(4), 'usr/share/doc/copyright': mb(24) },
      {
        'app/.git/objects/pack': mb(43),
        'app/.git/index': mb(1),
        'app/.env': 'A=1',
        'app/server.js': mb(14.8),
        'app/<img src=x onerror=alert(1)>': mb(0.2),
      },
      { 'usr/lib/gcc/cc1plus': mb(36), 'usr/lib/gcc/cc1': mb(33), 'var/lib/apt/lists/main_Packages': mb(21) },
      { 'app/.wh..git': '', 'app/.wh..env': '' },
    ],
    history: [
      '/bin/sh -c #(nop) ADD file:1 in / ',
      'COPY . /app # buildkit',
      'RUN /bin/sh -c apt-get update   && apt-get install -y build-essential # buildkit',
      'RUN /bin/sh -c rm -rf /app/.git /app/.env # buildkit',
      { by: 'USER app', empty: true },
    ],
  }),
  dockerfile,
});

const span = (text: string) => {
  const start = dockerfileText.indexOf(text);
  return { start, end: start + text.length };
};
const at = (text: string) => ({ kind: 'dockerfile', file: 'Dockerfile', span: span(text) }) as const;
const common = { evidence: [], fixes: [], related: [] };
const findings: readonly Finding[] = [
  {
    ...common,
    rule: 'apt-lists-kept',
    severity: 'warning',
    message: 'The package lists that `apt-get update` fetches stay in the layer.',
    place: at('apt-get update'),
    help: 'End the RUN with `rm -rf /var/lib/apt/lists/*`.',
    fingerprint: 'a',
  },
  {
    ...common,
    rule: 'secret-in-file',
    severity: 'error',
    message: '`/app/.env` holds a likely secret, and a later instruction only hides it.',
    place: { kind: 'layer', layer: 1, path: 'app/.env', line: 1 },
    related: [
      { place: at('COPY . /app'), message: 'added here' },
      { place: at('RUN rm -rf /app/.git /app/.env'), message: 'removed there' },
    ],
    fingerprint: 'b',
  },
  {
    ...common,
    rule: 'wasted-bytes',
    severity: 'warning',
    message: '`/app/.git` is shipped and hidden.',
    place: { kind: 'layer', layer: 1, path: 'app/.git' },
    evidence: [{ kind: 'bytes', what: 'waste', bytes: 44_000_000 }],
    fingerprint: 'c',
  },
];

const report: Report = {
  schema: 1,
  tool: { name: 'plimsoll', version: '0.1.0' },
  subject: { kind: 'build', name: 'acme/app:1.4', dockerfile: 'Dockerfile' },
  today: '2026-11-26',
  findings,
  skipped: [{ what: 'layer 3', reason: 'truncated', detail: 'The stream ended early.' }],
  image: summarise(image),
};

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-html-'));
const file = join(folder, 'report.html');
const pictures = {
  light: join(import.meta.dirname, '../../docs/images/report.png'),
  dark: join(import.meta.dirname, '../../docs/images/report-dark.png'),
};
let browser: Browser;

beforeAll(async () => {
  const html = await loadFormat('html');
  const page = [...html([report], { ...context, text: () => dockerfileText, image: () => image })].join('');
  writeFileSync(file, page);
  const executablePath = chromiumPath();
  if (executablePath === undefined)
    throw new Error('This test needs Chromium: `npm run setup` installs it, or name one in PLIMSOLL_CHROMIUM.');
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** The page as opened from disk, with every request and every error that it makes. */
async function opened(colorScheme: 'light' | 'dark' = 'light') {
  const view = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 860 }, offline: true });
  const page = await view.newPage();
  const requests: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => errors.push(message.text()));
  await page.goto(pathToFileURL(file).href);
  return { page, requests, errors, close: () => view.close() };
}

const focused = (page: Page) => page.locator(':focus').getAttribute('aria-label');

/** Contrast of text with what is behind it, by WCAG, as `[selector, ratio]`. A text, because it runs in the page. */
const contrasts = (selectors: readonly string[]) => `(() => {
  const luminance = (color) => {
    const [r, g, b] = color.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const numbers = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
  return ${JSON.stringify(selectors)}.map((selector) => {
    const element = document.querySelector(selector);
    if (element === null) return [selector, 0];
    let behind = element, color = [0, 0, 0, 0];
    while (behind !== null && (color[3] ?? 1) === 0) {
      color = numbers(getComputedStyle(behind).backgroundColor);
      behind = behind.parentElement;
    }
    const [light, dark] = [luminance(color), luminance(numbers(getComputedStyle(element).color))].sort((a, b) => b - a);
    return [selector, Math.round((light + 0.05) / (dark + 0.05) * 100) / 100];
  });
})()`;

describe('the report', () => {
  test('is one file that asks for nothing and runs without an error', async () => {
    const { page, requests, errors, close } = await opened();
    expect(requests).toEqual([pathToFileURL(file).href]);
    expect(errors).toEqual([]);
    expect(await page.locator('img').count()).toBe(0);
    await close();
  });

  test('names the largest waste in its first line and draws it as the largest marked area of the first screen', async () => {
    const { page, close } = await opened();
    expect(await page.locator('h1').innerText()).toBe(
      'acme/app:1.4: 264 MB of 1.1 GB are wasted, most by /app/.git: 264 MB from COPY . /app, hidden by RUN rm -rf /app/.git /app/.env',
    );
    const areas = await page.locator('[data-waste]').evaluateAll((tiles) =>
      tiles.map((tile) => {
        const { width, height, bottom } = tile.getBoundingClientRect();
        return { area: width * height, bottom, path: tile.getAttribute('data-path') };
      }),
    );
    const [largest] = areas.toSorted((a, b) => b.area - a.area);
    expect(largest?.path).toBe('/app/.git');
    expect(largest?.bottom).toBeLessThan(860);
    await close();
  });

  test('is walked by keyboard alone', async () => {
    const { page, close } = await opened();
    for (let presses = 0; presses < 5 && (await page.locator('.tile:focus').count()) === 0; presses++) {
      await page.keyboard.press('Tab');
    }
    expect(await focused(page)).toMatch(/^layer 2: 540 MB · RUN apt-get update/);
    await page.keyboard.press('ArrowRight');
    expect(await focused(page)).toBe('layer 1: 354 MB, 264 MB wasted · COPY . /app');
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toBe('/app in layer 1: 354 MB, 264 MB wasted · COPY . /app');
    await page.keyboard.press('Enter');
    expect(await page.locator('.path').innerText()).toBe('acme/app:1.4 / layer 1 / app');
    expect(await focused(page)).toMatch(/^\/app\/\.git in layer 1: 264 MB, 264 MB wasted/);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await page.locator('.path').innerText()).toBe('acme/app:1.4');
    expect(await focused(page)).toMatch(/^layer 1:/);
    await close();
  });

  test('is walked by pointer', async () => {
    const { page, close } = await opened();
    await page.locator('.tile.layer > b', { hasText: 'layer 1' }).click();
    expect(await page.locator('.path').innerText()).toBe('acme/app:1.4 / layer 1');
    await page.locator('.path button').click();
    expect(await page.locator('.path').innerText()).toBe('acme/app:1.4');
    await close();
  });

  test('leads from a finding to its line and to its file in the picture', async () => {
    const { page, close } = await opened();
    const secret = page.locator('.finding.error');
    await secret.locator('.where a').click();
    expect(await page.locator('tr:target').innerText()).toContain('COPY . /app');
    await page.locator('.finding', { hasText: 'shipped and hidden' }).locator('.show').click();
    expect(await page.locator('.tile.hit').getAttribute('data-path')).toBe('/app/.git');
    expect(await page.locator('tr.lit').innerText()).toContain('COPY . /app');
    await close();
  });

  test('says what was not checked before anything else that was found', async () => {
    const { page, close } = await opened();
    expect(await page.locator('.findings li').first().innerText()).toBe(
      'Not checked: layer 3 (truncated). The stream ended early.',
    );
    await close();
  });

  test.each(['light', 'dark'] as const)('can be read in the %s', async (scheme) => {
    const { page, close } = await opened(scheme);
    const of = ['body', '.rule', '.severity', '.where a', '.tile.layer > b', '.tile.wasted > b', 'th'];
    const ratios = z.array(z.tuple([z.string(), z.number()])).parse(await page.evaluate(contrasts(of)));
    expect(ratios.map(([selector]) => selector)).toEqual(of);
    expect(ratios.filter(([, ratio]) => ratio < 4.5)).toEqual([]);
    await close();
  });

  test.each(['light', 'dark'] as const)('has a picture in the documentation that is small: %s', async (scheme) => {
    const path = pictures[scheme];
    if (process.env['UPDATE_GOLDEN'] === '1') {
      const { page, close } = await opened(scheme);
      await page.setViewportSize({ width: 1100, height: 720 });
      await page.screenshot({ path });
      await close();
    }
    expect(statSync(path).size).toBeLessThan(100_000);
  });
});
