/** Every fix of every rule over the fixtures and over the rules' own examples with a fix: `bin/dev/fix-corpus.ts`, which runs over real files by hand. */
import { expect, test } from 'vitest';
import { fixtureTexts } from '../../../bin/dev/edit-storm.ts';
import { type Allow, everyRule, fixCorpus } from '../../../bin/dev/fix-corpus.ts';
import { dockerfileRules } from '../../../rules/dockerfile.ts';

const marks = /\[\||\|\]/g;
const bad = dockerfileRules.flatMap((rule) =>
  rule.bad.flatMap((one) =>
    typeof one === 'object' && 'code' in one && one.fixed !== undefined ? one.code.replaceAll(marks, '') : [],
  ),
);
const texts = [...fixtureTexts(), ...bad];

test.each<Allow>(['safe', 'unsafe'])(
  '%s fixes break no parse, change no more than they are about, and leave nothing to do',
  async (allow) => {
    const given = texts.values().map((text, at) => ({ file: `${at}`, text }));
    const { files, changed, wrong } = fixCorpus(given, { policy: await everyRule(), allow });
    expect(files).toBe(texts.length);
    expect(changed).toBeGreaterThan(allow === 'safe' ? 100 : 150);
    expect(wrong.map(({ what, where, detail }) => `${what}: ${detail}\n${texts[Number(where)]}`)).toEqual([]);
  },
);
