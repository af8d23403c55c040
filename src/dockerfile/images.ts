/** The stages that become images. */
import type { Dockerfile, Stage } from './model.ts';

/** The shipped stages that no other shipped stage is built on: what they end as is what runs. */
export function images({ shipped }: Pick<Dockerfile, 'shipped'>): readonly Stage[] {
  return shipped.filter((stage) => !shipped.some((other) => other !== stage && other.lineage.includes(stage)));
}

/** What a stage and those it is built on hold, as text: to look for a word without asking where it stands. */
export function lineageText({ text }: Dockerfile, { lineage }: Stage): string {
  return lineage.map(({ span }) => text.slice(span.start, span.end)).join('\n');
}

/** Programs that start as root in order to become somebody else. */
const droppers = /\b(?:gosu|su-exec|setpriv|s6-overlay|s6-setuidgid|setuidgid|runuser|chpst|fixuid|supervisord?)\b/;

/** Whether an image starts as root on purpose, to give it up by itself. */
export function dropsRoot(file: Dockerfile, stage: Stage): boolean {
  return droppers.test(lineageText(file, stage));
}
