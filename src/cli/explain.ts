/** `plimsoll explain`: the page of a rule, by its id or any alias. */
import { rules } from '../../rules/index.ts';
import { nearest } from '../dockerfile/suggest.ts';
import { rulePage } from '../report/page.ts';
import { pageParts } from '../testing/page.ts';
import { exitCodes, type Io, UsageError } from './io.ts';

export async function explain(id: string, io: Io): Promise<number> {
  const wanted = id.toLowerCase();
  const found = rules.filter((rule) =>
    [rule.id, ...(rule.aliases ?? [])].some((name) => name.toLowerCase() === wanted),
  );
  if (found.length === 0) {
    const near = nearest(
      id,
      rules.flatMap((rule) => [rule.id, ...(rule.aliases ?? [])]),
    );
    throw new UsageError(
      `There is no rule \`${id}\`${near ? `; did you mean \`${near}\`?` : '; `plimsoll rules` lists them all.'}`,
    );
  }
  const pages = await Promise.all(found.map(async (rule) => rulePage(await pageParts(rule, rules))));
  io.stdout.write(pages.join('\n---\n\n'));
  return exitCodes.clean;
}
