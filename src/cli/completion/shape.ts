/** Commands as completion scripts see them. */

export type Values =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'files' }
  | { readonly kind: 'folders' }
  /** Something that nobody can guess. */
  | { readonly kind: 'any' };

export interface OptionShape {
  /** Short one first. */
  readonly names: readonly string[];
  readonly summary: string;
  /** Absent for flags without a value. */
  readonly value?: Values;
}

export interface CommandShape {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly OptionShape[];
  readonly operands: Values | undefined;
  readonly commands: readonly CommandShape[];
}
