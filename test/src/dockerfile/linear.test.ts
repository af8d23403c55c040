import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/dockerfile/parse.ts';
import { looks } from './looks.ts';
import { touchAll } from './touch.ts';

type Make = (count: number) => string;

function times(count: number, piece: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => piece(at)).join('');
}

/** Files that grow in one way each; what a reader of the model would do to them all. */
const shapes: Readonly<Record<string, Make>> = {
  instructions: (n) => `FROM a\n${times(n, (at) => `RUN echo ${at} && apt-get install -y curl\n`)}`,
  stages: (n) => times(n, (at) => `FROM a AS s${at}\nCOPY --from=s${Math.max(0, at - 1)} /a /b\n`),
  'stages on stages': (n) => `FROM a AS s0\n${times(n, (at) => `FROM s${at} AS s${at + 1}\nUSER u\n`)}`,
  'stages of one name': (n) => times(n, () => 'FROM a AS x\nCOPY --from=x /a /b\n'),
  'stages in a circle': (n) => times(n, (at) => `FROM a AS s${at}\nCOPY --from=s${(at + 1) % n} a b\n`),
  continuations: (n) => `FROM a\nRUN true${times(n, (at) => ` \\\n # why\n && echo ${at}`)}\n`,
  heredocs: (n) => `FROM a\n${times(n, (at) => `RUN <<E\necho ${at}\nE\n`)}`,
  'heredocs of one instruction': (n) =>
    `FROM a\nRUN cat ${times(n, (at) => `<<E${at} `)}\n${times(n, (at) => `x\nE${at}\n`)}`,
  'heredocs never closed': (n) => `FROM a\n${times(n, (at) => `RUN <<E${at}\n`)}`,
  'ARGs that refer to each other': (n) => `${times(n, (at) => `ARG A${at}=\${A${at - 1}}\${A${at - 1}}\n`)}FROM $A1\n`,
  'ENVs that refer to each other': (n) => `FROM a\n${times(n, (at) => `ENV A${at}=$A${at - 1}x\n`)}`,
  'nested quotes': (n) => `FROM a\nENV A=${times(n, () => `"a'b'\${X:-"c"}"`)}\n`,
  'nested braces': (n) => `FROM a\nENV A=${'${A:-'.repeat(n)}x${'}'.repeat(n)}\n`,
  'braces never closed': (n) => `FROM a\nENV A=${'${A:-'.repeat(n)}\n`,
  'quotes never closed': (n) => `FROM a\n${times(n, () => 'RUN echo "a\n')}`,
  flags: (n) => `FROM a\nRUN ${times(n, (at) => `--mount=type=cache,target=/a${at} `)}true\n`,
  'unknown flags': (n) => `FROM a\nCOPY ${times(n, (at) => `--f${at} `)}a b\n`,
  words: (n) => `FROM a\nCOPY ${times(n, (at) => `w${at} `)}\nENV ${times(n, (at) => `w${at}=1 `)}\n`,
  'long words': (n) => `FROM ${'a'.repeat(n)}\nRUN ${'b'.repeat(n)}\nENV A=${'c'.repeat(n)} B=${'$'.repeat(n)}\n`,
  'JSON strings': (n) => `FROM a\nRUN [${times(n, () => '"a\\n",')}"z"]\n`,
  'JSON brackets': (n) => `FROM a\nRUN ${'['.repeat(n)}\nCMD ${'["a",'.repeat(n)}${']'.repeat(n)}\n`,
  ONBUILDs: (n) => `FROM a\n${'ONBUILD '.repeat(n)}RUN true\n${times(n, () => 'ONBUILD RUN true\n')}`,
  'shell brackets': (n) => `FROM a\nRUN ${'('.repeat(n)}true${')'.repeat(n)}\nRUN ${'$('.repeat(n)}\n`,
  'shell lists': (n) => `FROM a\nRUN a${times(n, (at) => ` && b${at} | c`)}\n`,
  wrappers: (n) => `FROM a\nRUN ${'sudo '.repeat(n)}true\n`,
  'shell variables': (n) => `FROM a\n${times(n, (at) => `ENV V${at}=v\n`)}RUN ${times(n, (at) => `echo $V${at};`)}\n`,
  comments: (n) => `${'# a\n'.repeat(n)}FROM a\n${'# b\n'.repeat(n)}`,
  'unknown instructions': (n) => times(n, (at) => `XX${at} a b\n`),
  escapes: (n) => `FROM a\nRUN ${'\\'.repeat(n)}\nENV A=${'\\'.repeat(n)}\n`,
};

/** Characters looked at for each character of the text. */
function cost(text: string): number {
  return looks(() => touchAll(parse(text, { file: 'Dockerfile' }), () => {})) / text.length;
}

describe('the cost is linear', () => {
  it.each(Object.entries(shapes))('in %s', (_, make) => {
    // Ten times as much, at no more than half as much again for each character: names grow by a digit.
    expect(cost(make(1000)) / cost(make(100))).toBeLessThan(1.5);
  });
});

describe('what is far too much', () => {
  it.each<[string, string, number]>([
    ['half a million flags', `FROM a\nRUN ${'--a '.repeat(500_000)}true\n`, 500_000],
    ['a word of a megabyte', `FROM a\nUSER ${'a'.repeat(1 << 20)}\n`, 0],
    [
      'a hundred thousand ARGs that refer to each other',
      `${times(100_000, (at) => `ARG A${at}=$A${at - 1}$A${at - 1}\n`)}FROM a\n`,
      0,
    ],
    [
      'ten thousand stages, each on the one above',
      `FROM a AS s0\n${times(10_000, (at) => `FROM s${at} AS s${at + 1}\n`)}`,
      0,
    ],
    ['a hundred thousand open brackets', `FROM a\nRUN ${'('.repeat(100_000)}\nENV A=${'${A:-'.repeat(100_000)}\n`, 1],
  ])('is read all the same: %s', (_, text, faults) => {
    const file = parse(text, { file: 'Dockerfile' });
    expect(file.faults.length).toBe(faults);
    expect(file.stages.every((stage) => stage.root.kind === 'image')).toBe(true);
    expect(file.stages.flatMap((stage) => stage.of('run')).every((run) => run.script !== undefined)).toBe(true);
  });
});
