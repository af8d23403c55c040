/** Whether what a command leaves on disk stays in the layer: mounts that keep it out, and removals later in the same RUN. */
import type { RunInstruction } from './model.ts';
import type { Command } from './script-model.ts';

/** A cache or tmpfs mount that holds `path`. A mount whose target is not known is taken to hold it. */
export function mountCovers(run: RunInstruction, path: string): boolean {
  return run.mounts.some(({ type, target }) => {
    if (type !== 'cache' && type !== 'tmpfs') return false;
    return target === undefined || isWithin(path, target);
  });
}

/** Whether a command after `command` in the same script removes `path` or all that is in it. */
export function removedAfter(command: Command, path: string): boolean {
  const { commands } = command.script;
  return commands.slice(commands.indexOf(command) + 1).some((later) => removes(later, path));
}

/** `rm -r` of the path, of everything in it, or of a folder above it; `find PATH -delete`. Unknown operands are taken to remove it. */
export function removes(command: Command, path: string): boolean {
  if (command.name === 'rm') {
    const recursive = command.has('-r', '-R', '--recursive');
    return command.parsed.operands.some(
      ({ text }) => (recursive || text === undefined || /\*[^/]*$/.test(text)) && operandCovers(text, path),
    );
  }
  if (command.name === 'find' && command.args.some((arg) => arg.text === '-delete' || arg.text === 'rm')) {
    return command.args.some((arg) => operandCovers(arg.text, path));
  }
  return false;
}

function operandCovers(operand: string | undefined, path: string): boolean {
  if (operand === undefined) return true;
  return braces(operand).some((text) => isWithin(path, text.replace(/\/[^/]*\*[^/]*$/, '').replace(/\*$/, '')));
}

/** `a/{b,c}` is `a/b` and `a/c`; only one pair of braces, as people write it. */
function braces(text: string): readonly string[] {
  const match = /^([^{]*)\{([^{}]*)\}(.*)$/.exec(text);
  const [, before = '', inner = '', after = ''] = match ?? [];
  return match ? inner.split(',').map((part) => before + part + after) : [text];
}

function isWithin(path: string, folder: string): boolean {
  const clean = folder.replace(/\/+$/, '');
  return clean === path || path.startsWith(`${clean}/`);
}
