import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unifiedDiff } from '../../../src/fix/diff.ts';

test('a change is shown with three lines around it', () => {
  const before = 'a\nb\nc\nd\nFROM debian:latest\ne\nf\ng\nh\n';
  expect(unifiedDiff('Dockerfile', before, before.replace('latest', '12.9'))).toBe(
    `--- a/Dockerfile
+++ b/Dockerfile
@@ -2,7 +2,7 @@
 b
 c
 d
-FROM debian:latest
+FROM debian:12.9
 e
 f
 g
`,
  );
});

test('far changes have a hunk each, near ones share it', () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index}\n`);
  const changed = (...at: number[]) =>
    lines.map((line, index) => (at.includes(index) ? `new ${index}\n` : line)).join('');
  const count = (text: string) => unifiedDiff('f', lines.join(''), text).match(/^@@/gm)?.length;
  expect(count(changed(2, 9))).toBe(1);
  expect(count(changed(2, 10))).toBe(2);
});

test('a missing newline at the end is said', () => {
  expect(unifiedDiff('f', 'a', 'a\n')).toBe('--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n');
});

test('equal texts differ in nothing', () => {
  expect(unifiedDiff('f', 'a\n', 'a\n')).toBe('');
});

/** What a reader of patches makes of the diff. */
function patched(before: string, diff: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-diff-'));
  writeFileSync(join(folder, 'f'), before);
  execFileSync('git', ['apply', '--unidiff-zero', '--whitespace=nowarn', '-'], { cwd: folder, input: diff });
  const after = readFileSync(join(folder, 'f'), 'utf8');
  rmSync(folder, { recursive: true });
  return after;
}

test('git applies it and has the new text', () => {
  const text = fc.array(fc.constantFrom('a\n', 'b\n', 'c\n', 'RUN x \\\n', '\n', 'd\r\n'), { maxLength: 14 });
  const end = fc.constantFrom('', 'last');
  fc.assert(
    fc.property(text, end, text, end, (a, aEnd, b, bEnd) => {
      const [before, after] = [a.join('') + aEnd, b.join('') + bEnd];
      fc.pre(before !== after && before !== '' && after !== '');
      expect(patched(before, unifiedDiff('f', before, after))).toBe(after);
    }),
    { numRuns: 60 },
  );
});
