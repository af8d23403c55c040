/** What configuration speaks about, handed in: the rules there are, their default options, and the presets. */
import type { Severity } from '../finding.ts';
import type { Rule } from '../rule.ts';

export type Level = Severity | 'off';
export type Options = Readonly<Record<string, unknown>>;

export type Setting = Level | readonly [Level, Options];

export interface Preset {
  /** `recommended`: begins from the rules' own severities. `none`: only what it names is on. */
  readonly on: 'recommended' | 'none';
  readonly rules: Readonly<Record<string, Setting>>;
}

export interface Kit {
  readonly rules: readonly Rule[];
  /** A rule's options when nobody configured them, if it has any. */
  readonly defaultsOf: (rule: string) => Options | undefined;
  readonly presets: () => Readonly<Record<string, Preset>>;
  /** `false`: plugins, which are code, are not run, as in a folder that nobody trusts. */
  readonly plugins?: false;
}
