/** How the files of a folder are judged: the rules and steps of the command, by the configuration in force there. */
import { dirname } from 'node:path';
import { defaultsOf } from '../rules/defaults.ts';
import { dockerfileRules } from '../rules/dockerfile.ts';
import { names } from '../rules/names.ts';
import { presets } from '../rules/presets.ts';
import { builtAs } from '../src/config/builds/as-built.ts';
import { BuildFolders } from '../src/config/builds/beside.ts';
import type { Way } from '../src/config/builds/ways.ts';
import { findConfig } from '../src/config/find.ts';
import type { Kit } from '../src/config/kit.ts';
import { type Config, loadConfig } from '../src/config/load.ts';
import type { Facts } from '../src/dockerfile/facts.ts';
import type { Dockerfile } from '../src/dockerfile/model.ts';
import { parse } from '../src/dockerfile/parse.ts';
import type { Problem } from '../src/finding.ts';
import { inspectDockerfile } from '../src/inspect/dockerfile.ts';
import { governedBy, policyFor } from '../src/policy.ts';
import { isSecretName } from '../src/secrets/names.ts';
import type { Judge } from './document.ts';
import type { FactsOf } from './gathered.ts';
import { pathOf } from './names.ts';
import { version } from './version.ts';

export interface Judged {
  readonly judge: Judge;
  /** What the configuration says of ShellCheck: the program to ask, if any. */
  readonly shellcheck: string | false;
  /** The ids of those that speak. */
  readonly rules: ReadonlySet<string>;
  /** What is wrong with the configuration; then the files are judged as if there were none. */
  readonly problems: readonly Problem[];
}

export interface Judging {
  /** Handed in, because it changes while a server runs. */
  readonly today: string;
  /** What else is known by now. */
  readonly facts?: () => FactsOf;
  /** `false`: no code and no program that the configuration names is run. */
  readonly trusted?: boolean;
}

/** For one document. */
export async function judgeFor(uri: string, { today, facts, trusted = true }: Judging): Promise<Judged> {
  const path = pathOf(uri);
  const { config, kit, problems } = await configOf(path, trusted);
  const cwd = path === undefined ? '/' : dirname(path);
  const governed = await governedBy(config, { kit, cwd, names, today });
  const policy = await policyFor(path === undefined ? {} : { file: path }, governed);
  const { targets, buildArgs, detectors } = governed.settings;
  const way = path === undefined ? undefined : await foundWay(path);
  // The others are worked out when a rule asks: these are never spread, which would ask for all.
  const plain: Facts = {
    today,
    ...(detectors.length > 0 && { secrets: { detectors } }),
    ...(way && { build: way.fact }),
  };
  const settingsOf = (rule: string | undefined) => {
    const alone = policy.rules.filter((one) => one.rule.id === rule);
    // What is found about suppressions is known only after all have spoken.
    const rules = rule === undefined || alone.some((one) => one.rule.by === 'refine') ? policy.rules : alone;
    return { ...policy, rules, version, today, fingerprints: false as const };
  };
  const judge: Judge = ({ text, file, ignore, scripts }, rule) => {
    const known = facts?.()(() => dockerfile, plain, ignore) ?? plain;
    const options = builtAs({ file, targets, buildArgs, facts: known }, way);
    const dockerfile: Dockerfile = parse(text, { ...options, scripts });
    return { dockerfile, report: inspectDockerfile(dockerfile, settingsOf(rule)) };
  };
  const { shellcheck } = governed.settings;
  const program = typeof shellcheck === 'string' && trusted ? shellcheck : shellcheck === true && 'shellcheck';
  return { problems, judge, shellcheck: program, rules: new Set(policy.rules.map(({ rule }) => rule.id)) };
}

/** How compose and bake files beside it build the Dockerfile, where they are of one mind. */
async function foundWay(path: string): Promise<Way | undefined> {
  const cwd = dirname(path);
  if (new BuildFolders(cwd).candidates(path).length === 0) return undefined;
  const { buildsOf } = await import('../src/config/builds/ways.ts');
  const builds = await buildsOf({ cwd, hidden: isSecretName });
  const [way] = await builds.of(path);
  return way;
}

interface Configured {
  readonly config: Config;
  readonly kit: Kit;
  readonly problems: readonly Problem[];
}

async function configOf(path: string | undefined, trusted: boolean): Promise<Configured> {
  const light: Kit = { rules: dockerfileRules, defaultsOf, presets, ...(!trusted && { plugins: false }) };
  const plain = { config: { layers: [], rules: light.rules }, kit: light, problems: [] };
  if (path === undefined) return plain;
  const folder = dirname(path);
  const found = findConfig(folder, folder);
  if (found.ok && found.value === undefined) return plain;
  const { rules } = await import('../rules/index.ts');
  const kit: Kit = { ...light, rules };
  const loaded = await loadConfig({ start: folder, cwd: folder }, kit);
  return loaded.ok ? { config: loaded.value, kit, problems: [] } : { ...plain, problems: loaded.problem };
}
