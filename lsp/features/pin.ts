/** Pinning an image to the digest that its tag stands for today: the registry is asked when the action is chosen. */
import { type CodeAction, CodeActionKind, type Range } from 'vscode-languageserver';
import type { ImageReference } from '../../src/dockerfile/model.ts';
import { imageUses, mayBeContext } from '../../src/dockerfile/references.ts';
import type { Result } from '../../src/finding.ts';
import type { OpenDocument } from '../document.ts';
import type { Online } from '../online.ts';
import { has } from '../settings.ts';

export const pinKind = CodeActionKind.RefactorRewrite;

/** What the action is resolved by. */
export interface PinData {
  readonly uri: string;
  /** As the Dockerfile has it. */
  readonly pin: string;
}

export function isPin(data: unknown): data is PinData {
  return has(data, 'pin') && typeof data.pin === 'string' && has(data, 'uri') && typeof data.uri === 'string';
}

/** One for each image of the range that is written out and has no digest. */
export function pinActions(document: OpenDocument, range: Range): CodeAction[] {
  const { start, end } = document.lines.span(range);
  return pinnable(document)
    .filter(({ span }) => span.start <= end && start <= span.end)
    .map(({ raw }) => ({
      title: `Pin ${raw} to its digest of today`,
      kind: pinKind,
      data: { uri: document.uri, pin: raw } satisfies PinData,
    }));
}

/** The action with its edit, wherever the image stands by now. */
export async function pinned(
  document: OpenDocument,
  action: CodeAction,
  online: Online,
): Promise<Result<CodeAction, string>> {
  const { data } = action;
  const images = isPin(data) ? pinnable(document).filter(({ raw }) => raw === data.pin) : [];
  const [first] = images;
  if (!first) return { ok: false, problem: 'The image is not there any more.' };
  const digest = await online.digest(first.raw);
  if (!digest.ok) return digest;
  const edits = images.map(({ span }) => ({
    range: document.lines.range({ start: span.end, end: span.end }),
    newText: `@${digest.value}`,
  }));
  return { ok: true, value: { ...action, edit: { changes: { [document.uri]: edits } } } };
}

/** A name that variables make has no place for a digest. */
function pinnable({ dockerfile, text }: OpenDocument): readonly ImageReference[] {
  return [...imageUses(dockerfile)].flatMap((use) => {
    const { reference } = use;
    const isWritten = text.slice(reference.span.start, reference.span.end) === reference.raw;
    return reference.valid && reference.digest === undefined && isWritten && !mayBeContext(use) ? [reference] : [];
  });
}
