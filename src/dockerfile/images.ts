/** The stages that become images. */
import type { Dockerfile, Stage } from './model.ts';

/** The shipped stages that no other shipped stage is built on: what they end as is what runs. */
export function images({ shipped }: Pick<Dockerfile, 'shipped'>): readonly Stage[] {
  const below = new Set(shipped.flatMap(({ base }) => (base.kind === 'stage' ? base.stage : [])));
  return shipped.filter((stage) => !below.has(stage));
}

/** What a stage and those it is built on hold, as text: to look for a word without asking where it stands. */
export function lineageText({ text }: Dockerfile, { lineage }: Stage): string {
  return lineage.map(({ span }) => text.slice(span.start, span.end)).join('\n');
}

/** Whether an image starts as root on purpose, to give it up by itself. */
export function dropsRoot(file: Dockerfile, stage: Stage): boolean {
  // Programs that start as root in order to become somebody else.
  const droppers = /\b(?:gosu|su-exec|setpriv|s6-overlay|s6-setuidgid|setuidgid|runuser|chpst|fixuid|supervisord?)\b/;
  return droppers.test(lineageText(file, stage));
}

function unquoted(raw: string): string {
  return raw.includes('"') ? raw.replace(/^"|"$/g, '') : raw;
}

/** Whether it is an application: a base for others starts nothing, a box of tools starts a shell or an interpreter. */
export function startsProgram({ lineage }: Stage): boolean {
  const started = lineage.flatMap((stage) => stage.of('cmd', 'entrypoint')).filter(({ words }) => words.length > 0);
  const lines = started.map(({ words }) => words.map(({ raw }) => unquoted(raw)).join(' '));
  const interpreter =
    /^(?:\S*\/)?(?:sh|bash|zsh|ash|fish|node|python3?|php|ruby|irb|perl|jshell|groovysh|sleep|tail)(?:\s+-\w+)*$/;
  return lines.length > 0 && !lines.some((line) => interpreter.test(line));
}
