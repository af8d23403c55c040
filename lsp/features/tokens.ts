/** Semantic tokens: keywords, flags, stages, variables, comments, and the shell inside RUN. */
import {
  type Range,
  type SemanticTokens,
  SemanticTokensBuilder,
  type SemanticTokensDelta,
} from 'vscode-languageserver';
import type { Instruction } from '../../src/dockerfile/model.ts';
import type { Script } from '../../src/dockerfile/script-model.ts';
import type { Span } from '../../src/finding.ts';
import type { OpenDocument } from '../document.ts';
import { variablesOf } from './place.ts';

export const tokenTypes = [
  'keyword',
  'parameter',
  'namespace',
  'variable',
  'property',
  'string',
  'comment',
  'function',
  'operator',
  'macro',
] as const;
type TokenType = (typeof tokenTypes)[number];

interface Token {
  readonly span: Span;
  readonly type: TokenType;
}

/** The tokens that clients were told last, by document: what changed since is told by what differs. */
export class ToldTokens {
  readonly #told = new Map<string, Required<SemanticTokens>>();
  #count = 0;

  all(document: OpenDocument): SemanticTokens {
    const tokens = { resultId: String(++this.#count), data: encode(document) };
    this.#told.set(document.uri, tokens);
    return tokens;
  }

  /** One edit between the common start and end; everything, where the client speaks of another answer than the last. */
  since(document: OpenDocument, previous: string): SemanticTokens | SemanticTokensDelta {
    const before = this.#told.get(document.uri);
    const now = this.all(document);
    if (before?.resultId !== previous) return now;
    const [old, { data, resultId }] = [before.data, now];
    const shorter = Math.min(old.length, data.length);
    let start = 0;
    while (start < shorter && old[start] === data[start]) start++;
    let end = 0;
    while (end < shorter - start && old.at(-1 - end) === data.at(-1 - end)) end++;
    const edit = { start, deleteCount: old.length - end - start, data: data.slice(start, data.length - end) };
    return {
      ...(resultId !== undefined && { resultId }),
      edits: edit.deleteCount + edit.data.length > 0 ? [edit] : [],
    };
  }

  forget(uri: string): void {
    this.#told.delete(uri);
  }
}

/** The numbers of the protocol: line and start as differences, length, type. */
export function encode(document: OpenDocument, range?: Range): number[] {
  const builder = new SemanticTokensBuilder();
  const wanted = range && document.lines.span(range);
  for (const { span, type } of tokensOf(document)) {
    if (wanted && (span.end < wanted.start || wanted.end < span.start)) continue;
    for (const part of byLine(document, span)) {
      const start = document.lines.position(part.start);
      const end = document.lines.position(part.end);
      builder.push(start.line, start.character, end.character - start.character, tokenTypes.indexOf(type), 0);
    }
  }
  return builder.build().data;
}

/** In the order of the text, none inside another: the earlier and shorter wins. */
function tokensOf({ dockerfile }: OpenDocument): readonly Token[] {
  const tokens: Token[] = [
    ...dockerfile.comments.map(({ span }): Token => ({ span, type: 'comment' })),
    ...dockerfile.directives.map(({ span }): Token => ({ span, type: 'macro' })),
    ...dockerfile.instructions.flatMap((instruction) => instructionTokens(instruction)),
  ];
  const sorted = tokens
    .filter(({ span }) => span.end > span.start)
    .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const kept: Token[] = [];
  let from = 0;
  for (const token of sorted) {
    if (token.span.start < from) continue;
    kept.push(token);
    from = token.span.end;
  }
  return kept;
}

function instructionTokens(instruction: Instruction): Token[] {
  const tokens: Token[] = [
    { span: instruction.keywordSpan, type: 'keyword' },
    ...instruction.flags.map(
      ({ span, name }): Token => ({
        span: { start: span.start, end: span.start + 2 + name.length },
        type: 'parameter',
      }),
    ),
    ...variablesOf(instruction).map(({ span }): Token => ({ span, type: 'variable' })),
    ...instruction.heredocs.map(
      ({ span, name }): Token => ({
        span: { start: span.start, end: Math.min(span.end, span.start + 2 + name.length) },
        type: 'macro',
      }),
    ),
  ];
  if (instruction.kind === 'from') {
    if (instruction.asSpan) tokens.push({ span: instruction.asSpan, type: 'keyword' });
    if (instruction.name) tokens.push({ span: instruction.name.span, type: 'namespace' });
  }
  if (instruction.kind === 'env' || instruction.kind === 'label' || instruction.kind === 'arg') {
    tokens.push(
      ...instruction.pairs.map(
        ({ key }): Token => ({ span: key.span, type: instruction.kind === 'label' ? 'property' : 'variable' }),
      ),
    );
  }
  if ('exec' in instruction && instruction.exec)
    tokens.push(...instruction.exec.map(({ span }): Token => ({ span, type: 'string' })));
  if ('script' in instruction && instruction.script) tokens.push(...shellTokens(instruction.script));
  return tokens;
}

function shellTokens({ commands }: Script): Token[] {
  return commands.flatMap((command): Token[] => [
    ...(command.nameWord ? [{ span: command.nameWord.span, type: 'function' as const }] : []),
    ...command.assignments.map(
      ({ span, name }): Token => ({ span: { start: span.start, end: span.start + name.length }, type: 'variable' }),
    ),
    ...command.args.flatMap(({ span, raw, quoted }): Token[] =>
      raw.startsWith('-') ? [{ span, type: 'parameter' }] : quoted ? [{ span, type: 'string' }] : [],
    ),
  ]);
}

/** A token stays on one line: a longer one is cut. */
function byLine({ lines }: OpenDocument, span: Span): Span[] {
  const first = lines.position(span.start).line;
  const last = lines.position(span.end).line;
  if (first === last) return [span];
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const line = lines.line(first + index);
    return { start: Math.max(line.start, span.start), end: Math.min(line.end, span.end) };
  }).filter(({ start, end }) => end > start);
}
