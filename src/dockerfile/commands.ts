/** The commands that stages run. */
import type { Command, RunInstruction, Stage } from './model.ts';

/** Every RUN of a stage, those in triggers included. */
export function runsOf(stage: Stage): readonly RunInstruction[] {
  return stage.effective.filter((one) => one.kind === 'run');
}

/** Every simple command of a stage's RUNs, in order. */
export function commandsOf(stage: Stage): readonly Command[] {
  return runsOf(stage).flatMap(({ script }) => script?.commands ?? []);
}
