import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/dockerfile/parse.ts';

/** Kind and guilty text of each fault. */
function faults(text: string): string[] {
  return parse(text, { file: 'Dockerfile' }).faults.map(
    ({ kind, span }) => `${kind} ${text.slice(span.start, span.end)}`,
  );
}

describe('faults', () => {
  it.each([
    ['', ['empty ']],
    ['# only\n', ['empty ']],
    ['ARG A\n', ['empty ARG A']],
    ['FROM a\nRUNN b\n', ['unknown-instruction RUNN']],
    ['RUN a\nENV B=c\nFROM a\n', ['before-from RUN']],
    ['# escape=x\nFROM a\n', ['directive # escape=x']],
    ['# check=a\n# check=b\nFROM a\n', ['directive # check=b']],
    ['FROM a\nCOPY --fron=b c d\n', ['unknown-flag --fron=b']],
    ['FROM a\nCOPY --link=maybe c d\n', ['flag-value --link=maybe']],
    ['FROM a\nCOPY --chown c d\n', ['flag-value --chown']],
    ['FROM a\nCOPY --from=b --from=c d e\n', ['duplicate-flag --from=c']],
    ['FROM a\nRUN --network=hots b\n', ['flag-value hots']],
    ['FROM a\nARG --x b\n', []],
    ['FROM a b\n', ['arguments a b']],
    ['FROM a AS 1b\n', ['arguments 1b']],
    ['FROM a\nCOPY b\n', ['arguments COPY']],
    ['FROM a\nCOPY b <<EOF\nEOF\n', ['arguments <<EOF']],
    ['FROM a\nENV b\n', ['arguments b']],
    ['FROM a\nENV b=c d\n', ['arguments d']],
    ['FROM a\nLABEL "b\n', ['arguments "b']],
    ['FROM a\nENV b="c\n', ['quote "c']],
    ['FROM a\nENV b=${c:z}\n', ['variable ${c:z']],
    ['FROM a\nENV b=${c\n', ['variable ${c']],
    ['FROM a\nCMD ["b", 1]\n', ['json ["b", 1]']],
    ["FROM a\nCMD ['b']\n", []],
    ['FROM a\nSHELL sh -c\n', ['json sh -c']],
    ['FROM a\nRUN <<EOF\nb\n', ['heredoc <<']],
    ['FROM a\nHEALTHCHECK CURL b\n', ['arguments CURL']],
    ['FROM a\nHEALTHCHECK NONE b\n', ['arguments NONE b']],
    ['FROM a\nONBUILD ONBUILD RUN b\n', ['onbuild ONBUILD']],
    ['FROM a\nONBUILD FROM b\n', ['onbuild FROM']],
    ['FROM a\nONBUILD RUNN b\n', ['unknown-instruction RUNN']],
    ['FROM a\nRUN b\0\n', ['nul \0']],
    ['FROM a\n# b\0\n', []],
  ])('%j', (text, expected) => {
    expect(faults(text)).toEqual(expected);
  });

  it('suggests the nearest name', () => {
    const { faults: found } = parse('FROM a\nRUNN b\nCOPY --fron=b c d\n', { file: 'Dockerfile' });
    expect(found.map(({ suggestion }) => suggestion)).toEqual(['RUN', '--from']);
  });
});
