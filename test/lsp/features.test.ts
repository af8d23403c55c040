import { describe, expect, test } from 'vitest';
import type { TextEdit } from 'vscode-languageserver';
import { Lines } from '../../lsp/convert.ts';
import { OpenDocument } from '../../lsp/document.ts';
import { completions } from '../../lsp/features/completion.ts';
import { foldingRanges } from '../../lsp/features/folding.ts';
import { format, formatOnType } from '../../lsp/features/format.ts';
import { hover } from '../../lsp/features/hover.ts';
import { inlayHints } from '../../lsp/features/inlays.ts';
import { documentLinks } from '../../lsp/features/links.ts';
import { definition, prepareRename, references, rename } from '../../lsp/features/references.ts';
import { selectionRanges } from '../../lsp/features/selection.ts';
import { signatureHelp } from '../../lsp/features/signature.ts';
import { documentSymbols } from '../../lsp/features/symbols.ts';
import { encode, ToldTokens, tokenTypes } from '../../lsp/features/tokens.ts';

const uri = 'file:///app/Dockerfile';

/** A document, and the position of `|` in it. */
function at(marked: string) {
  const offset = marked.indexOf('|');
  const text = offset < 0 ? marked : marked.slice(0, offset) + marked.slice(offset + 1);
  const document = new OpenDocument(uri, 1, { text, encoding: 'utf-16', file: 'Dockerfile' });
  return { document, position: document.lines.position(Math.max(0, offset)), text };
}

function labels(marked: string): string[] {
  const { document, position } = at(marked);
  return completions(document, position, { rules: [] }).map(({ label }) => label);
}

function textOf(marked: string): string {
  const { document, position } = at(marked);
  const told = hover(document, position, { findings: [], rule: () => undefined });
  return told && typeof told.contents === 'object' && 'value' in told.contents ? told.contents.value : '';
}

describe('completion', () => {
  test.each([
    ['|', ['FROM', 'RUN']],
    ['FROM debian:12.9\nRU|', ['RUN']],
    ['FROM debian:12.9\nRUN --|', ['--mount', '--network', '--security']],
    ['FROM debian:12.9\nCOPY --|', ['--from', '--chown', '--chmod', '--link', '--parents', '--exclude']],
    ['FROM debian:12.9\nADD --|', ['--checksum', '--keep-git-dir', '--unpack']],
    ['FROM --|', ['--platform']],
    ['FROM debian:12.9\nRUN --mount=|', ['type', 'target']],
    ['FROM debian:12.9\nRUN --mount=type=|', ['bind', 'cache', 'secret', 'ssh', 'tmpfs']],
    ['FROM debian:12.9\nRUN --mount=type=cache,|', ['target', 'id', 'sharing', 'mode']],
    ['FROM debian:12.9\nRUN --mount=type=cache,sharing=|', ['shared', 'private', 'locked']],
    ['FROM debian:12.9 AS build\nFROM debian:12.9\nCOPY --from=|', ['build']],
    ['FROM debian:12.9 AS build\nFROM |', ['build']],
    ['FROM debian:12.9\nARG VERSION=1\nENV NAME=app\nRUN echo ${|', ['VERSION', 'NAME']],
    ['# |', ['syntax=docker/dockerfile:1', 'check=skip=', 'plimsoll ignore=']],
    ['FROM debian:12.9\nHEALTHCHECK |', ['CMD', 'NONE']],
  ])('%j offers %j', (marked, wanted) => {
    expect(labels(marked)).toEqual(expect.arrayContaining(wanted));
  });

  test.each([
    ['FROM debian:12.9\nRUN --mo|', '--mount', 'RUN --mount'],
    ['FROM debian:12.9\nRUN --|', '--mount', 'RUN --mount'],
    ['FROM debian:12.9 AS my-app\nFROM debian:12.9\nCOPY --from=my-a|', 'my-app', 'COPY --from=my-app'],
    ['FROM debian:12.9\nRUN --mount=type=cache,sha|', 'sharing', 'RUN --mount=type=cache,sharing='],
    ['FROM debian:12.9\nARG VERSION=1\nRUN echo ${VE|', 'VERSION', 'RUN echo ${VERSION'],
    ['# plimsoll ig|', 'plimsoll ignore=', '# plimsoll ignore='],
    ['fr|', 'FROM', 'FROM '],
  ])('in %j, %j makes the line %j', (marked, label, line) => {
    const { document, position, text } = at(marked);
    const edit = completions(document, position, { rules: [] }).find((item) => item.label === label)?.textEdit;
    if (!edit || !('range' in edit)) throw new Error('It is not offered.');
    const { start, end } = document.lines.span(edit.range);
    expect((text.slice(0, start) + edit.newText + text.slice(end)).split('\n').at(-1)).toBe(line);
  });

  test('a later stage is not offered to an earlier one', () => {
    expect(labels('FROM debian:12.9 AS a\nCOPY --from=|\nFROM debian:12.9 AS b\n')).toEqual([]);
  });

  test('rule ids are offered in a suppression, by their aliases too', () => {
    const { document, position } = at('# plimsoll ignore=|');
    const rule = { id: 'latest-tag', aliases: ['DL3007'], summary: 'No latest.' } as const;
    const rules = [
      { ...rule, on: 'dockerfile', since: '1.0', severity: 'warning', category: 'style', why: 'x.' } as const,
    ];
    const [item] = completions(document, position, { rules });
    expect(item).toMatchObject({ label: 'latest-tag', filterText: 'latest-tag DL3007' });
  });
});

describe('hover', () => {
  test.each([
    ['FR|OM debian:12.9', 'Begins a stage'],
    ['FROM --plat|form=linux/amd64 debian:12.9', 'Platform of the base image'],
    ['ARG TAG=12.9\nFROM debian:$T|AG', '`$TAG` is `12.9`, from ARG before the first FROM.'],
    ['FROM debian:12.9\nWORKDIR $HO|ME', 'is not declared in this file'],
    ['FROM debian:12.9 AS bu|ild\nUSER app\nWORKDIR /src', 'user: `app`'],
    ['FROM debian:12.9\nRUN --mount=type=cache,sha|ring=locked true', 'shared, private or locked'],
    ['FROM debian:12.9 AS build\nUSER app\nFROM debian:12.9\nCOPY --from=bu|ild /a /b', '**build**, on `debian:12.9`'],
  ])('%j tells %j', (marked, wanted) => {
    expect(textOf(marked)).toContain(wanted);
  });
});

describe('names', () => {
  const file =
    'FROM debian:12.9 AS bu|ild\nRUN true\nFROM build AS test\nFROM debian:12.9\nCOPY --from=build /a /b\nRUN --mount=from=build,target=/x true\n';

  test('a stage is found where FROM, COPY and mounts name it', () => {
    const { document, position, text } = at(file);
    const spans = references(document, position, true).map(({ range }) => document.lines.span(range));
    expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual(['build', 'build', 'build', 'build']);
    expect(new Set(spans.map(({ start }) => start)).size).toBe(4);
  });

  test('renaming changes every one, and nothing for a name that cannot be', () => {
    const { document, position } = at(file);
    expect(rename(document, position, 'compile')?.changes?.[uri]).toHaveLength(4);
    expect(rename(document, position, 'no name')).toBeUndefined();
  });

  test('the definition of a variable is its ARG or ENV', () => {
    const { document, position } = at('FROM debian:12.9\nARG VERSION=1\nENV V=$VER|SION\nRUN echo $VERSION\n');
    expect(definition(document, position)).toEqual([
      { uri, range: { start: { line: 1, character: 4 }, end: { line: 1, character: 11 } } },
    ]);
    expect(references(document, position, false)).toHaveLength(2);
  });

  test('a global ARG reaches the stage that declares it again, and no other', () => {
    const { document, position } = at(
      'ARG V|=1\nFROM debian:$V AS a\nRUN echo $V\nFROM debian:12.9\nARG V\nRUN echo $V\n',
    );
    const lines = references(document, position, true).map(({ range }) => range.start.line);
    expect(lines).toEqual([0, 4, 1, 5]);
  });

  test('what the file does not declare cannot be renamed', () => {
    const { document, position } = at('FROM debian:12.9\nWORKDIR $HO|ME\n');
    expect(prepareRename(document, position)).toBeNull();
  });
});

test('the outline has stages with their instructions', () => {
  const { document } = at('ARG V=1\nFROM debian:12.9 AS build\nRUN make\nFROM scratch\nCOPY --from=build /a /\n');
  const symbols = documentSymbols(document);
  expect(symbols.map(({ name }) => name)).toEqual(['ARG V=1', 'build', 'stage 1']);
  expect(symbols[1]?.children?.map(({ name }) => name)).toEqual(['RUN make']);
});

test('stages, long instructions, heredocs and comment blocks fold', () => {
  const { document } = at('# one\n# two\nFROM debian:12.9\nRUN a && \\\n  b\nRUN <<EOF\nc\nd\nEOF\n');
  const folds = foldingRanges(document).map(({ startLine, endLine }) => [startLine, endLine]);
  expect(folds).toEqual(
    expect.arrayContaining([
      [0, 1],
      [2, 8],
      [3, 4],
      [5, 8],
    ]),
  );
});

test('bases link to their registry', () => {
  const { document } = at('FROM node:22 AS a\nFROM ghcr.io/acme/app:1\nFROM a\nFROM scratch\nFROM $X\n');
  expect(documentLinks(document).map(({ target }) => target)).toEqual([
    'https://hub.docker.com/_/node',
    'https://github.com/acme/app/pkgs/container/app',
  ]);
});

test('hints tell what a base resolves to and who runs', () => {
  const { document } = at('ARG V=22\nFROM node:$V\nCMD ["app"]\n');
  const hints = inlayHints(document, { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } });
  expect(hints.map(({ label }) => label)).toEqual(['= node:22', 'as root']);
});

test('a selection grows from word to file', () => {
  const { document, position } = at('FROM debian:12.9\nRUN echo he|llo && true\n');
  const texts: string[] = [];
  for (let one: (typeof ranges)[number] | undefined = undefined, ranges = selectionRanges(document, [position]); ; ) {
    one = one ? one.parent : ranges[0];
    if (!one) break;
    const { start, end } = document.lines.span(one.range);
    texts.push(document.text.slice(start, end));
  }
  expect(texts[0]).toBe('hello');
  expect(texts).toContain('echo hello');
  expect(texts.at(-1)).toBe(document.text);
});

test('signature help shows the forms of the instruction', () => {
  const { document, position } = at('FROM debian:12.9\nCOPY a |\n');
  expect(signatureHelp(document, position)?.signatures[0]?.label).toBe('COPY source… destination');
});

test('tokens colour keywords, stages, flags and the shell inside of RUN', () => {
  const { document, text } = at('FROM debian:12.9 AS build\nRUN --network=none apt-get install -y curl\n');
  const data = encode(document);
  const found: [string, string][] = [];
  let line = 0;
  let character = 0;
  for (let i = 0; i < data.length; i += 5) {
    const [down = 0, right = 0, length = 0, type = 0] = data.slice(i, i + 4);
    character = down > 0 ? right : character + right;
    line += down;
    const start = document.lines.offset({ line, character });
    found.push([text.slice(start, start + length), tokenTypes[type] ?? '']);
  }
  expect(found).toEqual([
    ['FROM', 'keyword'],
    ['AS', 'keyword'],
    ['build', 'namespace'],
    ['RUN', 'keyword'],
    ['--network', 'parameter'],
    ['apt-get', 'function'],
    ['-y', 'parameter'],
  ]);
});

test('tokens are told by what differs from those told before', () => {
  const told = new ToldTokens();
  const first = told.all(at('FROM debian:12.9\nRUN apt-get install curl\nUSER app\n').document);
  const changed = at('FROM debian:12.9\nRUN apt-get install -y curl\nUSER app\n').document;
  const delta = told.since(changed, first.resultId ?? '');
  if (!('edits' in delta)) throw new Error('Everything was told again.');
  const data = [...first.data];
  for (const { start, deleteCount, data: added = [] } of delta.edits) data.splice(start, deleteCount, ...added);
  expect(data).toEqual(encode(changed));
  expect(delta.edits.map(({ deleteCount }) => deleteCount)).toEqual([0]);
  expect(told.since(changed, delta.resultId ?? '')).toEqual({ resultId: expect.any(String), edits: [] });
  expect(told.since(changed, 'of another')).toHaveProperty('data', encode(changed));
});

describe('formatting', () => {
  const applied = (document: OpenDocument, text: string, edits: readonly TextEdit[]) =>
    edits
      .toSorted((a, b) => document.lines.offset(b.range.start) - document.lines.offset(a.range.start))
      .reduce((out, { range, newText }) => {
        const { start, end } = document.lines.span(range);
        return out.slice(0, start) + newText + out.slice(end);
      }, text);
  const formatted = (text: string) => {
    const { document } = at(text);
    return applied(document, text, format(document, { tabSize: 4, insertSpaces: true }));
  };

  test('keywords, blanks and continuations are evened out', () => {
    expect(formatted('from   debian:12.9\n  run apt-get update && \\\napt-get install -y curl  \n')).toBe(
      'FROM debian:12.9\nRUN apt-get update && \\\n    apt-get install -y curl\n',
    );
  });

  const typed = (marked: string) => {
    const { document, position, text } = at(marked);
    const edits = formatOnType(document, position, { tabSize: 4, insertSpaces: true });
    return applied(document, text, edits);
  };

  test.each([
    ['the instruction that a line break ends is formatted', 'from   debian:12.9\n|', 'FROM debian:12.9\n'],
    ['other instructions are not', 'from  a\nrun  b\n|\ncmd  c', 'from  a\nRUN b\n\ncmd  c'],
    ['the next line of an instruction is indented', 'RUN a && \\\n|b', 'RUN a && \\\n    b'],
    ['deeper indentation stays', 'RUN a && \\\n      |b', 'RUN a && \\\n      b'],
    ['a word over two lines stays', 'RUN echo "a \\\n|b"', 'RUN echo "a \\\nb"'],
    ['a heredoc stays', 'RUN <<EOF\na \\\n|b\nEOF\n', 'RUN <<EOF\na \\\nb\nEOF\n'],
  ])('on type: %s', (_what, marked, wanted) => {
    expect(typed(marked)).toBe(wanted);
  });

  test('heredocs and words over several lines are left as they are', () => {
    const text = 'FROM debian:12.9\nRUN <<EOF\necho   a\nEOF\nRUN echo "a \\\nb"\n';
    expect(formatted(text)).toBe(text);
  });
});

test('positions count in the encoding that was agreed upon', () => {
  const text = 'a😀é\r\nb';
  expect(new Lines(text, 'utf-16').position(3)).toEqual({ line: 0, character: 3 });
  expect(new Lines(text, 'utf-8').position(3)).toEqual({ line: 0, character: 5 });
  expect(new Lines(text, 'utf-32').position(3)).toEqual({ line: 0, character: 2 });
  for (const encoding of ['utf-16', 'utf-8', 'utf-32'] as const) {
    const lines = new Lines(text, encoding);
    for (const offset of [0, 1, 3, 4, 6, 7]) expect(lines.offset(lines.position(offset))).toBe(offset);
  }
});
