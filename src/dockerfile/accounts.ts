/** Users and groups that commands make. */
import { commandsOf } from './commands.ts';
import type { Stage } from './model.ts';
import type { Command, ShellWord } from './script-model.ts';

export interface Account {
  readonly name: string;
  /** As written; absent where the command chooses. */
  readonly uid: string | undefined;
  readonly word: ShellWord;
  readonly command: Command;
}

/** `useradd app`, `adduser -S app`: accounts whose name is known, in order. */
export function accountsMade(stage: Stage): readonly Account[] {
  return commandsOf(stage).flatMap((command) => accountOf(command) ?? []);
}

function accountOf(command: Command): Account | undefined {
  const { name, parsed } = command;
  if (name !== 'useradd' && name !== 'adduser') return undefined;
  // `adduser USER GROUP` adds to a group, unless it says with `-G` or `--ingroup` that the user is new.
  const fresh = name === 'useradd' || parsed.operands.length === 1;
  const word = name === 'useradd' ? parsed.operands.at(-1) : parsed.operands[0];
  if (!fresh || !word?.text || (name === 'useradd' && command.has('-D', '--defaults'))) return undefined;
  const uid = command.valueOf('-u', '--uid');
  return { name: word.text, uid: uid?.text, word, command };
}

export interface Membership {
  readonly user: string;
  readonly groups: readonly string[];
  readonly command: Command;
}

/** Supplementary groups given to a user whose name is known. */
export function memberships(stage: Stage): readonly Membership[] {
  return commandsOf(stage).flatMap((command) => membershipOf(command) ?? []);
}

function membershipOf(command: Command): Membership | undefined {
  const { name, parsed } = command;
  const [first, second] = parsed.operands.map(({ text }) => text);
  if (name === 'usermod' || name === 'useradd') {
    const groups = command.valueOf('-G', '--groups')?.text;
    const user = parsed.operands.at(-1)?.text;
    return user && groups ? { user, groups: groups.split(','), command } : undefined;
  }
  if ((name === 'adduser' || name === 'addgroup') && first && second && parsed.operands.length === 2) {
    return { user: first, groups: [second], command };
  }
  if (name === 'gpasswd' && command.has('-a', '--add')) {
    const user = command.valueOf('-a', '--add')?.text;
    const group = parsed.operands.at(-1)?.text;
    return user && group ? { user, groups: [group], command } : undefined;
  }
  return undefined;
}

/** `root`, `0`, `root:app`: the part before the colon. */
export function isRoot(user: string): boolean {
  const [name = ''] = user.split(':');
  return name === 'root' || (name.startsWith('0') && /^0+$/.test(name));
}
