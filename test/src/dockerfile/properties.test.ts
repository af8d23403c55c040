import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode } from '../../../src/dockerfile/decode.ts';
import { leavesOf } from '../../../src/dockerfile/leaves.ts';
import { joinLines } from '../../../src/dockerfile/logical.ts';
import { parse } from '../../../src/dockerfile/parse.ts';
import { parseReference } from '../../../src/dockerfile/reference.ts';
import type { Span } from '../../../src/finding.ts';
import { anyBytes, likeDockerfiles } from './texts.ts';
import { touchAll } from './touch.ts';

function checkSpans(text: string): void {
  touchAll(parse(text, { file: 'Dockerfile' }), ({ start, end }, what) => {
    if (!(start >= 0 && start <= end && end <= text.length))
      throw new Error(`${what} at ${start}–${end} of ${text.length}`);
  });
}

describe('any text', () => {
  it('is a Dockerfile, with every span inside it', () => {
    fc.assert(fc.property(likeDockerfiles, checkSpans), { numRuns: 1500 });
    expect(() => checkSpans('')).not.toThrow();
  });

  it('of any bytes is a Dockerfile, and gives the bytes back', () => {
    const property = fc.property(anyBytes, (bytes) => {
      const decoded = decode(bytes);
      checkSpans(decoded.text);
      expect(encode(decoded)).toEqual(bytes);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('is its leaves in order, and what is between words means nothing', () => {
    const property = fc.property(likeDockerfiles, (text) => {
      const file = parse(text, { file: 'Dockerfile' });
      const leaves = leavesOf(file);
      expect(leaves.map(({ span }) => text.slice(span.start, span.end)).join('')).toBe(text);
      const rest = leaves.filter(({ kind }) => kind === 'rest').map(({ span }) => text.slice(span.start, span.end));
      // Brackets and commas are those of JSON forms; a bare `--` ends the flags.
      expect(rest.join('').replace(/[\s\ufeff\\`[\],]|--/g, '')).toBe('');
    });
    fc.assert(property, { numRuns: 1500 });
  });

  it('has every word where its span says', () => {
    const property = fc.property(likeDockerfiles, (text) => {
      // A piece of a word that is all spaces of another script would pass for a blank line when it is joined alone.
      fc.pre(!/[\u2028\u00a0]/.test(text));
      const file = parse(text, { file: 'Dockerfile' });
      const there = ({ span }: { span: Span }): string => joinLines(text, span.start, span.end, file.escape).text;
      for (const one of file.instructions) {
        expect(there({ span: one.keywordSpan }).toUpperCase()).toBe(one.keyword);
        for (const word of one.words) expect(there(word)).toBe(word.raw);
        for (const { value } of one.flags) if (value) expect(there(value)).toBe(value.raw);
        const commands = 'script' in one ? (one.script?.commands ?? []) : [];
        for (const { args, nameWord } of commands) {
          for (const word of nameWord ? [nameWord, ...args] : args) expect(there(word)).toBe(word.raw);
        }
      }
    });
    fc.assert(property, { numRuns: 1500 });
  });

  it('reads the same whichever part is asked for first', () => {
    const property = fc.property(likeDockerfiles, (text) => {
      const asked = parse(text, { file: 'Dockerfile' });
      const last = asked.instructions.map((one) => one.words.map((word) => word.text)).reverse();
      const inOrder = parse(text, { file: 'Dockerfile' });
      touchAll(inOrder, () => {});
      expect(inOrder.instructions.map((one) => one.words.map((word) => word.text)).reverse()).toEqual(last);
    });
    fc.assert(property, { numRuns: 300 });
  });
});

describe('an image of letters and marks', () => {
  it('is valid where the grammar of references says so', () => {
    const grammar =
      /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?$/;
    const part = fc.string({ unit: fc.constantFrom(...'aZ0._-'), maxLength: 6 });
    const images = fc.tuple(part, part, fc.boolean(), fc.boolean());
    const property = fc.property(images, ([name, more, isPath, isTagged]) => {
      const path = isPath ? `acme/${name}` : name;
      const image = isTagged ? `${path}:${more}` : path;
      expect(parseReference(image).valid).toBe(grammar.test(image));
    });
    fc.assert(property, { numRuns: 2000 });
    expect([127, 128, 129].map((length) => parseReference(`node:${'a'.repeat(length)}`).valid)).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('decode', () => {
  it.each([
    [[0xff, 0xfe, 0x46, 0x00, 0x52, 0x00], 'utf-16le', '\ufeffFR'],
    [[0xfe, 0xff, 0x00, 0x46], 'utf-16be', '\ufeffF'],
    [[0xef, 0xbb, 0xbf, 0x46], 'utf-8', '\ufeffF'],
    [[0x46, 0xe9], 'latin1', 'Fé'],
    [[], 'utf-8', ''],
  ])('%j is %s', (bytes, encoding, text) => {
    expect(decode(Uint8Array.from(bytes))).toEqual({ encoding, text });
  });
});
