/** A rule's help as code scanning services show it beside a result: why, bad, good, and how to be rid of it. */
import type { RuleInfo } from '../context.ts';
import { fence, sketchText } from '../page.ts';

type Example = NonNullable<RuleInfo['bad']>[number];

const mostExamples = 2;

/** Markdown; a service shows it without having any other file of ours. */
export function helpOf(rule: RuleInfo): string {
  const parts = [
    rule.why,
    ...section('Bad', rule.bad),
    ...section('Good', rule.good),
    ...(rule.on === 'image'
      ? []
      : [`## Suppress\n\n${fence('dockerfile', `# plimsoll ignore=${rule.id} the reason`)}`]),
    ...(rule.aliases?.length ? [`Also known as ${rule.aliases.map((alias) => `\`${alias}\``).join(', ')}.`] : []),
  ];
  return parts.join('\n\n');
}

function section(title: string, examples: readonly Example[] = []): readonly string[] {
  // The first ones are the plainest; those with options speak of them.
  const shown = examples.filter((example) => typeof example === 'string' || example.options === undefined);
  const texts = shown.slice(0, mostExamples).map(exampleText);
  return texts.length === 0 ? [] : [`## ${title}\n\n${texts.join('\n\n')}`];
}

function exampleText(example: Example): string {
  if (typeof example === 'string') return fence('dockerfile', unmarked(example));
  return 'code' in example ? fence('dockerfile', unmarked(example.code)) : fence('js', unmarked(sketchText(example)));
}

/** `[|` and `|]` stand around guilty text in examples. */
function unmarked(text: string): string {
  return text.replaceAll('[|', '').replaceAll('|]', '');
}
