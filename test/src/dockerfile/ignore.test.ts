import { describe, expect, it } from 'vitest';
import { cleanPath, parseIgnore } from '../../../src/dockerfile/ignore.ts';

const ignored = (patterns: string, path: string) => parseIgnore(patterns).ignores(path);

describe('.dockerignore', () => {
  it.each([
    ['**', 'a/b', true],
    ['dir/**', 'dir/a/b', true],
    ['dir/**', 'dir', false],
    ['**/dir', 'a/dir', true],
    ['**/dir', 'a/dir/file', true],
    ['**/.env', 'prod.env', false],
    ['**/.env', '.env', true],
    ['**file', 'a/myfile', true],
    ['**/file*.txt', 'a/b/file1.txt', true],
    ['**/**/*.txt', 'a.txt', true],
    ['a**/*.txt', 'a/b/c.txt', true],
    ['a/*.txt', 'a/b/c.txt', false],
    ['*.md', 'README.md', true],
    ['*.md', 'docs/README.md', false],
    ['*', 'docs/README.md', true],
    ['a[b-d]e', 'ace', true],
    ['a[^b-d]e', 'ace', false],
    ['a?c', 'a/c', false],
    ['a.|)$(}+{bc', 'a.|)$(}+{bc', true],
    ['a\\*b', 'a*b', true],
    ['a\\*b', 'aXb', false],
    ['/abs', 'abs', true],
    ['./docs/', 'docs/a', true],
    ['a/../b', 'b', true],
  ])('%s on %s', (pattern, path, expected) => {
    expect(ignored(pattern, path)).toBe(expected);
  });

  it('lets the last matching pattern decide', () => {
    expect(ignored('docs\n!docs/README.md', 'docs/README.md')).toBe(false);
    expect(ignored('docs\n!docs/README.md', 'docs/other.md')).toBe(true);
    expect(ignored('**\n!src\nsrc/secret', 'src/secret')).toBe(true);
    expect(ignored('!a\n*.go', 'a.go')).toBe(true);
  });

  it('knows comments, blank lines and a byte order mark', () => {
    const { patterns } = parseIgnore('\ufeffnode_modules\n# a\n\n  .git  \r\n !x\n');
    expect(patterns.map(({ path, exception }) => [path, exception])).toEqual([
      ['node_modules', false],
      ['.git', false],
      ['x', true],
    ]);
    expect(patterns[1]?.span).toEqual({ start: 21, end: 25 });
  });

  it('has no glob for what the builder refuses', () => {
    expect(parseIgnore('[\n!\n[x-]\na\\').patterns.map(({ glob }) => glob)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('cleans paths as Go does', () => {
    expect(['', './a//b/', '../../a', '/..', 'a/..'].map(cleanPath)).toEqual(['.', 'a/b', '../../a', '/', '.']);
  });
});
