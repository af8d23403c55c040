/** A rule's help as code scanning services show it beside a result: why, bad, good, and how to be rid of it. */
import type { RuleInfo } from '../context.ts';
import { fence } from '../page.ts';

/** Examples of each kind: the first ones are the plainest. */
const mostExamples = 2;

/** Markdown; a service shows it without having any other file of ours. */
export function helpOf({ meta: rule, docs }: RuleInfo): string {
  const sections = docs === undefined ? new Map<string, string>() : sectionsOf(docs);
  const parts = [
    rule.why,
    ...shown('Bad', sections),
    ...shown('Good', sections),
    ...(rule.on === 'image'
      ? []
      : [`## Suppress\n\n${fence('dockerfile', `# plimsoll ignore=${rule.id} the reason`)}`]),
    ...(rule.aliases?.length ? [`Also known as ${rule.aliases.map((alias) => `\`${alias}\``).join(', ')}.`] : []),
  ];
  return parts.join('\n\n');
}

/** The page's sections by their heading. */
function sectionsOf(docs: string): ReadonlyMap<string, string> {
  const sections = docs.split(/^## /m).slice(1);
  return new Map(
    sections.map((section) => [section.slice(0, section.indexOf('\n')), section.slice(section.indexOf('\n') + 1)]),
  );
}

function shown(title: string, sections: ReadonlyMap<string, string>): readonly string[] {
  const fences = (sections.get(title) ?? '').match(/^```[a-z]*\n[\s\S]*?^```$/gm) ?? [];
  return fences.length === 0 ? [] : [`## ${title}\n\n${fences.slice(0, mostExamples).join('\n\n')}`];
}
