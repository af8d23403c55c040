/** Items and pipelines of a script: their spans are made when asked for. */
import type { Command, ListItem, Pipeline } from './script-model.ts';
import { InScript, type ShellRange, type ShellSource } from './shell-source.ts';

export class ItemNode extends InScript implements ListItem {
  readonly joiner: ListItem['joiner'];
  readonly commands: readonly Command[];
  readonly simple: boolean;
  readonly background: boolean;

  constructor(at: ShellSource, node: ShellRange, parts: Omit<ListItem, 'span' | 'place'>) {
    super(at, node);
    this.joiner = parts.joiner;
    this.commands = parts.commands;
    this.simple = parts.simple;
    this.background = parts.background;
  }
}

export class PipelineOfCommands extends InScript implements Pipeline {
  readonly commands: readonly Command[];
  readonly pipefail: boolean;

  constructor(at: ShellSource, node: ShellRange, { commands, pipefail }: Omit<Pipeline, 'span' | 'place'>) {
    super(at, node);
    this.commands = commands;
    this.pipefail = pipefail;
  }
}
