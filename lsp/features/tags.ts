/** Completion of the tags of a base image, by its registry. */
import { type CompletionItem, CompletionItemKind, type CompletionList, type Position } from 'vscode-languageserver';
import type { OpenDocument } from '../document.ts';
import type { Online } from '../online.ts';

/** More are told as the tag is typed on. */
const MOST = 200;

const name = String.raw`((?:[\w.-]+(?::\d+)?\/)?[\w./-]+):([\w.-]*)$`;
const inFrom = new RegExp(String.raw`^\s*FROM(?:\s+--\S+)*\s+${name}`, 'i');
const inSource = new RegExp(String.raw`(?:\s--from=|,from=|=from=)${name}`);

/** `undefined` where no tag is being written. */
export async function tagCompletions(
  { text, lines }: OpenDocument,
  position: Position,
  online: Online,
): Promise<CompletionList | undefined> {
  const offset = lines.offset(position);
  const before = text.slice(lines.line(position.line).start, offset);
  const [, repository, typed = ''] = inFrom.exec(before) ?? inSource.exec(before) ?? [];
  if (repository === undefined) return undefined;
  const tags = (await online.tags(repository)).filter((tag) => tag.startsWith(typed)).sort(newestFirst);
  const range = { start: { line: position.line, character: position.character - typed.length }, end: position };
  const items = tags.slice(0, MOST).map(
    (label, index): CompletionItem => ({
      label,
      kind: CompletionItemKind.Value,
      sortText: String(index).padStart(4, '0'),
      filterText: label,
      textEdit: { range, newText: label },
    }),
  );
  return { isIncomplete: tags.length > MOST, items };
}

/** Numbers by what they count, larger ones first; words behind numbers. */
export function newestFirst(a: string, b: string): number {
  const [left, right] = [parts(a), parts(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const [one, other] = [left[at], right[at]];
    if (one === other) continue;
    // The shorter names the newest of its kind: `12` before `12.9`.
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
    const [isNumber, isOther] = [/^\d/.test(one), /^\d/.test(other)];
    if (isNumber && isOther && Number(one) !== Number(other)) return Number(other) - Number(one);
    if (isNumber !== isOther) return isNumber ? -1 : 1;
    return one < other ? -1 : 1;
  }
  return 0;
}

function parts(tag: string): readonly string[] {
  return tag.match(/\d+|[^\d.]+/g) ?? [];
}
