import type { Report } from './faults.ts';
import { heredocOf } from './heredoc.ts';
import { keywords } from './make.ts';
import type { FromInstruction, Instruction, KeyValue, OnbuildInstruction, Word } from './model.ts';
import { isDigit } from './space.ts';
import { nearest } from './suggest.ts';
import { WordNode } from './word.ts';

/** Arguments that the builder does not take: too few, too many, or not of the form that it wants. */
export function checkArguments(instruction: Instruction, report: Report): void {
  const { words } = instruction;
  const missing = (what: string): void => needs(instruction, what, report);
  switch (instruction.kind) {
    case 'unknown': {
      const { keyword: written, keywordSpan } = instruction;
      report('unknown-instruction', keywordSpan, `\`${written}\` is no instruction.`, nearest(written, keywords));
      return;
    }
    case 'from':
      checkFrom(instruction, report);
      break;
    case 'env':
    case 'label':
      checkPairs(instruction, instruction.legacy, report);
      break;
    case 'arg':
      if (words.length === 0) missing('a name');
      else if (words.some(({ raw }) => raw.startsWith('='))) {
        report('arguments', instruction.argsSpan, '`ARG` has a value without a name.');
      }
      break;
    case 'copy':
    case 'add':
      if (words.length < 2) missing('a source and a destination');
      else if (isHeredoc(words.at(-1))) {
        const { keyword, argsSpan } = instruction;
        report('arguments', words.at(-1)?.span ?? argsSpan, `\`${keyword}\` cannot write to a heredoc.`);
      }
      break;
    case 'volume':
      checkVolume(words, report);
      if (words.length === 0) missing('an argument');
      break;
    case 'onbuild':
      checkOnbuild(instruction, report);
      break;
    case 'shell':
      if (instruction.exec === undefined) {
        report(
          'json',
          words.length === 0 ? instruction.keywordSpan : instruction.argsSpan,
          '`SHELL` needs a JSON array of strings.',
        );
      } else if (words.length === 0) missing('at least one word');
      break;
    case 'healthcheck':
      checkHealthcheck(instruction, report);
      break;
    case 'run':
    case 'cmd':
    case 'entrypoint':
      break;
    default:
      if (words.length === 0) missing('an argument');
  }
  checkJson(instruction, report);
}

function needs({ keyword, keywordSpan }: Instruction, what: string, report: Report): void {
  report('arguments', keywordSpan, `\`${keyword}\` needs ${what}.`);
}

function isHeredoc(word: Word | undefined): boolean {
  const text = word instanceof WordNode ? word.literal : '';
  return text.includes('<<') && heredocOf(text, 0, text.length) !== undefined;
}

function checkFrom(from: FromInstruction, report: Report): void {
  const { words, argsSpan } = from;
  if (words.length === 0) needs(from, 'an image', report);
  else if (words.length !== 1 && (words.length !== 3 || words[1]?.raw.toLowerCase() !== 'as')) {
    report('arguments', argsSpan, '`FROM` takes an image, or an image, `AS` and a name.');
  } else {
    const name = words[2];
    if (name !== undefined && !isStageName(name.raw)) {
      report(
        'arguments',
        name.span,
        `\`${name.raw}\` is no name for a stage: it must start with a letter and hold letters, digits, \`-\`, \`_\` and \`.\`.`,
      );
    }
  }
}

function isStageName(raw: string): boolean {
  const name = raw.toLowerCase();
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at);
    const isLetter = code >= 97 && code <= 122;
    if (!isLetter && (at === 0 || !(isDigit(code) || '-_.'.includes(name.charAt(at))))) return false;
  }
  return name !== '';
}

function checkPairs(
  instruction: Instruction & { readonly pairs: readonly KeyValue[] },
  legacy: boolean,
  report: Report,
): void {
  const { pairs } = instruction;
  if (pairs.length === 0) needs(instruction, 'a name and a value', report);
  for (const pair of pairs) {
    const { key, value } = pair;
    if (value === undefined) {
      const { span } = pair;
      const message = legacy ? `\`${key.raw}\` has no value.` : `\`${key.raw}\` is no \`name=value\`.`;
      report('arguments', span, message);
      return;
    }
    if (key.raw === '') report('arguments', pair.span, `\`${instruction.keyword}\` has a value without a name.`);
  }
}

function checkVolume(words: readonly Word[], report: Report): void {
  for (const word of words) {
    const text = word instanceof WordNode ? word.literal : word.raw;
    if (text.trim() === '') report('arguments', word.span, 'A volume has no name.');
  }
}

function checkOnbuild({ trigger, keywordSpan }: OnbuildInstruction, report: Report): void {
  if (trigger === undefined) report('onbuild', keywordSpan, '`ONBUILD` needs an instruction.');
  else if (trigger.kind === 'onbuild' || trigger.kind === 'from' || trigger.kind === 'maintainer') {
    report('onbuild', trigger.keywordSpan, `\`${trigger.keyword}\` cannot be triggered by \`ONBUILD\`.`);
  }
}

function checkHealthcheck(instruction: Extract<Instruction, { kind: 'healthcheck' }>, report: Report): void {
  const { words, argsSpan } = instruction;
  const type = words[0]?.raw.toUpperCase();
  if (type === undefined) needs(instruction, '`CMD` or `NONE`', report);
  else if (type === 'NONE') {
    if (words.length > 1) report('arguments', argsSpan, '`HEALTHCHECK NONE` takes no arguments.');
  } else if (type !== 'CMD') {
    report('arguments', words[0]?.span ?? argsSpan, `\`${words[0]?.raw}\` is neither \`CMD\` nor \`NONE\`.`);
  } else if (words.length === 1) report('arguments', argsSpan, '`HEALTHCHECK CMD` needs a command.');
}

const jsonKinds: readonly string[] = ['run', 'cmd', 'entrypoint', 'shell', 'copy', 'add', 'volume', 'healthcheck'];

function checkJson(instruction: Instruction, report: Report): void {
  if (!jsonKinds.includes(instruction.kind) || !('json' in instruction)) return;
  const { json } = instruction;
  if (
    typeof json === 'object' &&
    json !== null &&
    'kind' in json &&
    json.kind === 'mixed' &&
    instruction.kind !== 'shell'
  ) {
    report('json', instruction.argsSpan, 'A JSON form holds strings only.');
  }
}

/** Instructions whose words the builder takes as they are. */
const literal: readonly string[] = [
  'run',
  'cmd',
  'entrypoint',
  'healthcheck',
  'shell',
  'maintainer',
  'onbuild',
  'unknown',
];

/** What the builder's lexer could not read, in words whose variables it expands. */
export function checkWords(instruction: Instruction, report: Report): void {
  if ('pairs' in instruction) {
    for (const { key, value } of instruction.pairs) {
      checkWord(key, report);
      checkWord(value, report);
    }
  } else if (!literal.includes(instruction.kind)) for (const word of instruction.words) checkWord(word, report);
  for (const { value } of instruction.flags) checkWord(value, report);
}

function checkWord(word: Word | undefined, report: Report): void {
  if (!(word instanceof WordNode)) return;
  const { fault } = word.expansion;
  if (fault !== undefined) report(fault.kind, word.spanOf(fault.start, fault.end), fault.message);
}
