/** `plimsoll explain`: the page of a rule, by its id or any alias. */
import { isShellcheckCode, namesOf } from '../config/names.ts';
import type { Rule } from '../rule.ts';
import { exitCodes, type Io, UsageError } from './io.ts';
import { pageOf } from './pages.ts';
import { rulesHere } from './rules.ts';

export async function explain(id: string, io: Io): Promise<number> {
  const rules = await rulesHere(io);
  const own = named(id, rules);
  // A code that no rule of ours has as well is one of those that ShellCheck itself is asked about.
  const found = own.length === 0 && isShellcheckCode(id.toUpperCase()) ? named('shellcheck', rules) : own;
  if (found.length === 0) {
    const near = namesOf(rules).suggest(id);
    throw new UsageError(
      `There is no rule \`${id}\`${near ? `; did you mean \`${near}\`?` : '; `plimsoll rules` lists them all.'}`,
    );
  }
  const pages = await Promise.all(found.map((rule) => pageOf(rule.id) ?? made(rule, rules)));
  io.stdout.write(pages.join('\n---\n\n'));
  const code = id.toUpperCase();
  if (found !== own)
    io.stdout.write(
      `\n\`${code}\` can be named wherever a rule can, and stands for itself alone: https://www.shellcheck.net/wiki/${code}\n`,
    );
  return exitCodes.clean;
}

/** A project's own rule has its page in its examples. */
async function made(rule: Rule, rules: readonly Rule[]): Promise<string> {
  const [{ rulePage }, { pageParts }] = await Promise.all([import('../report/page.ts'), import('../testing/page.ts')]);
  return rulePage(await pageParts(rule, rules));
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
