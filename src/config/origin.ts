/** Where a configured value comes from. */
import type { Span } from '../finding.ts';

/** A place in a configuration file. */
export interface Origin {
  /** As reports name it. */
  readonly file: string;
  readonly span: Span;
  readonly line: number;
  readonly column: number;
}

/** A file's line, a preset, the command line, or nobody: the default. */
export type Source =
  | { readonly kind: 'file'; readonly origin: Origin }
  | { readonly kind: 'preset'; readonly name: string }
  | { readonly kind: 'flag' }
  | { readonly kind: 'default' };

/** A source as a reader says it: `plimsoll.yaml:4`, `preset strict`, `default`. */
export function sayWhere(source: Source): string {
  if (source.kind === 'file') return `${source.origin.file}:${source.origin.line}`;
  if (source.kind === 'preset') return `preset ${source.name}`;
  return source.kind === 'flag' ? 'command line' : 'default';
}
