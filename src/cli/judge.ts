/** One Dockerfile judged, as the run's flags, configuration and facts have it. */
import { builtAs } from '../config/builds/as-built.ts';
import type { Builds, Way } from '../config/builds/ways.ts';
import type { Facts } from '../dockerfile/facts.ts';
import type { Dockerfile } from '../dockerfile/model.ts';
import { type ParseOptions, parse } from '../dockerfile/parse.ts';
import type { Report } from '../finding.ts';
import { inspectDockerfile } from '../inspect/dockerfile.ts';
import { type Governed, type Policy, policyFor } from '../policy.ts';
import { onlyChanged } from '../refine/changed.ts';
import type { Baseline } from '../refine/context.ts';
import type { Changes } from '../source/changes.ts';
import { pathOf } from '../source/name.ts';
import { buildArgs, type LintFlags } from './flags.ts';
import type { FactsOf } from './gather.ts';
import type { Governance } from './govern.ts';
import { type Io, UsageError } from './io.ts';
import type { Online } from './online.ts';
import { secretFacts } from './secrets.ts';
import { version } from './version.ts';

/** A Dockerfile as it was read, before it is judged. */
export interface Source {
  readonly file: string;
  readonly text: string;
  readonly encoding: Dockerfile['encoding'];
}

/** Judges one text of a file; again and again, while fixes are applied to it. */
export interface Judged {
  readonly source: Source;
  readonly judge: (text: string) => { readonly report: Report; readonly dockerfile: Dockerfile };
  /** Where build arguments have their values from: `compose.yaml:7`. */
  readonly origins: ReadonlyMap<string, string>;
}

/** The changed lines of a file, as `--since` asks for them. */
export type ChangedLines = (file: string) => ReturnType<Changes['of']>;

/** What is the same for every file of a run. */
export interface Run {
  readonly governance: Governance;
  readonly baseline: Baseline | undefined;
  readonly changes: ChangedLines | undefined;
  readonly factsOf: FactsOf;
  readonly online?: Online | undefined;
  readonly builds?: Builds | undefined;
  /** `false`: nothing that this run writes, mends or compares with shows them. */
  readonly fingerprints?: false;
  readonly flags: LintFlags;
  readonly io: Io;
}

export async function judgeOf(
  source: Source,
  { governance, baseline, changes, factsOf, online, builds, fingerprints, flags, io }: Run,
): Promise<Judged> {
  const governed: Governed = { ...(await governance.of(source.file)), baseline };
  const policy: Policy = await policyFor({ file: pathOf(source.file, io.cwd) }, governed);
  const { settings, today } = governed;
  const secrets = secretFacts(flags, settings, io);
  const ways = (await builds?.of(source.file)) ?? [];
  const args = { ...settings.buildArgs, ...buildArgs(flags, io) };
  const targets = flags.target ?? [...settings.targets, ...ways.flatMap(({ target }) => target ?? [])];
  const plain = { file: source.file, encoding: source.encoding, buildArgs: args, targets };
  const all = ways.length === 0 ? [plain] : ways.map((way) => builtAs(plain, way));
  const registry = await online?.of(
    all.map((options) => parse(source.text, { ...options, facts: { today } })),
    new Set(policy.rules.map(({ rule }) => rule.id)),
  );
  const parsed = (text: string, options: ParseOptions, way?: Way): Dockerfile => {
    const facts = (file: Dockerfile): Facts => ({
      today,
      ...factsOf(file, way),
      ...(way && { build: way.fact }),
      ...(registry && { registry }),
      ...secrets,
    });
    return parse(text, { ...options, facts });
  };
  const told = { ...policy, version, today, ...(fingerprints === false && { fingerprints }) };
  const judge = (text: string) => {
    const built = ways.map((way) => ({ dockerfile: parsed(text, builtAs(plain, way), way), said: way.said }));
    const own = parsed(text, plain);
    const report = inspectDockerfile(own, told, built);
    const dockerfile = built[0]?.dockerfile ?? own;
    const lines = changes?.(source.file) ?? 'all';
    if (lines === 'all') return { dockerfile, report };
    return { dockerfile, report: { ...report, findings: onlyChanged(report.findings, dockerfile, lines) } };
  };
  return { source, judge, origins: ways[0]?.origins ?? new Map() };
}

/** `--target` names a stage of every file. */
export function checkTargets({ target = [] }: LintFlags, { file, text }: Source): void {
  if (target.length === 0) return;
  const { stages } = parse(text, { file });
  const missing = target.find((name) => !stages.some((stage) => stage.name === name.toLowerCase()));
  if (missing !== undefined) throw new UsageError(`\`${file}\` has no stage \`${missing}\` to be a --target.`);
}
