import { expect, test } from 'vitest';
import { parse } from '../../../src/dockerfile/parse.ts';
import { runsOf } from '../../../src/dockerfile/ran.ts';
import type { ShellPart } from '../../../src/dockerfile/script-model.ts';

function scriptOf(run: string, before = '') {
  const text = `FROM debian:12.9\n${before}RUN ${run}\n`;
  const [found] = runsOf(parse(text, { file: 'Dockerfile' }).stages);
  if (found === undefined) throw new Error('There is no script.');
  return { script: found.script, said: (part: ShellPart) => text.slice(part.span.start, part.span.end) };
}

test('an expansion is guarded by quotes, assignments, tests and loops, and bare in arguments', () => {
  const { script } = scriptOf('A=$B; echo "$C" /x/$D; [[ $E ]]; for F in $G; do true; done; cat > $H');
  const bare = script.parts.flatMap((part) => (part.kind === 'expansion' && !part.guarded ? [part.name] : []));
  const all = script.parts.flatMap((part) => (part.kind === 'expansion' ? [part.name] : []));
  expect(all).toEqual(['B', 'C', 'D', 'E', 'G', 'H']);
  expect(bare).toEqual(['D']);
});

test('an expansion has its operator, its value, its word and its command', () => {
  const { script, said } = scriptOf('\\\n  cat /x/${Y//a/b}', 'ENV Y="a b"\n');
  const [part] = script.parts;
  expect(part).toMatchObject({ name: 'Y', operator: '//', value: 'a b', word: '/x/${Y//a/b}' });
  expect(part?.kind === 'expansion' && part.command?.name).toBe('cat');
  expect(part && said(part)).toBe('${Y//a/b}');
});

test('a negation is one only where nothing comes of it', () => {
  const { script, said } = scriptOf('if ! a; then ! b; fi; ! c && d; ( ! e ); ! f; ! g');
  const found = script.parts.filter(({ kind }) => kind === 'negation').map(said);
  expect(found).toEqual(['! b', '! f']);
});

test('what only some shells know has a kind of its own', () => {
  const { script, said } = scriptOf("[[ a ]] && echo {a,b} $'c' &> d; cat <<< e; find . -exec ls {} +");
  expect(script.parts.map((part) => [part.kind, said(part)])).toEqual([
    ['test', '[[ a ]]'],
    ['braces', '{a,b}'],
    ['ansi-quotes', "$'c'"],
    ['redirection', '&> d'],
    ['redirection', '<<< e'],
  ]);
});

test.each([
  ['a=1; echo $a', 'a', true],
  ['echo $a', 'a', false],
  ['echo --a=1', 'a', false],
  ['read a < f', 'b', true],
  ['export $(cat f)', 'b', true],
  ['f() { local x a; }', 'a', true],
  ['echo ${a:=1}', 'a', true],
  ['find . -name b && cp -r . /c', 'a', false],
  ['b; . ./c', 'a', true],
  ['if b; then . ./c; fi', 'a', true],
  ['b && \\\n  . ./c', 'a', true],
])('%s may set %s: %s', (run, name, may) => {
  expect(scriptOf(run).script.mayAssign(name)).toBe(may);
});
