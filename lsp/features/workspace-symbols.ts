/** Stages and build arguments of every Dockerfile of the folders, by name. */
import { SymbolKind, type WorkspaceSymbol } from 'vscode-languageserver';
import type { OpenDocument } from '../document.ts';

/** Those whose name holds the letters of the query, in their order. */
export function workspaceSymbols(documents: readonly OpenDocument[], query: string): WorkspaceSymbol[] {
  const fits = matcher(query);
  return documents.flatMap((document): WorkspaceSymbol[] => {
    const { uri, lines, file, dockerfile } = document;
    const stages = dockerfile.stages.flatMap(({ name, from }) =>
      name !== undefined && from.name ? [{ name, span: from.name.span, kind: SymbolKind.Module }] : [],
    );
    const args = dockerfile.preamble.flatMap((one) => {
      const pairs = one.kind === 'arg' ? one.pairs : [];
      return pairs.map(({ key }) => ({ name: key.raw, span: key.span, kind: SymbolKind.Variable }));
    });
    return [...args, ...stages]
      .filter(({ name }) => fits(name))
      .map(({ name, kind, span }) => ({
        name,
        kind,
        location: { uri, range: lines.range(span) },
        containerName: file,
      }));
  });
}

function matcher(query: string): (name: string) => boolean {
  const letters = [...query.toLowerCase()];
  return (name) => {
    let from = 0;
    for (const letter of letters) {
      const at = name.toLowerCase().indexOf(letter, from);
      if (at === -1) return false;
      from = at + 1;
    }
    return true;
  };
}
