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

/** Every instruction's name. */
export const keywords: readonly string[] = [
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'RUN',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
];

/** The instruction of a keyword, in any case; an unknown one is still an instruction. */
export function makeInstruction(keyword: string, tree: Tree, index: number, holder?: Holder): Instruction {
  switch (keyword.toLowerCase()) {
    case 'add':
      return new CopyNode('add', tree, index, holder);
    case 'arg':
      return new ArgNode(tree, index, holder);
    case 'cmd':
      return new CmdNode(tree, index, holder);
    case 'copy':
      return new CopyNode('copy', tree, index, holder);
    case 'entrypoint':
      return new EntrypointNode(tree, index, holder);
    case 'env':
      return new EnvNode(tree, index, holder);
    case 'expose':
      return new ExposeNode(tree, index, holder);
    case 'from':
      return new FromNode(tree, index, holder);
    case 'healthcheck':
      return new HealthcheckNode(tree, index, holder);
    case 'label':
      return new LabelNode(tree, index, holder);
    case 'maintainer':
      return new MaintainerNode(tree, index, holder);
    case 'onbuild':
      return new OnbuildNode(makeTrigger, tree, index, holder);
    case 'run':
      return new RunNode(tree, index, holder);
    case 'shell':
      return new ShellNode(tree, index, holder);
    case 'stopsignal':
      return new StopsignalNode(tree, index, holder);
    case 'user':
      return new UserNode(tree, index, holder);
    case 'volume':
      return new VolumeNode(tree, index, holder);
    case 'workdir':
      return new WorkdirNode(tree, index, holder);
    default:
      return new UnknownNode(tree, index, holder);
  }
}

/** What stands behind ONBUILD; another ONBUILD there is left unmade, so that no chain of them is followed. */
function makeTrigger(node: OnbuildNode): Instruction | undefined {
  const { line, command, tree, index } = node;
  if (command.argsStart === command.argsEnd || node.holder !== undefined) return undefined;
  const inner = splitCommand(line.text, command.argsStart, command.argsEnd, tree.escape);
  const keyword = line.text.slice(inner.keywordStart, inner.keywordEnd);
  return makeInstruction(keyword, tree, index, { instruction: node, line, command });
}
