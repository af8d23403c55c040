import fc from 'fast-check';
import { expect, test } from 'vitest';
import { outline } from '../../../src/dockerfile/outline.ts';
import { parse } from '../../../src/dockerfile/parse.ts';
import type { Edit, Finding, Safety } from '../../../src/finding.ts';
import { applyFixes, type FixResult, type Texts } from '../../../src/fix/apply.ts';
import { applyEdits } from '../../../src/fix/edits.ts';
import { mapThrough } from '../../../src/fix/map.ts';
import { fingerprint } from '../../../src/refine/fingerprint.ts';

/** A rule for a test: what it finds, and what its fix writes instead, or where it inserts. */
interface Wrong {
  readonly rule: string;
  readonly finds: RegExp;
  readonly safety?: Safety;
  readonly edit: (match: RegExpExecArray) => readonly Edit[];
  readonly file?: string;
}

const replace = (text: string) => (match: RegExpExecArray) => [
  { span: { start: match.index, end: match.index + match[0].length }, text },
];

const insertAfter = (text: string) => (match: RegExpExecArray) => [
  { span: { start: match.index + match[0].length, end: match.index + match[0].length }, text },
];

const file = 'Dockerfile';

function fix(
  text: string,
  wrongs: readonly Wrong[],
  allow: 'safe' | 'unsafe' = 'safe',
  others: Texts = new Map(),
): FixResult {
  const check = (texts: Texts) => {
    const dockerfile = parse(texts.get(file) ?? '', { file });
    const findings = wrongs.flatMap(({ rule, finds, safety = 'safe', edit, file: at = file }) =>
      Array.from((texts.get(at) ?? '').matchAll(new RegExp(finds, 'g')), (match): Omit<Finding, 'fingerprint'> => {
        const span = { start: match.index, end: match.index + match[0].length };
        return {
          rule,
          severity: 'warning',
          message: 'It is wrong.',
          place: at === file ? dockerfile.at(span) : { kind: 'file', file: at, span },
          related: [],
          evidence: [],
          fixes: [{ title: `Mend ${rule}`, safety, edits: edit(match) }],
        };
      }),
    );
    return { findings: fingerprint(findings, dockerfile), outline: outline(dockerfile) };
  };
  return applyFixes({ texts: new Map([[file, text], ...others]), file, check, allow });
}

const textOf = (result: FixResult) => result.texts.get(file);
const why = (result: FixResult) => result.skipped.map((one) => one.detail);

const tag: Wrong = { rule: 'latest-tag', finds: /:latest/, edit: replace(':12.9') };
const yes: Wrong = { rule: 'interactive-apt', finds: /apt-get install(?! -y| --no)/, edit: insertAfter(' -y') };
const recommends: Wrong = {
  rule: 'apt-recommends',
  finds: /apt-get install(?! -y --no| --no)/,
  safety: 'unsafe',
  edit: insertAfter(' --no-install-recommends'),
};

test('safe fixes are applied, and others only when they are allowed', () => {
  const text = 'FROM debian:latest\nRUN apt-get install curl\n';
  expect(textOf(fix(text, [tag, yes, recommends]))).toBe('FROM debian:12.9\nRUN apt-get install -y curl\n');
  const both = fix(text, [tag, yes, recommends], 'unsafe');
  expect(textOf(both)).toBe('FROM debian:12.9\nRUN apt-get install --no-install-recommends -y curl\n');
  expect(both.applied.map(({ rule, safety }) => `${rule} ${safety}`)).toEqual([
    'latest-tag safe',
    'interactive-apt safe',
    'apt-recommends unsafe',
  ]);
});

test('manual fixes and suppressed findings are left alone', () => {
  const manual: Wrong = { ...tag, safety: 'manual' };
  expect(fix('FROM debian:latest\n', [manual], 'unsafe')).toMatchObject({ applied: [], skipped: [] });
});

test('line endings, comments and layout stay as they were', () => {
  const text = '# Base.\r\nFROM   debian:latest\r\nRUN  apt-get install \\\r\n    # tools\r\n    curl\r\n';
  expect(textOf(fix(text, [tag, yes]))).toBe(text.replace(':latest', ':12.9').replace('install', 'install -y'));
});

test('two fixes of one stretch are applied one after the other', () => {
  const upper: Wrong = { rule: 'casing', finds: /from debian:latest/, edit: replace('FROM debian:latest') };
  expect(textOf(fix('from debian:latest\n', [tag, upper]))).toBe('FROM debian:12.9\n');
});

test('two insertions at one place both come to be', () => {
  const first: Wrong = { rule: 'a', finds: /install(?!.*-y)/, edit: insertAfter(' -y') };
  const second: Wrong = { rule: 'b', finds: /install(?!.*-q)/, edit: insertAfter(' -q') };
  expect(textOf(fix('FROM a:1\nRUN apt-get install x\n', [first, second]))).toBe(
    'FROM a:1\nRUN apt-get install -q -y x\n',
  );
});

test('a fix that brings a new finding is followed by the fix of that one', () => {
  const first: Wrong = { rule: 'a', finds: /one/, edit: replace('two') };
  const second: Wrong = { rule: 'b', finds: /two/, edit: replace('three') };
  expect(textOf(fix('FROM a:1\nRUN one\n', [first, second]))).toBe('FROM a:1\nRUN three\n');
});

test('fixes that undo each other stop, and it is said', () => {
  const there: Wrong = { rule: 'a', finds: /one/, edit: replace('two') };
  const back: Wrong = { rule: 'b', finds: /two/, edit: replace('one') };
  const result = fix('FROM a:1\nRUN one\n', [there, back]);
  expect(textOf(result)).toBe('FROM a:1\nRUN two\n');
  expect(why(result)).toEqual(['"Mend b" was not applied, because it would undo another fix.']);
});

test('a fix that breaks the text is taken back, and the others hold', () => {
  const broken: Wrong = { rule: 'shell-form', finds: /CMD node app/, safety: 'unsafe', edit: replace('CMDD node') };
  const result = fix('FROM debian:latest\nCMD node app\n', [tag, broken], 'unsafe');
  expect(textOf(result)).toBe('FROM debian:12.9\nCMD node app\n');
  expect(result.skipped).toMatchObject([{ what: 'fix of shell-form', reason: 'fix-failed' }]);
  expect(why(result)).toEqual(['"Mend shell-form" was not applied, because the text would no longer parse.']);
});

test('a fix that leaves its finding is taken back', () => {
  const idle: Wrong = { rule: 'sudo', finds: /sudo/, edit: replace('sudo ') };
  const result = fix('FROM a:1\nRUN sudo x\n', [idle]);
  expect(textOf(result)).toBe('FROM a:1\nRUN sudo x\n');
  expect(why(result)).toEqual(['"Mend sudo" was not applied, because the finding would still be there.']);
});

test('a second finding of the rule nearby is no finding that is left', () => {
  const double: Wrong = { rule: 'duplicate-package', finds: /curl /, edit: replace('') };
  expect(textOf(fix('FROM a:1\nRUN apk add curl curl wget\n', [double]))).toBe('FROM a:1\nRUN apk add wget\n');
});

const changesBuild: Readonly<Record<string, readonly [string, Wrong]>> = {
  'swallows the next word': ['FROM a:1\nRUN make install x\n', { rule: 'r', finds: /make /, edit: replace('make') }],
  'opens a quote': ['FROM a:1\nRUN make install\n', { rule: 'r', finds: /make(?! ')/, edit: insertAfter(" '") }],
  'joins two instructions': [
    'FROM a:1\nRUN make\nCMD ["b"]\n',
    { rule: 'r', finds: /make\n/, edit: replace('make \\\n') },
  ],
  'comments the rest out': [
    'FROM a:1\nRUN make && make test\n',
    { rule: 'r', finds: /make &/, edit: replace('make #&') },
  ],
  'changes a variable that others read': ['ARG V=1\nFROM a:$V\n', { rule: 'r', finds: /V=1/, edit: replace('V=2') }],
  'makes an image of a stage': ['FROM a:1 AS x\nFROM x\n', { rule: 'r', finds: /AS x/, edit: replace('AS y') }],
};

test.each(Object.entries(changesBuild))('a safe fix that %s is taken back', (_, [text, wrong]) => {
  const result = fix(text, [wrong]);
  expect(textOf(result)).toBe(text);
  expect(why(result)[0]).toMatch(/would change what is built|no longer parse/);
  expect(textOf(fix(text, [{ ...wrong, safety: 'unsafe' }], 'safe'))).toBe(text);
});

const keepsBuild: Readonly<Record<string, readonly [string, Wrong, string]>> = {
  'replaces an instruction': [
    'FROM a:1\nMAINTAINER Joe\nRUN x\n',
    { rule: 'r', finds: /MAINTAINER Joe/, edit: replace('LABEL org.opencontainers.image.authors="Joe"') },
    'FROM a:1\nLABEL org.opencontainers.image.authors="Joe"\nRUN x\n',
  ],
  'removes an instruction': [
    'FROM a:1\nCMD ["a"]\nCMD ["b"]\n',
    { rule: 'r', finds: /CMD \["a"\]\n/, edit: replace('') },
    'FROM a:1\nCMD ["b"]\n',
  ],
  'adds a flag': [
    'FROM a:1\nRUN apt-get update && apt-get install \\\n  curl\n',
    yes,
    'FROM a:1\nRUN apt-get update && apt-get install -y \\\n  curl\n',
  ],
  'makes a word longer': [
    'FROM a:1\nCOPY a b $DIR/c\nRUN x\n',
    { rule: 'r', finds: /(?<=\$DIR\/c)(?=\n)/, edit: insertAfter('/') },
    'FROM a:1\nCOPY a b $DIR/c/\nRUN x\n',
  ],
  'works on what ONBUILD holds': [
    'FROM a:1\nONBUILD RUN (cd app && npm install)\n',
    { rule: 'r', finds: /npm install\)(?!.*clean)/, edit: insertAfter(' && npm cache clean') },
    'FROM a:1\nONBUILD RUN (cd app && npm install) && npm cache clean\n',
  ],
  'puts quotes around words': [
    'FROM a:1\nCMD node app.js\n',
    {
      rule: 'r',
      finds: /node app\.js/,
      edit: ({ index }) => [
        { span: { start: index, end: index }, text: '["' },
        { span: { start: index + 4, end: index + 5 }, text: '", "' },
        { span: { start: index + 11, end: index + 11 }, text: '"]' },
      ],
    },
    'FROM a:1\nCMD ["node", "app.js"]\n',
  ],
  'writes a pair as a pair': [
    'FROM a:1\nENV A b\nENV C=d\n',
    { rule: 'r', finds: /(?<=ENV A) (?=b)/, edit: replace('=') },
    'FROM a:1\nENV A=b\nENV C=d\n',
  ],
  'takes a blank line out of a continued instruction': [
    'FROM a:1\nRUN x \\\n\n  y\nRUN z\n',
    { rule: 'r', finds: /\n(?=\n)/, edit: replace('') },
    'FROM a:1\nRUN x \\\n  y\nRUN z\n',
  ],
  'renames a stage everywhere': [
    'FROM a:1 AS Build\nFROM b:1\nCOPY --from=Build x y\n',
    {
      rule: 'r',
      finds: /Build(?=\n)/,
      edit: ({ index, input }) =>
        [index, input.lastIndexOf('Build')].map((start) => ({ span: { start, end: start + 5 }, text: 'build' })),
    },
    'FROM a:1 AS build\nFROM b:1\nCOPY --from=build x y\n',
  ],
};

test.each(Object.entries(keepsBuild))('a safe fix that %s is applied', (_, [text, wrong, wanted]) => {
  const result = fix(text, [wrong]);
  expect(why(result)).toEqual([]);
  expect(textOf(result)).toBe(wanted);
});

test('a file beside the Dockerfile is mended with it, when it is at hand', () => {
  const syntax: Wrong = { rule: 'dockerignore-syntax', finds: / #.*/, edit: replace(''), file: '.dockerignore' };
  const others = new Map([['.dockerignore', 'dist # built\n']]);
  expect(fix('FROM debian:latest\n', [tag, syntax], 'safe', others).texts.get('.dockerignore')).toBe('dist\n');
  const both: Wrong = {
    rule: 'whole-context-copied',
    finds: /COPY \. \./,
    edit: (match) => [
      ...replace('COPY src .')(match),
      { span: { start: 0, end: 0 }, text: 'dist\n', file: '.dockerignore' },
    ],
  };
  expect(fix('FROM a:1\nCOPY . .\n', [both])).toMatchObject({ applied: [], skipped: [] });
});

test('applying again changes nothing', () => {
  const wrongs = [tag, yes, recommends, ...Object.values(keepsBuild).map(([, wrong]) => wrong)];
  const texts = Object.values({ ...keepsBuild, ...changesBuild }).map(([text]) => text);
  for (const text of texts) {
    const once = textOf(fix(text, wrongs, 'unsafe')) ?? '';
    expect(fix(once, wrongs, 'unsafe').applied).toEqual([]);
    expect(textOf(fix(once, wrongs, 'unsafe'))).toBe(once);
  }
});

const edit = fc
  .tuple(fc.nat(20), fc.nat(4), fc.string({ maxLength: 4 }))
  .map(([start, length, text]): Edit => ({ span: { start, end: start + length }, text }));

test('what no edit touches is found again where the map says', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 26, maxLength: 30 }),
      fc.array(edit, { maxLength: 4 }),
      fc.nat(24),
      (text, all, at) => {
        const edits = all.filter((one, index) =>
          all.slice(0, index).every(({ span }) => span.end < one.span.start || one.span.end < span.start),
        );
        const map = mapThrough(edits);
        const span = { start: at, end: at + 1 };
        fc.pre(!map.touches(span));
        const moved = map.map(span);
        expect(applyEdits(text, edits).slice(moved.start, moved.end)).toBe(text.slice(span.start, span.end));
      },
    ),
  );
});
