import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compiled } from '../../bin/dev/compiled.ts';

test('the modules in the repository are what their sources compile to: else run `node bin/dev/wasm.ts`', async () => {
  const squeeze = (text: string) => text.replace(/\s+/g, '');
  const paths: string[] = [];
  for await (const { path, text } of compiled()) {
    expect(squeeze(readFileSync(path, 'utf8')), path).toBe(squeeze(text));
    paths.push(path);
  }
  expect(paths).toEqual([
    'src/secrets/simd-module.ts',
    'src/secrets/inside/inflate-module.ts',
    'src/image/sum-module.ts',
  ]);
});
