import { splitCommand } from './command-line.ts';
import type { Holder, Tree } from './instruction.ts';
import type { Instruction } from './model.ts';
import {
  ArgNode,
  CopyNode,
  EnvNode,
  ExposeNode,
  FromNode,
  LabelNode,
  MaintainerNode,
  ShellNode,
  StopsignalNode,
  UnknownNode,
  UserNode,
  VolumeNode,
  WorkdirNode,
} from './nodes.ts';
import { CmdNode, EntrypointNode, HealthcheckNode, OnbuildNode, RunNode } from './runnable.ts';

type Make = (tree: Tree, index: number, holder?: Holder) => Instruction;

const kinds: ReadonlyMap<string, Make> = new Map<string, Make>([
  ['add', (...at) => new CopyNode('add', ...at)],
  ['arg', (...at) => new ArgNode(...at)],
  ['cmd', (...at) => new CmdNode(...at)],
  ['copy', (...at) => new CopyNode('copy', ...at)],
  ['entrypoint', (...at) => new EntrypointNode(...at)],
  ['env', (...at) => new EnvNode(...at)],
  ['expose', (...at) => new ExposeNode(...at)],
  ['from', (...at) => new FromNode(...at)],
  ['healthcheck', (...at) => new HealthcheckNode(...at)],
  ['label', (...at) => new LabelNode(...at)],
  ['maintainer', (...at) => new MaintainerNode(...at)],
  ['onbuild', (...at) => new OnbuildNode(makeTrigger, ...at)],
  ['run', (...at) => new RunNode(...at)],
  ['shell', (...at) => new ShellNode(...at)],
  ['stopsignal', (...at) => new StopsignalNode(...at)],
  ['user', (...at) => new UserNode(...at)],
  ['volume', (...at) => new VolumeNode(...at)],
  ['workdir', (...at) => new WorkdirNode(...at)],
]);

/** Every instruction's name, upper-case. */
export const keywords: readonly string[] = [...kinds.keys()].map((name) => name.toUpperCase());

/** The instruction of a keyword, in any case; an unknown one is still an instruction. */
export function makeInstruction(keyword: string, tree: Tree, index: number, holder?: Holder): Instruction {
  const make = kinds.get(keyword.toLowerCase());
  return make === undefined ? new UnknownNode(tree, index, holder) : make(tree, index, holder);
}

/** What stands behind ONBUILD; another ONBUILD there is left unmade, so that no chain of them is followed. */
function makeTrigger(node: OnbuildNode): Instruction | undefined {
  const { line, command, tree, index } = node;
  if (command.argsStart === command.argsEnd || node.holder !== undefined) return undefined;
  const inner = splitCommand(line.text, command.argsStart, command.argsEnd, tree.escape);
  const keyword = line.text.slice(inner.keywordStart, inner.keywordEnd);
  return makeInstruction(keyword, tree, index, { instruction: node, line, command });
}
