import { buildkitChecks as checks } from '../../src/dockerfile/data/buildkit-checks.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import type { Comment, Directive, Dockerfile } from '../../src/dockerfile/model.ts';
import { nearest } from '../../src/dockerfile/suggest.ts';
import { defineRule } from '../../src/rule.ts';

const names = ['syntax', 'escape', 'check'];

export default defineRule({
  id: 'check-directive',
  on: 'dockerfile',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'Parser directives must stand at the top and be spelt as the builder reads them.',
  why: 'A directive that is misspelt, or stands below the first other line, is a comment: the builder ignores it without a word.',
  bad: [
    {
      code: '# [|sytnax|]=docker/dockerfile:1\nFROM debian:12.9',
      fixed: '# syntax=docker/dockerfile:1\nFROM debian:12.9',
    },
    {
      code: '# check=skip=[|StageNameCasin|]\nFROM debian:12.9',
      fixed: '# check=skip=StageNameCasing\nFROM debian:12.9',
    },
    {
      code: '# check=skip=StageNameCasing,[| FromAsCasing|]\nFROM debian:12.9',
      fixed: '# check=skip=StageNameCasing,FromAsCasing\nFROM debian:12.9',
    },
    'FROM debian:12.9\n# [|syntax|]=docker/dockerfile:1\nRUN true',
    '# A comment.\n# [|escape|]=`\nFROM debian:12.9',
    '[|# escape=x|]\nFROM debian:12.9',
    '# check=[|skp|]=all\nFROM debian:12.9',
  ],
  good: [
    '# syntax=docker/dockerfile:1\n# escape=`\n# check=skip=FromAsCasing,StageNameCasing;error=true\nFROM debian:12.9',
    '# check=skip=all\nFROM debian:12.9',
    'FROM debian:12.9\n# check=skip=JSONArgsRecommended // it needs a shell\nCMD app',
    '# The syntax = of this file is new.\nFROM debian:12.9',
    '# version=1\nFROM debian:12.9',
    'FROM debian:12.9\nRUN a && \\\n  # check=1\n  b',
  ],

  *check(file) {
    for (const { kind, place, message } of file.faults) {
      if (kind === 'directive') yield { place, message, help: 'Put it right, or remove it.' };
    }
    for (const directive of file.directives) {
      if (directive.name === 'check') yield* inCheck(file, directive);
    }
    const top = file.instructions[0]?.span.start ?? file.text.length;
    for (const comment of file.comments) {
      // Most comments say nothing that could be a directive.
      if (!comment.text.includes('=')) continue;
      if (comment.span.start < top) yield* misspelt(file, comment);
      yield* misplaced(file, comment);
    }
  },
});

function* misspelt(file: Dockerfile, { text, span }: Comment) {
  const [, blank = '', name = ''] = /^([ \t]*)([A-Za-z]{4,})[ \t]*=[ \t]*\S+[ \t]*$/.exec(text) ?? [];
  if (name === '' || names.includes(name.toLowerCase())) return;
  const meant = nearest(name, names);
  if (meant === undefined) return;
  const start = span.start + 1 + blank.length;
  const word = { start, end: start + name.length };
  yield {
    place: file.at(word),
    message: `\`${name}\` is no directive; did you mean \`${meant}\`?`,
    help: `Write \`${meant}\`.`,
    fixes: [fix(`Write \`${meant}\``, 'safe', { span: word, text: meant })],
  };
}

/** `syntax` and `escape` below the top are comments; `check` may stand above any instruction. */
function* misplaced(file: Dockerfile, { text, span, inside }: Comment) {
  const [, blank = '', name = ''] = /^([ \t]*)(syntax|escape)[ \t]*=[ \t]*\S+[ \t]*$/i.exec(text) ?? [];
  if (name === '' || inside) return;
  const start = span.start + 1 + blank.length;
  yield {
    place: file.at({ start, end: start + name.length }),
    message: `The directive \`${name}\` has no effect here: it must stand above everything else.`,
    help: 'Move it to the first line.',
  };
}

function* inCheck(file: Dockerfile, { value, valueSpan }: Directive) {
  for (const { text, at } of parts(value, ';')) {
    const [, key = '', list] = /^\s*(\w+)(?:=(.*))?$/.exec(text) ?? [];
    if (list === undefined || !/^(?:skip|error|experimental)$/.test(key)) {
      const start = valueSpan.start + at + text.indexOf(key);
      yield {
        place: file.at({ start, end: start + (key.length || text.length) }),
        message: `\`${key || text}\` is none of \`skip\`, \`error\` and \`experimental\`.`,
        help: 'Write `skip=Rule,Rule`, `error=true` or `experimental=Rule`.',
      };
    } else if (key !== 'error') yield* inList(file, list, valueSpan.start + at + text.indexOf('=') + 1);
  }
}

function* inList(file: Dockerfile, list: string, from: number) {
  for (const { text, at } of parts(list, ',')) {
    const name = text.trim();
    const span = { start: from + at, end: from + at + text.length };
    if (name !== text) {
      yield {
        place: file.at(span),
        message: `The list ends at the blank before \`${name}\`.`,
        help: 'Write the list without blanks.',
        fixes: [fix('Remove the blank', 'safe', { span, text: name })],
      };
    } else if (name !== 'all' && !checks.some((check) => check === name)) {
      const meant = nearest(name, checks);
      yield {
        place: file.at(span),
        message: `\`${name}\` is no check of BuildKit's${meant ? `; did you mean \`${meant}\`?` : '.'}`,
        help: meant ? `Write \`${meant}\`.` : 'Remove it.',
        fixes: meant ? [fix(`Write \`${meant}\``, 'safe', { span, text: meant })] : [],
      };
    }
  }
}

function parts(text: string, separator: string): readonly { readonly text: string; readonly at: number }[] {
  let at = 0;
  return text.split(separator).map((part) => {
    const found = { text: part, at };
    at += part.length + 1;
    return found;
  });
}
