/** Scripts that one version of a text takes over from the version before. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Dockerfile } from '../../../src/dockerfile/model.ts';
import { parse } from '../../../src/dockerfile/parse.ts';
import type { Script } from '../../../src/dockerfile/script-model.ts';
import { Scripts } from '../../../src/dockerfile/scripts.ts';

function scriptsIn({ instructions }: Dockerfile): readonly Script[] {
  return instructions.flatMap((one) => ('script' in one ? (one.script ?? []) : []));
}

/** All that a rule may ask of a script. */
function said(script: Script) {
  return {
    ...{ dialect: script.dialect, span: script.span, place: script.place, parsed: script.parsed },
    commands: script.commands.map((command) => ({
      ...{ name: command.name, span: command.span, place: command.place, item: command.item },
      ...{ pipe: command.pipe, context: command.context, wrapper: command.wrapper?.span },
      isOfScript: command.script === script,
      flags: command.parsed.flags.map(({ name, value }) => [name, value?.text, value?.span]),
      words: [command.nameWord, ...command.args].map(
        (word) => word && [word.text, word.prefix, word.raw, word.span, word.place, word.variables],
      ),
      assignments: command.assignments.map(({ name, value, span, place }) => [name, value?.text, span, place]),
      redirections: command.redirections.map(({ operator, fd, target, span }) => [operator, fd, target?.text, span]),
    })),
    pipelines: script.pipelines.map(({ span, pipefail, commands }) => [span, pipefail, commands.length]),
    items: script.items.map(({ span, joiner, background, simple }) => [span, joiner, background, simple]),
    parts: script.parts.map((part) => [part.kind, part.span, part.place, 'value' in part && part.value]),
    assigns: ['A', 'B'].map((name) => script.mayAssign(name)),
  };
}

/** What is asked of each version before the next one is there. */
function asked<T>(texts: readonly string[], ask: (script: Script | undefined) => T): T[] {
  const scripts = new Scripts();
  return texts.map((text) => ask(scriptsIn(parse(text, { file: 'Dockerfile', scripts }))[0]));
}

test('a script that stands elsewhere is not read again, and knows where it stands', () => {
  const scripts = new Scripts();
  const first = scriptsIn(parse('FROM a\nRUN A=1 b >c\n', { file: 'Dockerfile', scripts }))[0];
  const command = first?.commands[0];
  expect(command?.assignments[0]?.span).toEqual({ start: 11, end: 14 });
  const second = scriptsIn(parse('FROM a\n# more\nRUN A=1 b >c\n', { file: 'Dockerfile', scripts }))[0];
  expect(second?.commands[0]).toBe(command);
  expect(second?.commands[0]?.script).toBe(second);
  expect(second?.commands[0]?.span).toEqual({ start: 18, end: 26 });
  expect(second?.commands[0]?.assignments[0]?.span).toEqual({ start: 18, end: 21 });
  expect(second?.commands[0]?.redirections[0]?.span).toEqual({ start: 24, end: 26 });
});

test('what a variable is now is what the script is told', () => {
  const texts = ['A=x C=x', 'A=x C=y', 'A=y C=y'].map((pairs) => `FROM a\nENV ${pairs}\nRUN b $A\n`);
  const told = asked(texts, (script) => {
    const word = script?.commands[0]?.args[0];
    return { word, text: word?.text };
  });
  expect(told.map(({ text }) => text)).toEqual(['x', 'x', 'y']);
  expect(told[1]?.word).toBe(told[0]?.word);
});

test('another shell, and other flags above it, make it another script', () => {
  const texts = [
    'FROM a\nRUN [[ b ]]\n',
    'FROM a\nSHELL ["/bin/bash", "-c"]\nRUN [[ b ]]\n',
    'FROM a\nSHELL ["/bin/bash", "-c"]\nRUN --network=none [[ b ]]\n',
  ];
  const told = asked(texts, (script) => ({ dialect: script?.dialect, parts: script?.parts.map(({ span }) => span) }));
  expect(told).toEqual([
    { dialect: 'sh', parts: [{ start: 11, end: 18 }] },
    { dialect: 'bash', parts: [{ start: 37, end: 44 }] },
    { dialect: 'bash', parts: [{ start: 52, end: 59 }] },
  ]);
});

test("a flag's value stands where its word does", () => {
  const texts = ['FROM a\nRUN b --c=d\n', 'FROM a:1\nRUN b --c=d\n'];
  const told = asked(texts, (script) => script?.commands[0]?.valueOf('--c')?.place.span);
  expect(told).toEqual([
    { start: 17, end: 18 },
    { start: 19, end: 20 },
  ]);
});

/** What the builder would refuse. */
function refused(text: string, scripts?: Scripts) {
  return parse(text, { file: 'Dockerfile', scripts }).faults.map(({ kind, span, message }) => ({
    kind,
    span,
    message,
  }));
}

test('what was sound is not checked again, unless another escape character makes it another instruction', () => {
  const scripts = new Scripts();
  const text = 'FROM a\nENV A="b\\"c"\nCOPY d e\n';
  expect(refused(text, scripts)).toEqual([]);
  expect(refused(`${text}COPY f\n`, scripts)).toMatchObject([{ kind: 'arguments', span: { start: 29, end: 33 } }]);
  expect(refused(`# escape=\`\n${text}`, scripts)).toMatchObject([{ kind: 'quote' }]);
  expect(refused(`COPY d e\n${text}`, scripts)).toMatchObject([{ kind: 'before-from', span: { start: 0, end: 4 } }]);
});

const lines = fc.constantFrom(
  'RUN apt-get install -y "$A" && rm -rf /x',
  'RUN a=$(b | c) && export A=d',
  'RUN <<EOF\nset -e\nb "$B" >c\nEOF',
  'RUN for x in $A; do sudo b "$x" || sh -c \'c $B\'; done',
  'RUN a \\\n# of it\n  && b',
  'CMD a $A',
  'COPY a',
  'COPY --chown=$A "a b" ./',
  'LABEL a="b',
  'ENV A=1',
  'ENV A=2 B=$A',
  'ARG B',
  'SHELL ["/bin/bash", "-c"]',
  'FROM a',
);
const pieces = fc.constantFrom('', 'x', ' ', '\n', '$', '"', '\\\n', '#', ' && ', '`', '\nENV A=3\n', '<<EOF');
const edits = fc.array(fc.record({ at: fc.nat(), cut: fc.nat({ max: 9 }), piece: pieces }), { maxLength: 12 });

test('after whatever edits, scripts and faults are those of the text read afresh', () => {
  fc.assert(
    fc.property(fc.array(lines, { minLength: 2, maxLength: 10 }), edits, (start, changes) => {
      const [scripts, faulty] = [new Scripts(), new Scripts()];
      let text = ['FROM a', ...start, ''].join('\n');
      for (const { at, cut, piece } of [{ at: 0, cut: 0, piece: '' }, ...changes]) {
        const from = at % (text.length + 1);
        text = text.slice(0, from) + piece + text.slice(from + cut);
        const taken = scriptsIn(parse(text, { file: 'Dockerfile', scripts })).map(said);
        expect(taken).toEqual(scriptsIn(parse(text, { file: 'Dockerfile' })).map(said));
        expect(refused(text, faulty)).toEqual(refused(text));
      }
    }),
    { numRuns: 100 },
  );
});
