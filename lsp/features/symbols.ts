/** The outline: stages, and in them what has a name or is worth going to. */
import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver';
import type { Instruction, Stage } from '../../src/dockerfile/model.ts';
import type { OpenDocument } from '../document.ts';

export function documentSymbols(document: OpenDocument): DocumentSymbol[] {
  const { preamble, stages } = document.dockerfile;
  return [
    ...preamble.map((instruction) => instructionSymbol(document, instruction)),
    ...stages.map((stage) => stageSymbol(document, stage)),
  ];
}

/** How a stage is called: its name, or its number. */
export function stageTitle({ name, index }: Stage): string {
  return name ?? `stage ${index}`;
}

function stageSymbol(document: OpenDocument, stage: Stage): DocumentSymbol {
  const [, ...inside] = stage.instructions;
  return {
    name: stageTitle(stage),
    detail: `FROM ${stage.from.image?.raw ?? ''}`,
    kind: SymbolKind.Module,
    range: document.lines.range(stage.span),
    selectionRange: document.lines.range(stage.from.name?.span ?? stage.from.span),
    children: inside.map((instruction) => instructionSymbol(document, instruction)),
  };
}

function instructionSymbol(document: OpenDocument, instruction: Instruction): DocumentSymbol {
  const text = document.text.slice(instruction.argsSpan.start, instruction.argsSpan.end).replaceAll(/\\\r?\n\s*/g, ' ');
  const shown = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  return {
    name: shown === '' ? instruction.keyword : `${instruction.keyword} ${shown}`,
    kind: kinds[instruction.kind] ?? SymbolKind.Event,
    range: document.lines.range(instruction.span),
    selectionRange: document.lines.range(instruction.keywordSpan),
  };
}

const kinds: Partial<Record<Instruction['kind'], SymbolKind>> = {
  arg: SymbolKind.Variable,
  env: SymbolKind.Variable,
  label: SymbolKind.Property,
  copy: SymbolKind.File,
  add: SymbolKind.File,
  cmd: SymbolKind.Function,
  entrypoint: SymbolKind.Function,
  run: SymbolKind.Method,
};
