/** `plimsoll explain`: the page of a rule, by its id or any alias. */
import { namesOf } from '../config/names.ts';
import { rulePage } from '../report/page.ts';
import type { Rule } from '../rule.ts';
import { pageParts } from '../testing/page.ts';
import { exitCodes, type Io, UsageError } from './io.ts';
import { rulesHere } from './rules.ts';

export async function explain(id: string, io: Io): Promise<number> {
  const rules = await rulesHere(io);
  const found = named(id, rules);
  if (found.length === 0) {
    const near = namesOf(rules).suggest(id);
    throw new UsageError(
      `There is no rule \`${id}\`${near ? `; did you mean \`${near}\`?` : '; `plimsoll rules` lists them all.'}`,
    );
  }
  const pages = await Promise.all(found.map(async (rule) => rulePage(await pageParts(rule, rules))));
  io.stdout.write(pages.join('\n---\n\n'));
  return exitCodes.clean;
}

/** By id or code, in whatever case. */
function named(id: string, rules: readonly Rule[]): readonly Rule[] {
  const exact = namesOf(rules).named(id);
  const wanted = id.toLowerCase();
  return rules.filter(
    (rule) =>
      exact.includes(rule.id) || [rule.id, ...(rule.aliases ?? [])].some((name) => name.toLowerCase() === wanted),
  );
}
