import { wrongDuration } from './duration.ts';
import type { Report } from './faults.ts';
import { flagsOf, unlooked } from './flag-rules.ts';
import type { Flag, Instruction, Word } from './model.ts';
import { nearest } from './suggest.ts';
import { WordNode } from './word.ts';

const booleans: readonly string[] = ['true', 'false'];
const modes = {
  network: ['default', 'none', 'host'],
  security: ['insecure', 'sandbox'],
};

/** Flags that the instruction does not have, that are given twice, or whose value is none. */
export function checkFlags(instruction: Instruction, report: Report): void {
  if (instruction.flags.length === 0 || unlooked.includes(instruction.kind)) return;
  if (instruction.kind === 'healthcheck' && instruction.none) return;
  const allowed = flagsOf(instruction.kind);
  const seen = new Set<string>();
  for (const flag of instruction.flags) {
    const type = allowed.get(flag.name);
    if (type === undefined) {
      const close = nearest(flag.name, allowed.keys());
      const known = close === undefined ? undefined : `--${close}`;
      report('unknown-flag', flag.span, `\`${instruction.keyword}\` has no flag \`--${flag.name}\`.`, known);
      continue;
    }
    if (type !== 'list' && seen.has(flag.name)) {
      report('duplicate-flag', flag.span, `The flag \`--${flag.name}\` is given more than once.`);
    }
    seen.add(flag.name);
    checkValue(flag, type, report);
  }
}

function checkValue(flag: Flag, type: string, report: Report): void {
  const { name, value } = flag;
  if (value === undefined) {
    if (type !== 'boolean') report('flag-value', flag.span, `The flag \`--${name}\` has no value.`);
    return;
  }
  const written = value instanceof WordNode ? value.literal : value.raw;
  if (name === 'mount' && value.raw === '') report('flag-value', flag.span, 'The flag `--mount` has no value.');
  if (type === 'boolean') {
    if (!booleans.includes(written.toLowerCase())) {
      report(
        'flag-value',
        flag.span,
        `\`${value.raw}\` is no value for \`--${name}\`, which is \`true\` or \`false\`.`,
      );
    }
  } else if (type === 'duration') {
    const wrong = wrongDuration(written);
    if (wrong !== undefined) report('flag-value', value.span, wrong);
  } else if (type === 'count') {
    if (!isCount(written)) report('flag-value', value.span, `\`${value.raw}\` is no number of retries.`);
  } else if (name === 'network' || name === 'security') checkMode(value, name, report);
}

function checkMode({ text, span }: Word, name: keyof typeof modes, report: Report): void {
  if (text === undefined || modes[name].includes(text)) return;
  report('flag-value', span, `\`${text}\` is no ${name} mode.`, nearest(text, modes[name]));
}

/** As the builder has it: a whole number of 32 bits that is not negative; nothing at all leaves the default. */
function isCount(text: string): boolean {
  return text === '' || (/^(?:\+?\d+|-0+)$/.test(text) && Number(text) < 2 ** 31);
}
