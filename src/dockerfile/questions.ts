/** Commands of package managers that would stop and ask, and get no answer during a build. */
import type { Stage } from './model.ts';
import { type PackageRan, packageCommandsOf } from './package-commands.ts';
import { asksQuestions, type ManagerName } from './packages.ts';
import { commandsOf } from './ran.ts';

const asking: readonly string[] = ['install', 'upgrade', 'dist-upgrade', 'remove'];

/** What installs, upgrades or removes without saying yes beforehand; nothing that is answered by a pipe or by configuration. */
export function unansweredCommands(
  stages: readonly Stage[],
  ...managers: readonly ManagerName[]
): readonly PackageRan[] {
  return packageCommandsOf(stages, ...managers).filter((ran) => {
    if (!asking.includes(ran.action) || asksQuestions(ran) !== true || !changes(ran)) return false;
    // Nothing is named: there is nothing to ask about.
    if ((ran.verb === 'purge' || ran.verb === 'remove') && ran.operands.length === 0) return false;
    return ran.command.pipe.index === 0 && !isAnswered(ran) && !configured(ran);
  });
}

/** `--help`, a simulation and a download change nothing. */
function changes({ command }: PackageRan): boolean {
  return !command.has('--help', '-h', '--version', '-s', '--simulate', '--dry-run', '--print-uris', '--assumeno');
}

function isAnswered({ command }: PackageRan): boolean {
  return command.redirections.some(({ operator }) => operator === '<' || operator === '<<<' || operator === '<<');
}

/** A file that a RUN before it, here or in a stage below, wrote for the manager: `APT::Get::Assume-Yes`, `assumeyes=1`. */
function configured({ stage, run, manager }: PackageRan): boolean {
  const said = manager.name === 'apt' ? /assume-yes/i : /assumeyes|non-?interactive/i;
  return commandsOf(stage.lineage, ...writers).some(
    (one) => one.run.index <= run.index && one.command.args.some(({ raw }) => said.test(raw)),
  );
}

const writers = ['echo', 'printf', 'sed', 'tee'];
