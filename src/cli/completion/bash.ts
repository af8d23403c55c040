/** Completion for bash. */
import type { CommandShape, OptionShape, Values } from './shape.ts';

/** One function: the value of a flag, else a flag, else an operand of the command that stands first. */
export function bash(root: CommandShape): string {
  return `# bash completion for ${root.name}: eval "$(${root.name} completion bash)"
_${root.name}() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command= at
  COMPREPLY=()
  for ((at = 1; at < COMP_CWORD; at++)); do
    case \${COMP_WORDS[at]} in
      -*) ;;
      *) command=\${COMP_WORDS[at]}; break ;;
    esac
  done
  case $command in
${root.commands.map(branch).join('\n')}
    *)
      COMPREPLY=($(compgen -W '${words(root.options)} ${root.commands.map(({ name }) => name).join(' ')}' -- "$word"))
      ;;
  esac
}
complete -o bashdefault -o default -F _${root.name} ${root.name}
`;
}

function branch({ name, options, operands, commands }: CommandShape): string {
  const valued = options.flatMap(({ names, value }) =>
    value === undefined ? [] : [`        ${names.join('|')}) ${reply(value)}; return ;;`],
  );
  const rest = operands ?? { kind: 'words', words: commands.map((command) => command.name) };
  return [
    `    ${name})`,
    ...(valued.length > 0 ? ['      case $before in', ...valued, '      esac'] : []),
    '      case $word in',
    `        -*) COMPREPLY=($(compgen -W '${words(options)}' -- "$word")) ;;`,
    `        *) ${reply(rest)} ;;`,
    '      esac',
    '      ;;',
  ].join('\n');
}

function words(options: readonly OptionShape[]): string {
  return options.flatMap(({ names }) => names).join(' ');
}

function reply(values: Values): string {
  switch (values.kind) {
    case 'words':
      return `COMPREPLY=($(compgen -W '${values.words.join(' ')}' -- "$word"))`;
    case 'folders':
      return 'COMPREPLY=($(compgen -d -- "$word"))';
    case 'files':
      return 'COMPREPLY=($(compgen -f -- "$word"))';
    case 'any':
      return ':';
  }
}
