/** `plimsoll rules`: the list. */
import { rules as ours } from '../../rules/index.ts';
import type { Rule } from '../rule.ts';
import { govern } from './govern.ts';
import { exitCodes, type Io, UsageError } from './io.ts';

interface Flags {
  readonly on?: string;
  readonly category?: string;
  readonly json?: boolean;
}

/** Ours, and those that the configuration of this folder brings. */
export async function rulesHere(io: Io): Promise<readonly Rule[]> {
  return (await govern({ flags: {}, io, rules: ours, files: [] })).rules;
}

export async function listRules({ on, category, json }: Flags, io: Io): Promise<number> {
  const rules = await rulesHere(io);
  const categories = new Set<string>(rules.map((rule) => rule.category));
  if (on !== undefined && !['dockerfile', 'image', 'build'].includes(on))
    throw new UsageError(`--on takes dockerfile, image or build, not \`${on}\`.`);
  if (category !== undefined && !categories.has(category))
    throw new UsageError(`There is no category \`${category}\`; there are ${[...categories].sort().join(', ')}.`);
  const shown = rules
    .filter((rule) => (on === undefined || rule.on === on) && (category === undefined || rule.category === category))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (json) {
    const list = shown.map(({ id, aliases = [], on, since, severity, category, summary, why }) => ({
      id,
      aliases,
      on,
      since,
      severity,
      category,
      summary,
      why,
    }));
    io.stdout.write(`${JSON.stringify(list, null, 2)}\n`);
    return exitCodes.clean;
  }
  const width = Math.max(...shown.map(({ id }) => id.length));
  const lines = shown.map(
    (rule) => `${rule.id.padEnd(width)}  ${rule.on.padEnd(10)}  ${rule.severity.padEnd(7)}  ${rule.summary}`,
  );
  io.stdout.write(`${lines.join('\n')}\n\n${shown.length} rules; \`plimsoll explain RULE\` says more.\n`);
  return exitCodes.clean;
}
