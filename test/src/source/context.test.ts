import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { gatherContext } from '../../../src/source/context.ts';

const made: string[] = [];

function folder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'plimsoll-context-'));
  made.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

afterAll(() => {
  for (const root of made) rmSync(root, { recursive: true });
});

describe('the build context', () => {
  it('is the folder of the Dockerfile when what it copies lies there', () => {
    const cwd = folder({ Dockerfile: 'FROM scratch\nCOPY app /app\n', app: '12345', '.dockerignore': '*.md\n' });
    const context = gatherContext('Dockerfile', { cwd });
    expect(context?.directory).toBe('.');
    expect(context?.ignore).toEqual({ file: '.dockerignore', text: '*.md\n' });
    expect([...(context?.files ?? [])].sort()).toEqual([
      ['.dockerignore', { size: 5 }],
      ['Dockerfile', { size: 27 }],
      ['app', { size: 5 }],
    ]);
  });

  it('is unknown when what is copied lies elsewhere, or nothing is', () => {
    const cwd = folder({
      'docker/Dockerfile': 'FROM scratch\nCOPY app /app\n',
      'none/Dockerfile': 'FROM scratch\n',
      app: '',
    });
    expect(gatherContext('docker/Dockerfile', { cwd })).toBeUndefined();
    expect(gatherContext('none/Dockerfile', { cwd })).toBeUndefined();
  });

  it('is what was given, and the ignore file of the Dockerfile goes first', () => {
    const cwd = folder({
      'docker/Dockerfile': 'FROM scratch\nCOPY app /app\n',
      'docker/Dockerfile.dockerignore': 'docs\n',
      '.dockerignore': '*.md\n',
      app: '',
    });
    const context = gatherContext('docker/Dockerfile', { cwd, directory: '.' });
    expect(context?.ignore).toEqual({ file: 'docker/Dockerfile.dockerignore', text: 'docs\n' });
    expect(context?.files?.has('app')).toBe(true);
  });

  it('does not go down into what tools fill', () => {
    const cwd = folder({
      Dockerfile: 'FROM scratch\nCOPY . /app\n',
      '.git/HEAD': 'x',
      '.git/objects/ab/cd': 'x',
      'node_modules/.package-lock.json': '{}',
      'node_modules/app/index.js': '',
    });
    const files = gatherContext('Dockerfile', { cwd })?.files;
    expect(files?.has('.git/HEAD')).toBe(true);
    expect(files?.has('.git/objects/ab/cd')).toBe(false);
    expect(files?.has('node_modules/.package-lock.json')).toBe(true);
    expect(files?.has('node_modules/app/index.js')).toBe(false);
  });

  it('is unknown when the folder is not there', () => {
    const cwd = folder({ Dockerfile: 'FROM scratch\nCOPY . /\n' });
    expect(gatherContext('Dockerfile', { cwd, directory: 'nowhere' })).toBeUndefined();
  });
});
