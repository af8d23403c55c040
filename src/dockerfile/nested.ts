/** What commands run in turn: wrappers (`sudo`, `env`, `xargs`), modules, `find -exec`, and texts handed to a shell. */
import type { CommandNode } from './command.ts';
import { operandsBefore } from './grammar.ts';
import type { ShellWord } from './script-model.ts';
import { ShellWordNode } from './shell-word.ts';

/** Nobody wraps deeper, and each step copies the words behind it. */
const DEEPEST = 8;

/** Every command that this one wraps, the outermost first. */
export function innerCommands(command: CommandNode): CommandNode[] {
  const found: CommandNode[] = [];
  for (let inner = innerCommand(command); inner !== undefined && found.length < DEEPEST; inner = innerCommand(inner)) {
    found.push(inner);
  }
  return found;
}

function innerCommand(command: CommandNode): CommandNode | undefined {
  const { name = '', args } = command;
  if (name === 'find') return executed(command);
  if (name.startsWith('py') && /^(?:python|pypy)(?:[23](?:\.\d+)?)?$/.test(name)) {
    const module = command.valueOf('-m');
    return module === undefined ? undefined : command.wrapping(args.indexOf(module), args.length);
  }
  const own = operandsBefore(name);
  if (own === undefined || (name === 'command' && command.has('-v', '-V'))) return undefined;
  const operands = command.parsed.operands.slice(own);
  const start = name === 'env' || name === 'sudo' ? operands.findIndex((word) => !isAssignment(word)) : 0;
  const nameWord = operands[start];
  return nameWord === undefined ? undefined : command.wrapping(args.indexOf(nameWord), args.length);
}

function isAssignment({ raw }: ShellWord): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*=/.test(raw);
}

/** What `find -exec` runs, up to `;` or `+`. */
function executed(command: CommandNode): CommandNode | undefined {
  const { args } = command;
  const at = args.findIndex(({ text }) => text === '-exec' || text === '-execdir' || text === '-ok');
  if (at === -1) return undefined;
  const stop = args.findIndex(({ text }, index) => index > at && (text === ';' || text === '+'));
  return command.wrapping(at + 1, stop === -1 ? args.length : stop);
}

/** A stretch of the script's own text that a further shell reads. */
export interface ShellText {
  readonly pos: number;
  readonly end: number;
}

const shells: readonly string[] = ['sh', 'bash', 'dash', 'ash', 'ksh', 'zsh'];

/** `sh -c 'text'`, `su -c 'text'`, `eval 'text'`: where the text stands as it is, without escapes or expansions. */
export function innerText(command: CommandNode): ShellText | undefined {
  const { name = '' } = command;
  let word: ShellWord | undefined;
  if (shells.includes(name) || name === 'su' || name === 'runuser')
    word = command.has('-c') ? command.valueOf('-c') : undefined;
  else if (name === 'eval' && command.args.length === 1) word = command.args[0];
  return word instanceof ShellWordNode ? word.literal : undefined;
}

/** Whether the command reads its script from standard input. */
export function readsScript(command: CommandNode): boolean {
  if (!shells.includes(command.name ?? '') || command.has('-c')) return false;
  return command.parsed.operands.length === 0 || command.has('-s') || command.parsed.operands[0]?.text === '-';
}
