/** How the files of a folder are judged: the rules and steps of the command, by the configuration in force there. */
import { defaults } from '../rules/defaults.ts';
import { dockerfileRules } from '../rules/dockerfile.ts';
import { inspectDockerfile, type Settings } from '../src/inspect.ts';
import { dedupe } from '../src/refine/dedupe.ts';
import { sort } from '../src/refine/sort.ts';
import type { Judge } from './document.ts';

export async function judgeFor(_uri: string, _file: string): Promise<Judge> {
  const settings: Settings = {
    rules: dockerfileRules.flatMap((rule) =>
      rule.severity === 'off'
        ? []
        : [{ rule, severity: rule.severity, configured: false, options: defaults[rule.id] ?? {} }],
    ),
    version: '0',
    today: new Date().toISOString().slice(0, 10),
    refine: (findings) => sort(dedupe(findings)),
  };
  return (dockerfile) => inspectDockerfile(dockerfile, settings);
}
