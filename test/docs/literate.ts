/** Guides whose examples are run: files to write, and commands with what they print. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import { sketchArchive } from '../../src/testing/sketch.ts';
import { run } from '../cli/run.ts';

/** One `##` section of a guide. */
export interface Section {
  readonly title: string;
  readonly text: string;
  /** Fenced blocks whose info string names a file. */
  readonly files: Readonly<Record<string, string>>;
  readonly commands: readonly Command[];
}

export interface Command {
  readonly line: string;
  readonly prints: readonly string[];
}

export function sectionsOf(path: string): readonly Section[] {
  return readFileSync(path, 'utf8')
    .split(/^(?=## )/m)
    .map((text) => {
      const blocks = [...text.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)];
      const named = blocks.flatMap(([, , file, body = '']) => (file ? [[file, body] as const] : []));
      const consoles = blocks.flatMap(([, language, , body = '']) => (language === 'console' ? body : []));
      return {
        title: /^## (.*)/.exec(text)?.[1] ?? 'top',
        text,
        files: Object.fromEntries(named),
        commands: consoles.flatMap(commandsOf),
      };
    });
}

function commandsOf(body: string): readonly Command[] {
  return body.split(/^\$ /m).flatMap((part) => {
    const [line = '', ...prints] = part.trimEnd().split('\n');
    return line === '' ? [] : { line, prints };
  });
}

/** What is there beside a section's own files: an image, and the base it was built on. */
const base = { 'usr/local/bin/helper': { content: 'x', mode: 0o4755 }, 'etc/passwd': 'root:x:0:0::/root:/bin/sh\n' };
const images = {
  '.git/HEAD': '',
  'base.tar': sketchArchive({ layers: [base] }),
  'app.tar': sketchArchive({
    layers: [base, { 'srv/app': 'x' }, { 'var/log/app.log': 'x' }],
    config: { User: '0' },
    base: 1,
  }),
};

/** The package as authors of rules see it. */
const source = (path: string) => `export * from ${JSON.stringify(pathToFileURL(join('src', path)).href)};\n`;
const installed = {
  'node_modules/plimsoll/package.json': JSON.stringify({
    type: 'module',
    exports: { '.': './index.js', './testing': './testing.js' },
  }),
  'node_modules/plimsoll/index.js': source('index.ts'),
  'node_modules/plimsoll/testing.js': source('testing/index.ts'),
  'package.json': '{ "type": "module" }',
};

function project(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(join(tmpdir(), 'plimsoll-guide-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

/** Runs the commands of a section, one after the other, and says what differs from what the guide prints. */
export async function differences(section: Section): Promise<readonly string[]> {
  const cwd = project({ ...images, ...installed, ...section.files });
  const found: string[] = [];
  for (const { line, prints } of section.commands) {
    const [, program, words = '', echo] = /^(plimsoll|node) (.*?)(; echo \$\?)?$/.exec(line) ?? [];
    const argv = words.split(' ');
    const { code, stdout, stderr } = program === 'node' ? node(argv, cwd) : await run(argv, { cwd });
    const printed = `${stdout}${stderr}`.trimEnd().split('\n');
    if (echo) printed.push(String(code));
    const shown = printed.filter((one) => isSpokenOf(one, section, prints));
    if (!matches(shown, prints)) found.push(`$ ${line}\n${shown.join('\n')}\n  is not\n${prints.join('\n')}`);
  }
  return found;
}

function node(argv: readonly string[], cwd: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd, encoding: 'utf8', env: {} });
  return { code: status, stdout, stderr };
}

/** A line of a finding is compared when its rule is named anywhere in the section: what is silent must be silent. */
function isSpokenOf(line: string, { text }: Section, prints: readonly string[]): boolean {
  const rule = /\[([\w-]+)\]$/.exec(line)?.[1];
  return rule === undefined ? prints.length > 0 : text.includes(rule);
}

/** `…` stands for any lines, of which none is a finding that the section speaks of. */
function matches(lines: readonly string[], wanted: readonly string[]): boolean {
  const [next, ...rest] = wanted;
  if (next === undefined) return lines.length === 0;
  if (next !== '…') return even(lines[0]) === even(next) && matches(lines.slice(1), rest);
  for (let skip = 0; skip <= lines.length; skip++) {
    if (matches(lines.slice(skip), rest)) return true;
    if (/\[[\w-]+\]$/.test(lines[skip] ?? '')) return false;
  }
  return false;
}

function even(line: string | undefined): string | undefined {
  return line?.replaceAll(/ {2,}# /g, '  # ');
}
