/** Definition, references, highlights and renaming of stages and variables. */
import {
  type DocumentHighlight,
  DocumentHighlightKind,
  type Location,
  type Position,
  type Range,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Span } from '../../src/finding.ts';
import type { OpenDocument } from '../document.ts';
import { type Name, nameAt } from './names.ts';

export function definition(document: OpenDocument, position: Position): Location[] {
  const name = nameAt(document, document.lines.offset(position));
  return locations(document, name?.declarations ?? []);
}

export function references(document: OpenDocument, position: Position, withDeclaration: boolean): Location[] {
  const name = nameAt(document, document.lines.offset(position));
  return name ? locations(document, [...(withDeclaration ? name.declarations : []), ...name.references]) : [];
}

export function highlights(document: OpenDocument, position: Position): DocumentHighlight[] {
  const name = nameAt(document, document.lines.offset(position));
  if (!name) return [];
  const of = (kind: DocumentHighlightKind) => (span: Span) => ({ range: document.lines.range(span), kind });
  return [
    ...name.declarations.map(of(DocumentHighlightKind.Write)),
    ...name.references.map(of(DocumentHighlightKind.Read)),
  ];
}

/** The word that would be renamed; nothing for what this file does not declare. */
export function prepareRename(
  document: OpenDocument,
  position: Position,
): { range: Range; placeholder: string } | null {
  const offset = document.lines.offset(position);
  const name = nameAt(document, offset);
  if (!name || name.declarations.length === 0) return null;
  const span = everywhere(name).find(({ start, end }) => start <= offset && offset <= end);
  return span ? { range: document.lines.range(span), placeholder: document.text.slice(span.start, span.end) } : null;
}

const grammar = { stage: /^[a-z][a-z0-9-_.]*$/i, variable: /^[A-Za-z_][A-Za-z0-9_]*$/ } as const;

/** `undefined` where the new name could not stand there. */
export function rename(document: OpenDocument, position: Position, newName: string): WorkspaceEdit | undefined {
  const name = nameAt(document, document.lines.offset(position));
  if (!name || name.declarations.length === 0 || !grammar[name.kind].test(newName)) return undefined;
  const edits = everywhere(name).map((span) => ({ range: document.lines.range(span), newText: newName }));
  return { changes: { [document.uri]: edits } };
}

function everywhere({ declarations, references }: Name): readonly Span[] {
  return [...declarations, ...references];
}

function locations({ uri, lines }: OpenDocument, spans: readonly Span[]): Location[] {
  return spans.map((span) => ({ uri, range: lines.range(span) }));
}
