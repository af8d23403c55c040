/** Items and pipelines of a script: their spans are made when asked for. */
import type { DockerfilePlace, Span } from '../finding.ts';
import type { Command, ListItem, Pipeline } from './model.ts';
import { type ShellSource, shellSpan } from './shell-word.ts';

interface Standing {
  readonly pos: number;
  readonly end: number;
}

abstract class Stretch {
  readonly #at: ShellSource;
  readonly #node: Standing;

  constructor(at: ShellSource, node: Standing) {
    this.#at = at;
    this.#node = node;
  }

  get span(): Span {
    return shellSpan(this.#at, this.#node.pos, this.#node.end);
  }
  get place(): DockerfilePlace {
    return this.#at.host.at(this.span);
  }
}

export class ItemNode extends Stretch implements ListItem {
  readonly joiner: ListItem['joiner'];
  readonly commands: readonly Command[];
  readonly simple: boolean;
  readonly background: boolean;

  constructor(at: ShellSource, node: Standing, parts: Omit<ListItem, 'span' | 'place'>) {
    super(at, node);
    this.joiner = parts.joiner;
    this.commands = parts.commands;
    this.simple = parts.simple;
    this.background = parts.background;
  }
}

export class PipelineOfCommands extends Stretch implements Pipeline {
  readonly commands: readonly Command[];
  readonly pipefail: boolean;

  constructor(at: ShellSource, node: Standing, { commands, pipefail }: Omit<Pipeline, 'span' | 'place'>) {
    super(at, node);
    this.commands = commands;
    this.pipefail = pipefail;
  }
}
