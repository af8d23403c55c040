/** Completion: instructions, flags and their values, mount fields, stages, variables, rule ids in suppressions. */
import { type CompletionItem, CompletionItemKind, type Position } from 'vscode-languageserver';
import type { Dockerfile, Instruction } from '../../src/dockerfile/model.ts';
import type { RuleMeta } from '../../src/rule.ts';
import { flagValues, instructionDoc, instructionDocs, mountFields, mountTypes } from '../data/instructions.ts';
import type { OpenDocument } from '../document.ts';
import { declaredBy } from './names.ts';
import { continues, instructionBefore } from './place.ts';

export interface CompletionFacts {
  readonly rules: readonly RuleMeta[];
}

/** What a client is told to ask on, beside letters. */
export const triggers: readonly string[] = ['$', '{', '-', '=', ',', '#', ' ', ':', '"'];

export function completions(document: OpenDocument, position: Position, facts: CompletionFacts): CompletionItem[] {
  const before = document.text.slice(document.lines.line(position.line).start, document.lines.offset(position));
  return offered(document, position, facts).map((item) => placed(item, before, position));
}

/** Editors differ in what a word is (`--`, `-`, `/`): each item says itself what it replaces. */
function placed({ insertText, ...item }: CompletionItem, before: string, end: Position): CompletionItem {
  const newText = insertText ?? item.label;
  const inComment = /^\s*#/.test(before) && !/ignore(-stage|-file)?=\S*$/.test(before);
  const typed = inComment ? /^\s*#\s*(.*)$/ : newText.startsWith('--') ? /(-{0,2}[\w-]*)$/ : /([^\s,=${}#]*)$/;
  // In any encoding as long as it is here: what we replace is ASCII, but for names that nobody offered.
  const length = typed.exec(before)?.[1]?.length ?? 0;
  const start = { line: end.line, character: end.character - length };
  return { ...item, textEdit: { range: { start, end }, newText } };
}

function offered(document: OpenDocument, position: Position, { rules }: CompletionFacts): CompletionItem[] {
  const offset = document.lines.offset(position);
  const { start } = document.lines.line(position.line);
  const before = document.text.slice(start, offset);
  const { dockerfile } = document;
  const comment = /^\s*#(.*)$/.exec(before);
  if (comment) return commentItems(comment[1] ?? '', rules);
  const variable = /\$\{?([A-Za-z_]\w*)?$/.exec(before);
  const instruction = instructionBefore(document, offset);
  if (variable) return variableItems(dockerfile, instruction, before.endsWith('{') || /\{\w+$/.test(before));
  if (!instruction || /^\s*[A-Za-z]*$/.test(before))
    return continues(document, position.line) ? [] : instructionItems();
  return insideItems(dockerfile, instruction, document.text.slice(instruction.span.start, offset));
}

function instructionItems(): CompletionItem[] {
  return instructionDocs.map(({ keyword, summary, forms }) => ({
    label: keyword,
    kind: CompletionItemKind.Keyword,
    documentation: { kind: 'markdown', value: `${summary}\n\n\`\`\`dockerfile\n${forms.join('\n')}\n\`\`\`` },
    insertText: `${keyword} `,
    ...(keyword === 'MAINTAINER' && { tags: [1 as const] }),
  }));
}

function insideItems(dockerfile: Dockerfile, instruction: Instruction, written: string): CompletionItem[] {
  const word = /(\S*)$/.exec(written)?.[1] ?? '';
  const flagsOnly = /^\s*[A-Za-z]+(\s+--\S+)*\s+\S*$/.test(written);
  if (flagsOnly && word.startsWith('--mount='))
    return mountItems(dockerfile, instruction, word.slice('--mount='.length));
  if (flagsOnly && word.startsWith('--')) return flagItems(dockerfile, instruction, word);
  const items = flagsOnly && word === '' ? allFlags(instruction) : [];
  if (instruction.kind === 'from' && /^\s*FROM(\s+--\S+)*\s+\S*$/i.test(written))
    return [...items, ...stageItems(dockerfile, instruction)];
  if (instruction.kind === 'healthcheck' && word === '') return [...items, ...words(['CMD', 'NONE'])];
  if (instruction.kind === 'stopsignal') return words(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGUSR1', 'SIGUSR2']);
  if (instruction.kind === 'onbuild' && /^\s*ONBUILD\s+\S*$/i.test(written)) return instructionItems();
  return items;
}

function words(labels: readonly string[]): CompletionItem[] {
  return labels.map((label) => ({ label, kind: CompletionItemKind.Keyword }));
}

function allFlags({ kind }: Instruction): CompletionItem[] {
  return Object.entries(instructionDoc(kind)?.flags ?? {}).map(([name, text]) => ({
    label: `--${name}`,
    kind: CompletionItemKind.Property,
    documentation: { kind: 'markdown', value: text },
  }));
}

function flagItems(dockerfile: Dockerfile, instruction: Instruction, word: string): CompletionItem[] {
  const [name = '', value] = word.slice(2).split('=');
  if (value === undefined) return allFlags(instruction);
  if (name === 'from') return stageItems(dockerfile, instruction);
  return (flagValues[name] ?? []).map((label) => ({ label, kind: CompletionItemKind.Value }));
}

function mountItems(dockerfile: Dockerfile, instruction: Instruction, written: string): CompletionItem[] {
  const fields = written.split(',');
  const last = fields.at(-1) ?? '';
  const type = /(?:^|,)type=([a-z]+)/.exec(written)?.[1] ?? 'bind';
  if (last.startsWith('type=')) return mountTypes.map((label) => ({ label, kind: CompletionItemKind.EnumMember }));
  if (last.startsWith('from=')) return stageItems(dockerfile, instruction);
  if (last.startsWith('sharing='))
    return ['shared', 'private', 'locked'].map((label) => ({ label, kind: CompletionItemKind.EnumMember }));
  if (last.includes('=')) return [];
  const known = { ...mountFields[''], ...mountFields[type] };
  const given = new Set(fields.map((field) => field.split('=')[0]));
  return Object.entries(known)
    .filter(([key]) => !given.has(key) || key === last)
    .map(([key, text]) => ({
      label: key,
      kind: CompletionItemKind.Field,
      documentation: { kind: 'markdown', value: text },
      insertText: key === 'ro' || key === 'rw' || key === 'required' ? key : `${key}=`,
    }));
}

/** Stages that stand before the instruction. */
function stageItems({ stages }: Dockerfile, { stage }: Instruction): CompletionItem[] {
  return stages.flatMap(({ name, index, from }) =>
    name === undefined || index >= (stage?.index ?? stages.length)
      ? []
      : [{ label: name, kind: CompletionItemKind.Module, detail: `FROM ${from.image?.raw ?? ''}` }],
  );
}

function variableItems(
  dockerfile: Dockerfile,
  instruction: Instruction | undefined,
  braces: boolean,
): CompletionItem[] {
  const state = instruction?.state ?? dockerfile.stages.at(-1)?.end;
  const declared = new Map([...(state?.args ?? []), ...(state?.envs ?? [])]);
  return [...declared.values()].map((declaration) => ({
    label: declaration.name,
    kind: CompletionItemKind.Variable,
    detail: `${declaration.text ?? '?'} · ${declaredBy(declaration)}`,
    ...(braces && { insertText: declaration.name }),
  }));
}

/** After `#`: what the parser, we and others read in comments; after `ignore=`: rule ids. */
function commentItems(written: string, rules: readonly RuleMeta[]): CompletionItem[] {
  if (/\bplimsoll\s+ignore(-stage|-file)?=\S*$/.test(written)) {
    return rules.map(({ id, summary, aliases = [] }) => ({
      label: id,
      kind: CompletionItemKind.Constant,
      detail: aliases.join(' '),
      documentation: summary,
      filterText: [id, ...aliases].join(' '),
    }));
  }
  const snippets: readonly (readonly [string, string])[] = [
    ['syntax=docker/dockerfile:1', 'The frontend that builds this file.'],
    ['escape=`', 'The character that continues lines.'],
    ['check=skip=', 'Checks of the builder to leave out.'],
    ['plimsoll ignore=', 'Silences rules for the instruction below.'],
    ['plimsoll ignore-stage=', 'Silences rules for the stage below.'],
    ['plimsoll ignore-file=', 'Silences rules in this file.'],
  ];
  return /^\s*\S*$/.test(written) || /^\s*plimsoll\s+\S*$/.test(written)
    ? snippets.map(([label, documentation]) => ({ label, kind: CompletionItemKind.Snippet, documentation }))
    : [];
}
