/** Completion and hover in a configuration file, by the schema that is published. */
import { type CompletionItem, CompletionItemKind, type Hover, MarkupKind, type Position } from 'vscode-languageserver';
import type { Lines } from '../convert.ts';
import { type Cursor, cursorAt } from './cursor.ts';
import { descriptionOf, formsAt, propertiesOf, type Schema, valuesOf } from './schema.ts';

/** What a configuration may say. */
export interface Vocabulary {
  readonly schema: Schema;
  readonly presets: readonly string[];
  readonly rules: readonly { readonly id: string; readonly summary: string }[];
}

export function configCompletions(lines: Lines, position: Position, vocabulary: Vocabulary): CompletionItem[] {
  const cursor = cursorAt(lines.text, lines.offset(position));
  const json = /^\s*\{/.test(lines.text);
  const typed = /^["']/.test(cursor.typed) ? cursor.typed : (/\S*$/.exec(cursor.typed)?.[0] ?? '');
  const start = { line: position.line, character: position.character - typed.length };
  const range = { start, end: position };
  return [...keys(cursor, vocabulary, json), ...values(cursor, vocabulary, json)].map(({ insertText, ...item }) => {
    const newText = insertText ?? item.label;
    // What is typed may begin with a quote, by which editors would filter.
    return { ...item, filterText: typed.startsWith('"') ? newText : item.label, textEdit: { range, newText } };
  });
}

function keys({ path, writes, beside, flow }: Cursor, { schema }: Vocabulary, json: boolean): CompletionItem[] {
  if (writes !== 'key') return [];
  return propertiesOf(schema, formsAt(schema, path))
    .filter(({ name }) => !beside.has(name))
    .map(({ name, description, holds }) => ({
      label: name,
      kind: CompletionItemKind.Property,
      documentation: { kind: MarkupKind.Markdown, value: description },
      insertText: json ? `"${name}": ` : `${name}:${holds === 'value' || flow ? ' ' : ''}`,
    }));
}

/** Also behind a dash, where a key might begin as well. */
function values(cursor: Cursor, { schema, presets, rules }: Vocabulary, json: boolean): CompletionItem[] {
  const { path, writes } = cursor;
  if (writes === 'key' && typeof path.at(-1) !== 'number') return [];
  const written = (label: string) => (json && !/^(?:true|false|\d+)$/.test(label) ? `"${label}"` : label);
  const words = valuesOf(formsAt(schema, path)).map((label) => ({ label, kind: CompletionItemKind.EnumMember }));
  const names = path.filter((key) => typeof key === 'string').join('.');
  const more =
    names === 'extends'
      ? presets.map((label) => ({ label, kind: CompletionItemKind.Module }))
      : names === 'ignore.rule'
        ? rules.map(({ id, summary }) => ({ label: id, kind: CompletionItemKind.Constant, documentation: summary }))
        : [];
  return [...words, ...more].map((item) => ({ ...item, insertText: written(item.label) }));
}

/** What the key under the cursor, or the key of the value under it, is for. */
export function configHover(lines: Lines, position: Position, { schema }: Vocabulary): Hover | null {
  const { text } = lines;
  const offset = lines.offset(position);
  const word = /^["'\w./@*-]*/.exec(text.slice(offset))?.[0].length ?? 0;
  const { path, writes, typed } = cursorAt(text, offset + word);
  const name = typed.replaceAll(/^["']|["']$/g, '');
  const description = descriptionOf(formsAt(schema, writes === 'key' ? [...path, name] : path));
  if (description === '') return null;
  const end = offset + word;
  return {
    contents: { kind: MarkupKind.Markdown, value: description },
    range: lines.range({ start: Math.max(0, end - typed.length), end }),
  };
}
