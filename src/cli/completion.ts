/** `plimsoll completion`: scripts that complete commands, flags, rules and formats, printed from the commands themselves. */
import type { Argument, Command, Option } from 'commander';
import { rules } from '../../rules/index.ts';
import { presets } from '../../rules/presets.ts';
import { formatNames } from '../report/formats.ts';
import { bash } from './completion/bash.ts';
import { fish } from './completion/fish.ts';
import type { CommandShape, OptionShape, Values } from './completion/shape.ts';
import { zsh } from './completion/zsh.ts';
import { exitCodes, type Io } from './io.ts';

const shells = { bash, zsh, fish } as const;

export type Shell = keyof typeof shells;

/** The shells that there is a script for. */
export const shellNames: readonly Shell[] = ['bash', 'zsh', 'fish'];

export async function completion(shell: Shell, root: Command, io: Io): Promise<number> {
  io.stdout.write(shells[shell](shapeOf(root)));
  return exitCodes.clean;
}

/** What a script needs to know of a command. */
export function shapeOf(command: Command, root = command): CommandShape {
  const help = command.createHelp();
  return {
    name: command.name(),
    summary: firstSentence(command.description()),
    options: help.visibleOptions(command).map(optionShape),
    operands: command.registeredArguments.map((argument) => operandsOf(argument, root)).at(0),
    commands: help.visibleCommands(command).map((one) => shapeOf(one, root)),
  };
}

function operandsOf(argument: Argument, root: Command): Values {
  // `help [command]`
  const siblings = argument.name() === 'command' ? root.commands.map((one) => one.name()) : undefined;
  return valuesOf(argument.name(), siblings ?? argument.argChoices);
}

function optionShape(option: Option): OptionShape {
  const placeholder = /<(.+)>/.exec(option.flags)?.[1];
  return {
    names: [option.short, option.long].flatMap((name) => name ?? []),
    summary: firstSentence(option.description),
    ...(placeholder !== undefined && { value: valuesOf(placeholder, option.argChoices) }),
  };
}

function firstSentence(text: string): string {
  return text.replace(/[:(;].*$/, '').trim();
}

/** What may stand for a placeholder, by its own words. */
function valuesOf(placeholder: string, choices: readonly string[] | undefined): Values {
  if (choices !== undefined) return { kind: 'words', words: choices };
  if (placeholder === 'name[=file]') return { kind: 'words', words: formatNames };
  if (placeholder === 'name') return { kind: 'words', words: Object.keys(presets()) };
  if (/^(id|rule)\b/.test(placeholder)) return { kind: 'words', words: rules.map(({ id }) => id) };
  if (placeholder === 'dir') return { kind: 'folders' };
  return /^(file|path|reference)\b/.test(placeholder) ? { kind: 'files' } : { kind: 'any' };
}
