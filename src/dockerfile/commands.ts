/** The commands that stages run. */
import type { RunInstruction, Stage } from './model.ts';
import type { Command } from './script-model.ts';

/** Every RUN of a stage, those in triggers included. */
export function runsOf(stage: Stage): readonly RunInstruction[] {
  return stage.effective.filter((one) => one.kind === 'run');
}

/** Every simple command of a stage's RUNs, in order. */
export function commandsOf(stage: Stage): readonly Command[] {
  return runsOf(stage).flatMap(({ script }) => script?.commands ?? []);
}
