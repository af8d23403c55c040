/** Signature help: the forms of the instruction that is being written. */
import type { Position, SignatureHelp } from 'vscode-languageserver';
import { instructionDoc } from '../data/instructions.ts';
import type { OpenDocument } from '../document.ts';
import { instructionBefore } from './place.ts';

export function signatureHelp(document: OpenDocument, position: Position): SignatureHelp | null {
  const offset = document.lines.offset(position);
  const instruction = instructionBefore(document, offset);
  if (!instruction || offset <= instruction.keywordSpan.end) return null;
  const doc = instructionDoc(instruction.kind);
  if (!doc) return null;
  const written = document.text.slice(instruction.argsSpan.start, offset);
  const json = written.trimStart().startsWith('[');
  const active = doc.forms.findIndex((form) => form.includes('[') && form.includes('"'));
  return {
    signatures: doc.forms.map((form) => {
      const parameters = form
        .split(' ')
        .slice(1)
        .map((label) => ({ label }));
      return { label: form, documentation: doc.summary, parameters };
    }),
    activeSignature: json && active >= 0 ? active : 0,
    activeParameter: written.trim() === '' ? 0 : Math.max(0, written.trimStart().split(/\s+/).length - 1),
  };
}
