import fc from 'fast-check';
import { parse } from 'unbash';
import { describe, expect, it } from 'vitest';
import { plainScript } from '../../../src/dockerfile/plain-script.ts';

/** A tree as plain data, with what is worked out when it is asked for. */
function seen(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(seen);
  if (typeof node !== 'object' || node === null) return node;
  const told = ['type', 'pos', 'end', 'text', 'value', 'parts', 'name', 'prefix', 'suffix', 'args', 'redirects'];
  const names = [...told, 'command', 'commands', 'operators', 'background', 'shebang', 'errors'];
  return Object.fromEntries(names.map((name) => [name, name in node ? seen(Reflect.get(node, name)) : undefined]));
}

const words = [
  ...['npm', 'ci', 'if', 'then', 'time', 'export', 'declare', 'in', 'set', '--omit=dev', '-x', 'A=b', 'curl=7.1', '-'],
  ...['./a.sh', 'https://example.com/a', '1', '22:80', '%1', 'a,b', 'g++', '&', '&&', '&&', '&&', '=', '{', '!', '~'],
];

describe('plainScript', () => {
  it('makes the tree that the parser makes', () => {
    const pieces = fc.constantFrom(...words, ...words.map((word) => ` ${word}`), ' ', '\t', '\n', ';', '$', '#', '"');
    const scripts = fc.array(pieces, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
    let read = 0;
    const property = fc.property(scripts, (text) => {
      const script = plainScript(text);
      if (script === undefined) return;
      read++;
      expect(seen(script)).toEqual(seen(parse(text)));
    });
    fc.assert(property, { numRuns: 4000 });
    expect(read).toBeGreaterThan(400);
  });

  it.each(['npm ci', 'apt-get update && apt-get install -y curl', '  make\t--jobs=2  '])('reads `%s`', (text) => {
    expect(seen(plainScript(text))).toEqual(seen(parse(text)));
  });

  it.each(['', '&& a', 'a &&', 'a & b', 'A=b c', 'a $b', 'time a', 'a | b', 'a; b', 'a "b"', 'a > b', 'a\nb'])(
    'leaves `%s` to the parser',
    (text) => {
      expect(plainScript(text)).toBeUndefined();
    },
  );
});
