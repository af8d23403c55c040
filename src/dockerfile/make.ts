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
  ['ADD', (...at) => new CopyNode('add', ...at)],
  ['ARG', (...at) => new ArgNode(...at)],
  ['CMD', (...at) => new CmdNode(...at)],
  ['COPY', (...at) => new CopyNode('copy', ...at)],
  ['ENTRYPOINT', (...at) => new EntrypointNode(...at)],
  ['ENV', (...at) => new EnvNode(...at)],
  ['EXPOSE', (...at) => new ExposeNode(...at)],
  ['FROM', (...at) => new FromNode(...at)],
  ['HEALTHCHECK', (...at) => new HealthcheckNode(...at)],
  ['LABEL', (...at) => new LabelNode(...at)],
  ['MAINTAINER', (...at) => new MaintainerNode(...at)],
  ['ONBUILD', (...at) => new OnbuildNode(makeTrigger, ...at)],
  ['RUN', (...at) => new RunNode(...at)],
  ['SHELL', (...at) => new ShellNode(...at)],
  ['STOPSIGNAL', (...at) => new StopsignalNode(...at)],
  ['USER', (...at) => new UserNode(...at)],
  ['VOLUME', (...at) => new VolumeNode(...at)],
  ['WORKDIR', (...at) => new WorkdirNode(...at)],
]);

/** Every instruction's name, upper-case. */
export const keywords: readonly string[] = [...kinds.keys()];

/** The instruction of a keyword, in any case; an unknown one is still an instruction. */
export function makeInstruction(keyword: string, tree: Tree, index: number, holder?: Holder): Instruction {
  const make = kinds.get(keyword) ?? kinds.get(keyword.toUpperCase());
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
