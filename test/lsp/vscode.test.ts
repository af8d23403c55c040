/** The packed extension in a real VS Code. `UPDATE_IMAGES=1` takes the pictures of the documentation anew. */

import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Editor, openEditor } from './vscode/editor.ts';

const dockerfile = `FROM node:latest AS build
WORKDIR /app
COPY . .
RUN npm ci

FROM debian:12.9
MAINTAINER app@example.com
RUN apt-get update && apt-get install -y curl
COPY --from=build /app /app
USER app
CMD ["/app/start"]
`;
const pictures = join(import.meta.dirname, '../../docs/images');
const names = ['vscode-problems', 'vscode-hover', 'vscode-completion', 'vscode-quick-fix'];
const wait = { timeout: 60_000 };
let editor: Editor;

beforeAll(async () => {
  editor = await openEditor({ Dockerfile: dockerfile });
  await editor.page.getByRole('treeitem', { name: 'Dockerfile' }).dblclick(wait);
  await editor.page.locator('.squiggly-warning').first().waitFor(wait);
}, 150_000);

afterAll(() => editor?.close());

async function picture(name: string): Promise<void> {
  if (process.env['UPDATE_IMAGES'] !== '1') return;
  mkdirSync(pictures, { recursive: true });
  await editor.page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
}

async function command(name: string): Promise<void> {
  await editor.page.keyboard.press('F1');
  const box = editor.page.locator('.quick-input-widget input');
  await box.fill(`>${name}`);
  await editor.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: name }).first().click(wait);
}

async function goTo(line: number, column: number): Promise<void> {
  await editor.page.locator('.view-lines').first().click(wait);
  await editor.page.keyboard.press('Control+g');
  await editor.page.locator('.quick-input-widget input').fill(`:${line}:${column}`);
  await editor.page.keyboard.press('Enter');
  await editor.page.locator('.quick-input-widget').waitFor({ ...wait, state: 'hidden' });
}

/** What the editor shows; VS Code writes blanks as no-break spaces. */
async function shown(): Promise<string> {
  const lines = await editor.page.locator('.view-line').allTextContents();
  return lines.map((line) => line.replaceAll('\u00a0', ' ')).join('\n');
}

test('squiggles stand under the text, and the Problems view has a row for each finding', async () => {
  expect(await editor.page.locator('.squiggly-warning').count()).toBeGreaterThan(1);
  await command('Problems: Focus on Problems View');
  const rows = editor.page.locator('.markers-panel .monaco-list-row');
  await rows.filter({ hasText: 'latest-tag' }).waitFor(wait);
  const texts = await rows.allTextContents();
  expect(texts.find((text) => text.includes('latest-tag'))).toMatch(/node:latest.*plimsoll.*Ln 1, Col 6/s);
  expect(texts.find((text) => text.includes('maintainer'))).toContain('Ln 7, Col 1');
  await picture('vscode-problems');
  await command('View: Toggle Problems');
}, 60_000);

test('a hover tells what a name stands for', async () => {
  await goTo(9, 14);
  await command('Show or Focus Hover');
  const told = editor.page.locator('.monaco-hover:visible').filter({ hasText: 'node:latest' });
  await told.waitFor(wait);
  await picture('vscode-hover');
  await editor.page.keyboard.press('Escape');
}, 60_000);

/** The editor asks once when a menu opens, and shows none where the answer comes too late: then a person asks again. */
async function ask(key: string, wanted: Locator): Promise<void> {
  for (let attempt = 0; attempt < 8; attempt++) {
    if (await isSeen(wanted)) return;
    await editor.page.keyboard.press('Escape');
    await editor.page.keyboard.press(key);
  }
  throw new Error(`Nothing was offered at ${key}.`);
}

async function isSeen(wanted: Locator): Promise<boolean> {
  try {
    await wanted.waitFor({ timeout: 5000 });
    return true;
  } catch {
    return false;
  }
}

test('a quick fix is offered and applied, and its squiggle goes', async () => {
  await goTo(7, 3);
  const fixes = editor.page.locator('.action-widget .monaco-list-row.action');
  await editor.page.keyboard.press('Control+.');
  await ask('Control+.', fixes.filter({ hasText: 'Write a label' }).first());
  await picture('vscode-quick-fix');
  await fixes.filter({ hasText: 'Write a label' }).first().click();
  await editor.page.locator('.view-line').filter({ hasText: 'org.opencontainers.image.authors' }).waitFor(wait);
  expect(await shown()).toContain('LABEL org.opencontainers.image.authors="app@example.com"');
  expect(await shown()).not.toContain('MAINTAINER');
}, 60_000);

test('completion offers the flags of the instruction', async () => {
  await goTo(8, 5);
  await editor.page.keyboard.type('--m');
  const offered = editor.page.locator('.suggest-widget .monaco-list-row').filter({ hasText: '--mount' });
  await ask('Control+Space', offered);
  await picture('vscode-completion');
  await offered.click();
  expect(await shown()).toContain('RUN --mount');
}, 60_000);

test('what is wrong with the ignore file is told and mended there', async () => {
  writeFileSync(join(editor.folder, '.dockerignore'), '.git\n!README.md\n');
  await editor.page.getByRole('treeitem', { name: '.dockerignore', exact: true }).dblclick(wait);
  await editor.page.locator('.editor-instance .squiggly-warning').first().waitFor(wait);
  await goTo(2, 3);
  const fix = editor.page.locator('.action-widget .monaco-list-row.action').filter({ hasText: 'Remove the line' });
  await editor.page.keyboard.press('Control+.');
  await ask('Control+.', fix.first());
  await fix.first().click();
  await editor.page
    .locator('.view-line')
    .filter({ hasText: 'README' })
    .waitFor({ ...wait, state: 'detached' });
  expect(await shown()).toContain('.git');
}, 90_000);

test('the pictures of the documentation are small, and no others are there', () => {
  for (const name of names) {
    const file = join(pictures, `${name}.png`);
    expect(readFileSync(file).subarray(1, 4).toString()).toBe('PNG');
    expect(statSync(file).size).toBeLessThan(90_000);
  }
});
