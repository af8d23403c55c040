/** Presets: id → severity, or [severity, options]. `recommended` is read from the rules; each of these stands on top of it, or alone. */
import type { Severity } from '../src/finding.ts';

export type Setting = Severity | 'off' | readonly [Severity | 'off', Readonly<Record<string, unknown>>];

export interface Preset {
  /** What it is for, one sentence. */
  readonly summary: string;
  /** `recommended`: begins from the rules' own severities. `none`: only what it names is on. */
  readonly on: 'recommended' | 'none';
  readonly rules: Readonly<Record<string, Setting>>;
}

export const presets: Readonly<Record<string, Preset>> = {
  recommended: { summary: 'What is worth every reader’s time; quiet on purpose.', on: 'recommended', rules: {} },
};
