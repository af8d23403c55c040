import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { arrows, pure, roomOf } from '../bin/dev/arrows.ts';

const files = ['bin', 'src', 'rules', 'lsp'].flatMap((top) => list(top));

function list(folder: string): string[] {
  const entries = readdirSyncOr(folder);
  return entries.flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'vscode') return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return list(path);
    return path.endsWith('.ts') ? [path] : [];
  });
}

function readdirSyncOr(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function importsOf(file: string): { specifier: string; typeOnly: boolean }[] {
  const text = readFileSync(file, 'utf8');
  const found = text.matchAll(
    /^(?:import|export)\s+(type\s)?(?:[^;'"]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/gm,
  );
  return [...found].map((match) => ({ specifier: match[2] ?? match[3] ?? '', typeOnly: match[1] !== undefined }));
}

test('every import follows an arrow of the table', () => {
  const wrong: string[] = [];
  for (const file of files) {
    const room = roomOf(file);
    if (!room) {
      wrong.push(
        `${file} stands in no room of docs/architecture.md: move it into one, or add the room to bin/dev/arrows.ts.`,
      );
      continue;
    }
    for (const { specifier } of importsOf(file)) {
      if (!specifier.startsWith('.')) continue;
      const target = relative('.', join(dirname(file), specifier));
      const to = roomOf(target);
      if (!to || to === room || arrows[room]?.includes(to)) continue;
      wrong.push(
        `${file} imports ${target}: there is no arrow ${room} → ${to}. ${room} may import ${arrows[room]?.join(', ') || 'nothing'}.`,
      );
    }
  }
  expect(wrong, wrong.join('\n')).toEqual([]);
});

test('pure rooms touch no disk, network, clock or environment', () => {
  const wrong: string[] = [];
  for (const file of files.filter((path) => pure.includes(roomOf(path) ?? ''))) {
    for (const { specifier } of importsOf(file)) {
      if (/^node:(fs|net|http|https|child_process|os|worker_threads|process)/.test(specifier))
        wrong.push(`${file} imports ${specifier}: its room is pure.`);
    }
    const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    const world =
      /\bDate\.now\(|\bnew Date\(\)|\bprocess\.(env|cwd|stdout|stderr|exit)|\bconsole\.|\bMath\.random\(/.exec(text);
    if (world) wrong.push(`${file} says \`${world[0]}\`: its room is pure.`);
  }
  expect(wrong, wrong.join('\n')).toEqual([]);
});

test('no file is a drawer for odds and ends', () => {
  const drawers = files.filter((path) =>
    /(^|\/)(utils?|helpers?|common|misc|shared|types|constants)(\/|\.ts$)/.test(path),
  );
  expect(drawers).toEqual([]);
});
