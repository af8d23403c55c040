/** The part of an image that is not its base's, as the Dockerfile its history tells of: what Dockerfile rules can read. */
import { parse } from '../dockerfile/parse.ts';
import type { Finding, Place } from '../finding.ts';
import type { Image } from './model.ts';
import { heredoc, restate, shellOf } from './restate.ts';

export interface Reconstruction {
  readonly text: string;
  /** The history step that the text at an offset was made from; `undefined` for lines that no step states. */
  stepAt(offset: number): number | undefined;
  /** A finding in the text as one of the step; `undefined` where no step states the line. A made-up text has no fixes. */
  toHistory(finding: Finding): Finding | undefined;
}

const defaultShell = '/bin/sh -c';

/** Says the steps again, from the first that is not surely of the base. */
export function reconstruct(image: Image): Reconstruction {
  const own = image.history.filter(({ index }) => image.join.originOfStep(index).from !== 'base');
  const starts: { readonly at: number; readonly step: number | undefined }[] = [];
  let text = '';
  let shell = defaultShell;
  const add = (line: string, step?: number): void => {
    starts.push({ at: text.length, step });
    text += `${line}\n`;
  };
  add(`FROM ${baseName(image, own[0]?.index ?? 0)}`);
  for (const step of own) {
    const line = restate(step, step.layer === undefined ? undefined : image.layers[step.layer]?.facts);
    if (line === undefined) continue;
    const used = shellOf(step)?.join(' ');
    // A base may have set the shell: then only the commands tell.
    if (used !== undefined && used !== shell) add(`SHELL ${JSON.stringify(used.split(' '))}`);
    shell = used ?? shell;
    if (step.instruction?.keyword === 'SHELL') shell = readShell(line) ?? shell;
    add(whole(line) ? line : contained(line), step.index);
  }
  const stepAt = (offset: number) => starts.findLast(({ at }) => at <= offset)?.step;
  return { text, stepAt, toHistory: (finding) => toHistory(finding, stepAt) };
}

function toHistory(finding: Finding, stepAt: Reconstruction['stepAt']): Finding | undefined {
  const place = placeOf(finding.place, stepAt);
  const related = finding.related.flatMap((each) => {
    const moved = placeOf(each.place, stepAt);
    return moved ? [{ ...each, place: moved }] : [];
  });
  return place && { ...finding, place, related, fixes: [] };
}

function placeOf(place: Place, stepAt: Reconstruction['stepAt']): Place | undefined {
  if (place.kind !== 'dockerfile') return undefined;
  const step = stepAt(place.span.start);
  return step === undefined ? undefined : { kind: 'history', step };
}

/** Whether the text is one instruction and no part of it runs on into the next. */
function whole(line: string): boolean {
  if (!/<<|\n|\\$/.test(line)) return true;
  return parse(`FROM scratch\n${line}\nUSER app\n`, { file: 'Dockerfile' }).instructions.length === 3;
}

/** A command goes into a heredoc; of anything else one line is kept, and nothing in it opens a heredoc. */
function contained(line: string): string {
  if (line.startsWith('RUN ')) return `RUN ${heredoc(line.slice('RUN '.length))}`;
  return (line.split('\n')[0] ?? '').replaceAll('<<', '').replace(/\\+$/, '');
}

function readShell(line: string): string | undefined {
  const words = /^SHELL \[(.*)\]$/.exec(line)?.[1]?.match(/"(?:[^"\\]|\\.)*"/g);
  return words?.map((word) => word.slice(1, -1)).join(' ');
}

/** The base's name where the image or its builder says it. What stands on nothing is from scratch. */
function baseName(image: Image, first: number): string {
  const marked = image.history[first]?.comment.match(/^FROM (\S+)$/)?.[1];
  const said = image.manifest.annotations.get(label) ?? image.config.labels.get(label) ?? marked;
  if (said !== undefined && /^[\w.:/@-]+$/.test(said)) return said;
  return first === 0 ? 'scratch' : 'base';
}

const label = 'org.opencontainers.image.base.name';
