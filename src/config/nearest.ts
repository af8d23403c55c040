/** "Did you mean", for the words of a configuration. */
import { nearest as nearestWord } from '../dockerfile/suggest.ts';

/** The known name that a misspelt one is nearest to. Case and the choice between `fail-on`, `fail_on` and `failOn` are no difference. */
export function nearest(written: string, names: Iterable<string>): string | undefined {
  const byPlain = new Map<string, string>();
  // Of `StageNameCasing` and `stage-name-casing`, the one that is written as the writer writes.
  for (const name of names) if (!byPlain.has(plain(name)) || name[0] === written[0]) byPlain.set(plain(name), name);
  const wanted = plain(written);
  // Of one letter, everything is a slip of the pen.
  if (wanted.length < 2) return undefined;
  const begun = [...byPlain.keys()].filter((name) => wanted.length > 2 && name.startsWith(wanted));
  if (begun.length === 1) return byPlain.get(begun[0] ?? '');
  return byPlain.get(wanted) ?? byPlain.get(nearestWord(wanted, byPlain.keys()) ?? '');
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ ]/g, '');
}
