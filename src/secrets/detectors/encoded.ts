/** Secrets within base 64, and within UTF-16 in the middle of binaries: their beginnings are looked for as they are encoded. */
import { type Detector, longestReach, type Opened } from '../detector.ts';
import { never } from './expression.ts';

/** Beginnings worth looking for behind an encoding; a general word would be there too often. */
const beginnings = [
  'PRIVATE KEY-----',
  '"private_key"',
  'ghp_',
  'github_pat_',
  'glpat-',
  'AKIA',
  'AIza',
  'xoxb-',
  'sk_live_',
  'npm_',
  'sk-ant-',
  'T3BlbkFJ',
  'secret_access_key',
  'AccountKey=',
  'password',
  'PASSWORD',
  'postgres://',
  'mongodb://',
] as const;

/** Where in its group of four the first character stands that a beginning decides alone, by how many bytes precede it. */
const groupPlaces = [0, 2, 3] as const;

/** The characters that encode a text whole, when `before` bytes (0 to 2) of a group precede it. */
function encode(text: string, before: number): string {
  const encoded = Buffer.from(`${'\0'.repeat(before)}${text}`, 'latin1').toString('base64');
  // The last character holds bits of what follows, unless the bytes end with a group.
  const whole = Math.floor(((before + text.length) * 8) / 6);
  return encoded.slice(groupPlaces[before], whole);
}

const base64 = (): readonly Detector[] =>
  ([0, 1, 2] as const).map((before) => ({
    id: `base64-${before}`,
    title: 'base 64',
    // JSON web tokens in base 64 begin in one way only.
    anchors: [...beginnings.map((text) => encode(text, before)), ...(before === 0 ? ['ZXlK'] : [])].filter(
      (text) => text.length > 3,
    ),
    expression: never,
    reach: longestReach,
    judge: () => undefined,
    open: (text: string, at: number) => unbase64(text, at - (groupPlaces[before] ?? 0)),
  }));

/** Decodes the run of base 64 that the group at `at` belongs to; it may go on over line ends. */
function unbase64(text: string, at: number): Opened | undefined {
  let start = Math.max(0, at);
  while (start >= 4 && /^[\w+/-]{4}$/.test(text.slice(start - 4, start))) start -= 4;
  const run = /(?:[\w+/-]{1,100}(?:\r?\n[ \t]{0,16}|\\n)?){1,400}={0,2}/y;
  run.lastIndex = start;
  const [found = ''] = run.exec(text) ?? [];
  if (found.length < 20) return undefined;
  const decoded = Buffer.from(found.replace(/\\n/g, ''), 'base64').toString('latin1');
  return { text: decoded, start, end: start + found.length, inside: 'base64' };
}

const utf16 = (): Detector => ({
  id: 'utf-16',
  title: 'UTF-16',
  anchors: beginnings.filter((text) => !text.includes('://')).map((text) => [...text].join('\0')),
  expression: never,
  reach: longestReach,
  judge: () => undefined,
  open(text, at) {
    let start = at;
    while (start >= 2 && text[start - 1] === '\0' && text[start - 2] !== '\0') start -= 2;
    let end = at;
    while (end + 1 < text.length && text[end] !== '\0' && text[end + 1] === '\0') end += 2;
    if (end < text.length && text[end] !== '\0') end += 1;
    const wide = text.slice(start, end);
    const narrow = wide.replace(/([^\0])\0/g, '$1');
    return { text: narrow, start, end, inside: 'UTF-16' };
  },
});

export const encoded = (): readonly Detector[] => [...base64(), utf16()];
