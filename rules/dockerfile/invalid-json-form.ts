import { fix } from '../../src/dockerfile/edits.ts';
import type { Dockerfile, Instruction } from '../../src/dockerfile/model.ts';
import type { Fix } from '../../src/finding.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'invalid-json-form',
  on: 'dockerfile',
  since: '1.0',
  severity: 'error',
  category: 'correctness',
  summary: 'What looks like exec form must be JSON.',
  why: 'An array that is not JSON is silently taken as shell text: the container then starts `sh`, which looks for a program named `[`.',
  needs: { texts: ['['], instructions: ['shell'] },
  bad: [
    { code: "FROM debian:12.9\nCMD [|['app', '--port']|]", fixed: 'FROM debian:12.9\nCMD ["app", "--port"]' },
    { code: 'FROM debian:12.9\nCMD [|[ "app", "--port", ]|]', fixed: 'FROM debian:12.9\nCMD ["app", "--port"]' },
    { code: 'FROM debian:12.9\nENTRYPOINT [|[app, run]|]', fixed: 'FROM debian:12.9\nENTRYPOINT ["app", "run"]' },
    { code: 'FROM debian:12.9\nCMD [|["app", \'--port\']|]', fixed: 'FROM debian:12.9\nCMD ["app", "--port"]' },
    'FROM debian:12.9\nRUN [|["app" "run"]|]',
    'FROM debian:12.9\nCMD [|["app", 8080]|]',
    'FROM debian:12.9\nSHELL [|/bin/bash -c|]',
  ],
  good: [
    'FROM debian:12.9\nCMD ["app", "--port"]',
    'FROM debian:12.9\nRUN [ "$A" = "b" ] && true',
    'FROM debian:12.9\nRUN [ -f /a ] || exit 1',
    'FROM debian:12.9\nRUN [[ -f /a ]]',
    'FROM debian:12.9\nCMD [ \\\n  "app", \\\n  "run" ]',
    'FROM debian:12.9\nCMD app',
  ],

  *check(file) {
    const told = new Set<unknown>();
    for (const { kind, instruction, place, message } of file.faults) {
      if (kind !== 'json') continue;
      told.add(instruction);
      yield { place, message, help: 'Write an array of strings in double quotes.' };
    }
    for (const instruction of file.stages.flatMap((stage) => stage.effective)) {
      if (told.has(instruction) || !meansJson(file, instruction)) continue;
      const repair = repaired(file, instruction);
      yield {
        place: file.at(instruction.argsSpan),
        message: `This \`${instruction.keyword}\` looks like exec form but is no JSON, so a shell runs it as text.`,
        help: 'Write an array of strings in double quotes.',
        ...(repair && { fixes: [repair] }),
      };
    }
  },
});

/** `[` starts a shell test too, which has a blank after it and no commas. */
function meansJson({ text }: Dockerfile, instruction: Instruction): boolean {
  const args = text.slice(instruction.argsSpan.start, instruction.argsSpan.end);
  if (!args.startsWith('[') || args.startsWith('[[')) return false;
  switch (instruction.kind) {
    case 'cmd':
    case 'entrypoint':
      return instruction.exec === undefined && /\]$/.test(args) && !/^\[\s+[^"'“]/.test(args);
    case 'run':
      return instruction.exec === undefined && (/^\[["'“]/.test(args) || /^\[\s+(["'])[^"']*\1\s*,/.test(args));
    case 'volume':
    case 'copy':
    case 'add':
      // Words of a JSON form stand in quotes.
      return /\]$/.test(args) && instruction.words[0]?.raw.startsWith('[') === true;
    default:
      return false;
  }
}

function repaired({ text }: Dockerfile, { argsSpan }: Instruction): Fix | undefined {
  const args = text.slice(argsSpan.start, argsSpan.end);
  const joined = args.replace(/\\[ \t]*\r?\n/g, (end) => ' '.repeat(end.length));
  if (/^\[\s*'[^'"\\\n]*'\s*(?:,\s*'[^'"\\\n]*'\s*)*\]$/.test(joined)) {
    const quotes = [...args.matchAll(/'/g)].map(({ index }) => argsSpan.start + index);
    return fix('Use double quotes', 'safe', ...quotes.map((at) => ({ span: { start: at, end: at + 1 }, text: '"' })));
  }
  if (joined !== args || !/^\[.*\]$/.test(args)) return undefined;
  const items = args.slice(1, -1).trim().replace(/,$/, '').split(',');
  const words = items.map((item) => /^\s*(?:"([^"\\]*)"|'([^'\\]*)'|“([^”\\]*)”|([^"'“”\\\s]+))\s*$/.exec(item));
  if (!words.every((word) => word !== null)) return undefined;
  const strings = words.map(([, ...alternatives]) => alternatives.find((word) => word !== undefined) ?? '');
  return fix('Write JSON', 'unsafe', {
    span: argsSpan,
    text: `[${strings.map((word) => JSON.stringify(word)).join(', ')}]`,
  });
}
