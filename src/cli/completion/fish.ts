/** Completion for fish. */
import type { CommandShape, OptionShape, Values } from './shape.ts';

/** A line per command, flag and operand. */
export function fish(root: CommandShape): string {
  const none = `not __fish_seen_subcommand_from ${root.commands.map(({ name }) => name).join(' ')}`;
  return `${[
    `# fish completion for ${root.name}: ${root.name} completion fish | source`,
    `complete -c ${root.name} -f`,
    ...root.options.map((option) => optionLine(option, none, root.name)),
    ...root.commands.map(
      ({ name, summary }) => `complete -c ${root.name} -n ${quote(none)} -a ${name} -d ${quote(summary)}`,
    ),
    ...root.commands.flatMap((command) => commandLines(command, root.name)),
  ].join('\n')}\n`;
}

function commandLines({ name, options, operands, commands }: CommandShape, program: string): readonly string[] {
  const seen = `__fish_seen_subcommand_from ${name}`;
  const rest = operands ?? { kind: 'words', words: commands.map((command) => command.name) };
  const values = rest.kind === 'any' || (rest.kind === 'words' && rest.words.length === 0) ? '' : given(rest);
  return [
    ...(values === '' ? [] : [`complete -c ${program} -n ${quote(seen)}${values}`]),
    ...options.map((option) => optionLine(option, seen, program)),
  ];
}

function optionLine({ names, summary, value }: OptionShape, condition: string, program: string): string {
  const flags = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`)).join(' ');
  const values = value === undefined ? '' : ` -r${given(value)}`;
  return `complete -c ${program} -n ${quote(condition)} ${flags}${values} -d ${quote(summary)}`;
}

function given(values: Values): string {
  switch (values.kind) {
    case 'words':
      return ` -f -a ${quote(values.words.join(' '))}`;
    case 'folders':
      return " -f -a '(__fish_complete_directories)'";
    case 'files':
      return ' -F';
    case 'any':
      return '';
  }
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
