/** What configuration speaks about, handed in: the rules there are, their default options, and the presets. */
import type { Severity } from '../finding.ts';
import type { Rule } from '../rule.ts';

export type Level = Severity | 'off';
export type Options = Readonly<Record<string, unknown>>;

/** Rules by id, with a level or a level and options. A rule that a preset does not list is off in it. */
export type Preset = Readonly<Record<string, Level | readonly [Level, Options]>>;

export interface Kit {
  readonly rules: readonly Rule[];
  /** Options of every rule that has any, when nobody configured them. */
  readonly defaults: Readonly<Record<string, Options>>;
  readonly presets: Readonly<Record<string, Preset>>;
}
