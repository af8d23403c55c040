/** Files in which one example of a rule stands again and again. */
import type { Rule } from '../../../src/rule.ts';

/** So many instructions of the rule's first bad example below its FROM, in one stage; `undefined` where it has none. */
export function repeated({ bad }: Rule, count: number): string | undefined {
  const [example] = bad;
  const marked = typeof example === 'string' ? example : example && 'code' in example ? example.code : '';
  const lines = marked.replaceAll(/\[\||\|\]/g, '').split('\n');
  const from = lines.findIndex((line) => /^FROM/i.test(line));
  const body = lines.slice(from + 1);
  if (from === -1 || body.length === 0) return undefined;
  const times = Math.ceil(count / body.length);
  return `${[...lines.slice(0, from + 1), ...Array.from({ length: times }, () => body).flat()].join('\n')}\n`;
}
