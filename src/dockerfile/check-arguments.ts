import type { Report } from './faults.ts';
import { heredocOf } from './heredoc.ts';
import { keywords } from './make.ts';
import type { FromInstruction, Instruction, KeyValue, OnbuildInstruction, Word } from './model.ts';
import { nearest } from './suggest.ts';
import { WordNode } from './word.ts';

/** Arguments that the builder does not take: too few, too many, or not of the form that it wants. */
export function checkArguments(instruction: Instruction, report: Report): void {
  const { keyword, words, keywordSpan } = instruction;
  const missing = (what: string): void => report('arguments', keywordSpan, `\`${keyword}\` needs ${what}.`);
  switch (instruction.kind) {
    case 'unknown': {
      const written = instruction.keyword;
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
        report('arguments', words.at(-1)?.span ?? keywordSpan, `\`${keyword}\` cannot write to a heredoc.`);
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
          words.length === 0 ? keywordSpan : instruction.argsSpan,
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

function isHeredoc(word: Word | undefined): boolean {
  const text = word instanceof WordNode ? word.literal : '';
  return text.includes('<<') && heredocOf(text, 0, text.length) !== undefined;
}

function checkFrom({ words, argsSpan, keywordSpan }: FromInstruction, report: Report): void {
  if (words.length === 0) report('arguments', keywordSpan, '`FROM` needs an image.');
  else if (words.length !== 1 && (words.length !== 3 || words[1]?.raw.toLowerCase() !== 'as')) {
    report('arguments', argsSpan, '`FROM` takes an image, or an image, `AS` and a name.');
  } else {
    const name = words[2];
    if (name !== undefined && !/^[a-z][a-z0-9-_.]*$/.test(name.raw.toLowerCase())) {
      report(
        'arguments',
        name.span,
        `\`${name.raw}\` is no name for a stage: it must start with a letter and hold letters, digits, \`-\`, \`_\` and \`.\`.`,
      );
    }
  }
}

function checkPairs(
  instruction: Instruction & { readonly pairs: readonly KeyValue[] },
  legacy: boolean,
  report: Report,
): void {
  const { pairs, keyword, keywordSpan } = instruction;
  if (pairs.length === 0) report('arguments', keywordSpan, `\`${keyword}\` needs a name and a value.`);
  for (const { key, value, span } of pairs) {
    if (value === undefined) {
      const message = legacy ? `\`${key.raw}\` has no value.` : `\`${key.raw}\` is no \`name=value\`.`;
      report('arguments', span, message);
      return;
    }
    if (key.raw === '') report('arguments', span, `\`${keyword}\` has a value without a name.`);
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
  const { words, keywordSpan, argsSpan } = instruction;
  const type = words[0]?.raw.toUpperCase();
  if (type === undefined) report('arguments', keywordSpan, '`HEALTHCHECK` needs `CMD` or `NONE`.');
  else if (type === 'NONE') {
    if (words.length > 1) report('arguments', argsSpan, '`HEALTHCHECK NONE` takes no arguments.');
  } else if (type !== 'CMD') {
    report('arguments', words[0]?.span ?? argsSpan, `\`${words[0]?.raw}\` is neither \`CMD\` nor \`NONE\`.`);
  } else if (words.length === 1) report('arguments', argsSpan, '`HEALTHCHECK CMD` needs a command.');
}

const jsonKinds = new Set(['run', 'cmd', 'entrypoint', 'shell', 'copy', 'add', 'volume', 'healthcheck']);

function checkJson(instruction: Instruction, report: Report): void {
  if (!jsonKinds.has(instruction.kind) || !('json' in instruction)) return;
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

/** What the builder's lexer could not read, in words whose variables it expands. */
export function checkWords(instruction: Instruction, report: Report): void {
  const pairs =
    'pairs' in instruction ? instruction.pairs.flatMap(({ key, value }) => (value ? [key, value] : [key])) : [];
  const flags = instruction.flags.flatMap(({ value }) => value ?? []);
  const words = 'pairs' in instruction ? pairs : [...instruction.words, ...flags];
  for (const word of words) {
    if (!(word instanceof WordNode)) continue;
    const { fault } = word.expansion;
    if (fault !== undefined) report(fault.kind, word.spanOf(fault.start, fault.end), fault.message);
  }
}
