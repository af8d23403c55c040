/** Completion for zsh. */
import type { CommandShape, OptionShape, Values } from './shape.ts';

/** A function per command, by zsh's own `_arguments`. */
export function zsh(root: CommandShape): string {
  const commands = root.commands.map(({ name, summary }) => `    ${quote(`${name}:${summary}`)}`);
  return `#compdef ${root.name}
# zsh completion for ${root.name}: put it into a folder of $fpath as _${root.name}, or eval "$(${root.name} completion zsh)"
_${root.name}() {
  local context state state_descr line
  typeset -A opt_args
  local -a commands
  commands=(
${commands.join('\n')}
  )
  _arguments -C \\
${root.options.map(specOf).join('')}    '1: :->command' \\
    '*:: :->rest' && return
  case $state in
    command) _describe command commands ;;
    rest)
      case $line[1] in
${root.commands.map(branch).join('\n')}
      esac
      ;;
  esac
}
if [ "$funcstack[1]" = "_${root.name}" ]; then _${root.name} "$@"; else compdef _${root.name} ${root.name}; fi
`;
}

function branch({ name, options, operands, commands }: CommandShape): string {
  const rest = operands ?? { kind: 'words', words: commands.map((command) => command.name) };
  const specs = options.map(specOf).join('').replace(/^/gm, '        ').trimEnd();
  return `        ${name})\n          _arguments \\\n${specs}\n            ${quote(`*: :${action(rest)}`)} ;;`;
}

function specOf({ names, summary, value }: OptionShape): string {
  const text = summary.replace(/[[\]:]/g, '\\$&');
  const spec = value === undefined ? '' : `: :${action(value)}`;
  return names.map((name) => `    ${quote(`*${name}[${text}]${spec}`)} \\\n`).join('');
}

function action(values: Values): string {
  switch (values.kind) {
    case 'words':
      return `(${values.words.join(' ')})`;
    case 'folders':
      return '_files -/';
    case 'files':
      return '_files';
    case 'any':
      return '';
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
