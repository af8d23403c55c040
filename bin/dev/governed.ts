/** What a preset means for a Dockerfile that nobody configures, for the scripts that judge many. */
import { defaultsOf } from '../../rules/defaults.ts';
import { dockerfileRules } from '../../rules/dockerfile.ts';
import { names } from '../../rules/names.ts';
import { presets } from '../../rules/presets.ts';
import type { Preset } from '../../src/config/kit.ts';
import { governedBy, type Policy, policyFor } from '../../src/policy.ts';

export const today = '2026-01-01';

export async function policyOf(name: string, preset: Preset): Promise<Policy> {
  const kit = { rules: dockerfileRules, defaultsOf, presets: () => ({}) };
  const layers = [{ kind: 'preset', name, preset }] as const;
  const config = { layers, rules: dockerfileRules };
  return policyFor({}, await governedBy(config, { kit, cwd: process.cwd(), names, today }));
}

/** A preset, with rules more. */
export function presetCalled(name: string, more: Preset['rules'] = {}): Preset {
  const preset = presets()[name];
  if (preset === undefined) throw new Error(`There is no preset ${name}.`);
  return { ...preset, rules: { ...preset.rules, ...more } };
}
