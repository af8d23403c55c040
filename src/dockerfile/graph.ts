/** What stages need of each other: edges, what ships, what can be reached, circles. */
import type { Source, Stage } from './model.ts';

const none: readonly Stage[] = [];

/** Stages named in COPY --from and mounts of a stage, triggers left out, without repeats. */
export function needsOf(stage: Stage): readonly Stage[] {
  const needs = new Set<Stage>();
  const add = (source: Source | undefined): void => {
    if (source?.kind === 'stage') needs.add(source.stage);
  };
  add(stage.base);
  for (const instruction of stage.instructions) {
    if (instruction.kind === 'copy') add(instruction.from);
    else if (instruction.kind === 'run' && instruction.flags.length > 0) {
      for (const { from } of instruction.mounts) add(from);
    }
  }
  return needs.size === 0 ? none : [...needs];
}

/** Every stage that these need, themselves included. */
export function closure(from: readonly Stage[], next: (stage: Stage) => readonly Stage[]): Set<Stage> {
  const found = new Set(from);
  for (const stage of found) for (const needed of next(stage)) found.add(needed);
  return found;
}

/** Strongly connected groups of more than one stage, or of one that needs itself: Tarjan's, without recursion. */
export function cyclesOf(stages: readonly Stage[]): Stage[][] {
  // A circle must go forward somewhere.
  if (!stages.some((stage) => stage.needs.some(({ index }) => index >= stage.index))) return [];
  const order = new Map<Stage, number>();
  const low = new Map<Stage, number>();
  const open: Stage[] = [];
  const isOpen = new Set<Stage>();
  const cycles: Stage[][] = [];
  for (const root of stages) {
    if (order.has(root)) continue;
    const path: { stage: Stage; next: number }[] = [];
    const enter = (stage: Stage): void => {
      order.set(stage, order.size);
      low.set(stage, order.size - 1);
      open.push(stage);
      isOpen.add(stage);
      path.push({ stage, next: 0 });
    };
    enter(root);
    while (path.length > 0) {
      const top = path[path.length - 1];
      if (top === undefined) break;
      const { stage } = top;
      const needed = stage.needs[top.next++];
      if (needed !== undefined) {
        if (!order.has(needed)) enter(needed);
        else if (isOpen.has(needed)) low.set(stage, Math.min(low.get(stage) ?? 0, order.get(needed) ?? 0));
        continue;
      }
      path.pop();
      const parent = path[path.length - 1]?.stage;
      if (parent !== undefined) low.set(parent, Math.min(low.get(parent) ?? 0, low.get(stage) ?? 0));
      if (low.get(stage) === order.get(stage)) closeGroup(stage, open, isOpen, cycles);
    }
  }
  return cycles;
}

function closeGroup(stage: Stage, open: Stage[], isOpen: Set<Stage>, cycles: Stage[][]): void {
  const group: Stage[] = [];
  for (let member = open.pop(); member !== undefined; member = open.pop()) {
    isOpen.delete(member);
    group.push(member);
    if (member === stage) break;
  }
  if (group.length > 1 || stage.needs.includes(stage)) cycles.push(group.sort((a, b) => a.index - b.index));
}
