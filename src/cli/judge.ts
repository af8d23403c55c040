/** One Dockerfile judged, as the run's flags, configuration and facts have it. */
import { resolve } from 'node:path';
import type { Facts } from '../dockerfile/facts.ts';
import type { Dockerfile } from '../dockerfile/model.ts';
import { parse } from '../dockerfile/parse.ts';
import type { Report } from '../finding.ts';
import { inspectDockerfile } from '../inspect.ts';
import { type Governed, type Policy, policyFor } from '../policy.ts';
import { onlyChanged } from '../refine/changed.ts';
import type { Baseline } from '../refine/context.ts';
import type { Changes } from '../source/changes.ts';
import { buildArgs, type LintFlags } from './flags.ts';
import type { FactsOf } from './gather.ts';
import type { Governance } from './govern.ts';
import { type Io, UsageError } from './io.ts';
import type { Online } from './online.ts';
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
  readonly flags: LintFlags;
  readonly io: Io;
}

export async function judgeOf(
  source: Source,
  { governance, baseline, changes, factsOf, online, flags, io }: Run,
): Promise<Judged> {
  const governed: Governed = { ...(await governance.of(source.file)), baseline };
  const policy: Policy = await policyFor({ file: resolve(io.cwd, source.file) }, governed);
  const { settings, today } = governed;
  const targets = flags.target ?? settings.targets;
  const args = { ...settings.buildArgs, ...buildArgs(flags, io) };
  const options = { file: source.file, encoding: source.encoding, buildArgs: args, targets };
  const asked = new Set(policy.rules.map(({ rule }) => rule.id));
  const registry = await online?.of(parse(source.text, options), asked);
  const judge = (text: string) => {
    const facts: Facts = { today, ...factsOf(parse(text, options)), ...(registry && { registry }) };
    const dockerfile = parse(text, { ...options, facts });
    const report = inspectDockerfile(dockerfile, { ...policy, version, today });
    const lines = changes?.(source.file) ?? 'all';
    if (lines === 'all') return { dockerfile, report };
    return { dockerfile, report: { ...report, findings: onlyChanged(report.findings, dockerfile, lines) } };
  };
  checkTargets(flags, source);
  return { source, judge };
}

function checkTargets({ target = [] }: LintFlags, { file, text }: Source): void {
  if (target.length === 0) return;
  const { stages } = parse(text, { file });
  const missing = target.find((name) => !stages.some((stage) => stage.name === name.toLowerCase()));
  if (missing !== undefined) throw new UsageError(`\`${file}\` has no stage \`${missing}\` to be a --target.`);
}
