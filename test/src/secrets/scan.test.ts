import { generateKeyPairSync } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { automaton } from '../../../src/secrets/automaton.ts';
import { detectors, planOf, type TextPlan, textPlan } from '../../../src/secrets/catalogue.ts';
import { passes } from '../../../src/secrets/gate.ts';
import { redact } from '../../../src/secrets/mask.ts';
import type { Anchor } from '../../../src/secrets/prefilter.ts';
import { fileScanner, scanBytes } from '../../../src/secrets/scan.ts';
import { scanText } from '../../../src/secrets/scan-text.ts';
import { literalsOf, searchText } from '../../../src/secrets/search.ts';
import { matchesAt } from '../../../src/secrets/text.ts';
import { tarArchive } from '../../../src/testing/tar.ts';
import { alnum, base62Crc, random } from './samples.ts';

const githubToken = (seed: number) => {
  const body = random(seed)(alnum, 30);
  return `ghp_${body}${base62Crc(body)}`;
};

describe('checksums', () => {
  test('the vector that GitHub published is confirmed', () => {
    const [hit] = scanText('token 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');
    expect(hit).toMatchObject({
      detector: 'github-token',
      confidence: 'confirmed',
      why: 'crc32 checksum',
      offset: 6,
      end: 46,
    });
  });
  test('one character changed is only possible', () => {
    const [hit] = scanText('token ghp_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq18');
    expect(hit).toMatchObject({ detector: 'github-token', confidence: 'possible' });
  });
  test('npm tokens have the same scheme', () => {
    const body = random(3)(alnum, 30);
    expect(scanText(`npm_${body}${base62Crc(body)}`)[0]?.confidence).toBe('confirmed');
    expect(scanText(`npm_${body}0mLq17`)[0]?.confidence).toBe('possible');
  });
});

describe('streaming', () => {
  test('a hit has its byte offset and line, wherever the chunks were cut', () => {
    const token = githubToken(1);
    const text = `${'a line of text\n'.repeat(60_000)}TOKEN=${token}\n`;
    const bytes = Buffer.from(text);
    for (const size of [1000, 65_536, 393_216, bytes.length]) {
      const session = fileScanner({ key: new Uint8Array() }).file('app/notes', bytes.length);
      for (let at = 0; at < bytes.length; at += size) session?.push(bytes.subarray(at, at + size));
      const [hit, ...more] = session?.end() ?? [];
      expect(hit).toMatchObject({
        offset: text.indexOf(token),
        line: 60_001,
        path: 'app/notes',
        confidence: 'confirmed',
      });
      expect(more).toEqual([]);
    }
  });
  test('a hit on every border of the window is found once', () => {
    const token = githubToken(2);
    for (let at = 384 * 1024 - 60; at < 384 * 1024 + 20; at += 7) {
      const bytes = Buffer.alloc(at + 100, 0);
      bytes.write(token, at, 'latin1');
      expect(scanBytes(bytes).map((hit) => hit.offset)).toEqual([at]);
    }
  });
  test('one file after the other, the second knows nothing of the first', () => {
    const scanner = fileScanner({ key: Buffer.from('key') });
    const scan = (text: string) => {
      const session = scanner.file('x', text.length);
      session?.push(Buffer.from(text));
      return session?.end() ?? [];
    };
    expect(scan(githubToken(1))).toHaveLength(1);
    expect(scan('nothing here')).toEqual([]);
    expect(scan(githubToken(1))[0]?.token).toBe(scan(` ${githubToken(1)}`)[0]?.token);
    expect(scan(githubToken(1))[0]?.token).not.toBe(scan(githubToken(2))[0]?.token);
  });
  test('a flood of words that look like secrets ends within its budget, and says so', () => {
    const scanner = fileScanner({ key: new Uint8Array() });
    const bytes = Buffer.from('token=x1 '.repeat(300_000));
    const session = scanner.file('flood', bytes.length);
    session?.push(bytes);
    expect(session?.end()).toEqual([]);
    expect(scanner.limits).toEqual([{ path: 'flood', detail: expect.stringContaining('not searched') }]);
  });
});

describe('more secrets than are shown of one file', () => {
  const passwords = Array.from({ length: 501 }, (_, index) => `password: Tr0ub4dor&${1000 + index}x\n`);
  const scan = (content: Uint8Array) => {
    const scanner = fileScanner({ key: new Uint8Array() });
    const session = scanner.file('app/notes.gz', content.length);
    session?.push(content);
    return { hits: session?.end() ?? [], limits: scanner.limits };
  };
  test('are said to be left out', () => {
    const all = scan(Buffer.from(passwords.slice(0, 500).join('')));
    expect(all.hits).toHaveLength(500);
    expect(all.limits).toEqual([]);
    const some = scan(Buffer.from(passwords.join('')));
    expect(some.hits).toHaveLength(500);
    expect(some.limits).toEqual([{ path: 'app/notes.gz', detail: expect.stringContaining('more than 500') }]);
  });
  test('also of an archive, whose members hold fewer each', () => {
    const half = passwords.slice(0, 251).join('');
    const rest = passwords.slice(251).join('');
    const { hits, limits } = scan(
      gzipSync(tarArchive([half, rest].map((content, name) => ({ name: `${name}`, content })))),
    );
    expect(hits).toHaveLength(500);
    expect(limits).toEqual([
      { path: expect.stringMatching(/^app\/notes\.gz/), detail: expect.stringContaining('more than 500') },
    ]);
  });
  test('leave room for one that is sure', () => {
    const { hits } = scan(Buffer.from([...passwords, githubToken(7)].join('')));
    expect(hits.filter((hit) => hit.detector === 'github-token')).toHaveLength(1);
  });
});

describe('the look at bytes before an assignment', () => {
  test('lets every match through', () => {
    const piece = fc.constantFrom(
      ...['PASS', 'Author', 'api_key', 'DB_PASSWORD', 'token', 'keyboard', 'access_key_id', 'key.', 'x', '-', '.'],
      ...[
        '=',
        ': ',
        ' := ',
        '=>',
        ' string = ',
        '||',
        ', ',
        '> ',
        '>\n  ',
        '.=',
        '?=',
        ' :',
        ']',
        '"',
        "'",
        '`',
        '\\"',
        '\n',
        ' ',
      ],
      ...['abc1', 'hunter22', 's3cr3tValue99Q', 'plainword', 'correcthorse', '\u00a0', '\u00e9', '\0', '(', ';'],
    );
    const assignment = detectors().filter((detector) => detector.gate === 'secret');
    let matched = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const bytes = Buffer.from(text, 'latin1');
        const { anchors, detectorsOf } = planOf(assignment);
        searchText(text, literalsOf(anchors), (anchor, at) => {
          for (const detector of detectorsOf(anchor)) {
            if (matchesAt(detector, { text, origin: 0 }, at, 'app/.env').length === 0) continue;
            matched++;
            expect(passes('secret', bytes, { at, to: bytes.length, alone: true }), text).toBe(true);
          }
        });
      }),
      {
        numRuns: 3000,
        examples: [
          [['token', "'", '.=', 'DB_PASSWORD', 'abc1']],
          [['access_key_id', ']', '.=', 'token', 'abc1', 'PASS']],
        ],
      },
    );
    expect(matched).toBeGreaterThan(20);
  });
});

test('a text that names a program often is asked once whether it gives it a password', () => {
  const includes = vi.spyOn(String.prototype, 'includes');
  expect(scanText('RUN curl https://example.com/a\n'.repeat(2000))).toEqual([]);
  const asked = includes.mock.calls.filter(([literal]) => ['-u', '-U', '@'].includes(literal));
  includes.mockRestore();
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.length).toBeLessThan(10);
});

test('what texts are looked through by is printed of all detectors, and leads to the same ones', () => {
  const [printed, made] = [textPlan(), planOf(detectors())];
  const told = ({ beginnings, literalAt, detectorsOf }: TextPlan) =>
    Array.from({ length: beginnings.length / 3 }, (_, at) => ({
      text: literalAt(at)?.text,
      fold: literalAt(at)?.fold,
      ids: detectorsOf(at).map(({ id }) => id),
    }));
  expect(told(printed)).toEqual(told(made));
  expect(printed.beginnings).toBe(made.beginnings);
  expect(printed.beginnings.length).toBeGreaterThan(900);
});

describe('prefilters', () => {
  const anchors: readonly Anchor[] = [
    { text: 'aba', fold: false },
    { text: 'bab', fold: true },
    { text: 'baba', fold: false },
    { text: 'ABA', fold: false },
    { text: 'cba', fold: true },
  ];
  test('automaton and single looks see the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'B', 'c', ' '), maxLength: 60 }), (text) => {
        const one: string[] = [];
        const other: string[] = [];
        searchText(text, literalsOf(anchors), (anchor, at) => one.push(`${at} ${anchor}`));
        automaton(anchors)(Buffer.from(text), 0, text.length, (anchor, at) => other.push(`${at} ${anchor}`));
        expect(one.sort()).toEqual(other.sort());
      }),
    );
  });
});

describe('redact', () => {
  test('a secret is covered and every column stays', () => {
    const token = githubToken(5);
    const line = `ENV A=1 TOKEN=${token} B=2`;
    expect(redact(line)).toBe(`ENV A=1 TOKEN=${'*'.repeat(40)} B=2`);
  });
  test('a text without secrets is the same text', () => {
    const text = 'FROM debian:12.9\nRUN apt-get update && apt-get install -y curl\n';
    expect(redact(text)).toBe(text);
  });
  test('weak passwords are covered too', () => {
    expect(redact('ENV DB_PASSWORD=hunter22')).toBe('ENV DB_PASSWORD=********');
  });
  test('one line of a private key alone is covered', () => {
    const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });
    const line = String(pem).split('\n')[1] ?? '';
    expect(line).toHaveLength(64);
    expect(redact(`  ${line}`)).toBe(`  ${'*'.repeat(64)}`);
  });
  test('a key whose end is not seen is covered to the end', () => {
    expect(redact('a\n-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n')).toBe('a\n********** *** ******* ********\n******\n');
  });
  test('any text keeps its length and its line ends', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (noise) => {
        const text = `${noise}\nTOKEN=${githubToken(6)}\n${noise}`;
        const shown = redact(text);
        expect(shown.length).toBe(text.length);
        expect(shown).not.toContain(githubToken(6));
        expect(shown.split('\n').length).toBe(text.split('\n').length);
      }),
    );
  });
});
