import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { print } from '../../../bin/dev/buildkit.ts';
import { differences } from '../../../bin/dev/differential.ts';
import { decode } from '../../../src/dockerfile/decode.ts';
import { parse } from '../../../src/dockerfile/parse.ts';

const folder = join(import.meta.dirname, '../../../fixtures/dockerfiles');
const cases = readdirSync(folder).map((name) => ({
  name,
  text: decode(readFileSync(join(folder, name, 'Dockerfile'))).text,
  /** What BuildKit's own parser prints of the file. */
  tree: readFileSync(join(folder, name, 'tree.txt'), 'utf8').trim(),
}));

describe.each(cases)('fixture $name', ({ text, tree }) => {
  it('is read as BuildKit reads it', () => {
    const faults = parse(text, { file: 'Dockerfile' }).faults.length;
    expect(tree === 'refused' ? faults > 0 : print(text)).toEqual(tree === 'refused' ? true : tree);
  });

  it('differs from dockerfile-ast only where that is explained', () => {
    expect(differences(text).filter(({ why }) => why === 'unexplained')).toEqual([]);
  });
});
