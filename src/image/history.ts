/** The history of an image config: which builder wrote each step, which instruction it states, which layer it made. */
import { splitArgs, stripShell } from './created-by.ts';
import type { HistoryStep } from './model.ts';

/** One entry of `history` in an image config, in the config's own spelling. */
export interface RawHistory {
  readonly created?: string | undefined;
  readonly created_by?: string | undefined;
  readonly author?: string | undefined;
  readonly comment?: string | undefined;
  readonly empty_layer?: boolean | undefined;
}

/** The steps, and why none of them is joined to a layer where their counts do not agree. */
export interface History {
  readonly steps: readonly HistoryStep[];
  readonly misaligned: string | undefined;
}

type Builder = HistoryStep['builder'];

interface Read {
  readonly builder: Builder | undefined;
  readonly instruction: HistoryStep['instruction'];
  readonly buildArgs: HistoryStep['buildArgs'];
}

const keywords = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
);
const defaultShell = '/bin/sh -c';
/** What buildah adds to a step so that its cache tells builds apart. */
const buildahMarks = /(?:\|(?:force-mtime|inheritLabels|unsetLabel|unsetAnnotation|setLabel|setAnnotation)=[^|]*)+$/;

/** Reads the history and aligns it with the layers: the n-th step that is not empty made the n-th layer. */
export function readHistory(raw: readonly RawHistory[], layerCount: number): History {
  const misaligned = misalignment(raw.filter((step) => !step.empty_layer).length, layerCount);
  const reads = readSteps(raw);
  let next = 0;
  const steps = raw.map((step, index): HistoryStep => {
    const empty = step.empty_layer === true;
    const layer = empty || misaligned !== undefined ? undefined : next;
    if (!empty) next += 1;
    const read = reads[index];
    return {
      index,
      createdBy: step.created_by ?? '',
      created: step.created,
      comment: step.comment ?? '',
      author: step.author ?? '',
      empty,
      layer,
      builder: read?.builder ?? 'other',
      instruction: read?.instruction,
      buildArgs: read?.buildArgs ?? [],
      place: { kind: 'history', step: index },
    };
  });
  return { steps, misaligned };
}

function misalignment(made: number, layers: number): string | undefined {
  if (made === layers) return undefined;
  if (made === 0) return 'The image has no history of its layers.';
  return `The history tells of ${made} ${made === 1 ? 'layer' : 'layers'}, the image has ${layers}.`;
}

function readSteps(raw: readonly RawHistory[]): readonly Read[] {
  let shell = defaultShell;
  const reads = raw.map((step): Read => {
    const read = readStep(step, shell);
    if (read.instruction?.keyword === 'SHELL') shell = shellOf(read.instruction.args) ?? shell;
    return read;
  });
  return reads.map((read, index) =>
    read.builder === undefined ? { ...read, builder: neighbour(reads, index) } : read,
  );
}

function readStep(step: RawHistory, shell: string): Read {
  const text = (step.created_by ?? '').replace(buildahMarks, '');
  const comment = step.comment ?? '';
  // The mark alone may be a comment in a shell's command.
  if ((text.endsWith(' # buildkit') && startsWithKeyword(text)) || comment.startsWith('buildkit.')) {
    return readInstruction(text.replace(/ # buildkit$/, ''), 'buildkit', shell);
  }
  const marked = comment.startsWith('FROM ') ? 'buildah' : undefined;
  const nop = /#\(nop\)(\s+)([\s\S]*)$/.exec(text);
  if (nop) return readInstruction((nop[2] ?? '').trim(), marked ?? nopBuilder(nop[1] ?? '', nop[2] ?? ''), shell);
  if (step.author === 'kaniko') return readInstruction(text, 'kaniko', shell);
  const { buildArgs, rest } = splitArgs(text);
  const command = stripShell(rest, shell);
  if (command !== undefined || buildArgs.length > 0) {
    return { builder: marked, instruction: { keyword: 'RUN', args: command ?? rest }, buildArgs };
  }
  return readInstruction(text, 'other', shell);
}

function startsWithKeyword(text: string): boolean {
  return keywords.has(text.slice(0, text.indexOf(' ')));
}

/** The text of an instruction, keyword first; no instruction where the first word is none. */
function readInstruction(text: string, builder: Builder | undefined, shell: string): Read {
  const [, word = '', rest = ''] = /^\s*(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  const keyword = word.toUpperCase();
  // Lower case is only an instruction where the builder says that it states one: `run` is also a program's name.
  if (!keywords.has(keyword) || (builder === 'other' && word !== keyword)) {
    return { builder, instruction: undefined, buildArgs: [] };
  }
  if (keyword === 'RUN') {
    const { buildArgs, rest: command } = splitArgs(rest);
    return { builder, instruction: { keyword, args: stripShell(command, shell) ?? command }, buildArgs };
  }
  return { builder, instruction: { keyword, args: rest.trim() }, buildArgs: keyword === 'ARG' ? argValues(rest) : [] };
}

/** Docker's own builder writes two spaces before metadata and one before COPY, ADD and WORKDIR; buildah always one. */
function nopBuilder(gap: string, text: string): Builder | undefined {
  if (gap.length > 1) return 'classic';
  return /^(?:COPY|ADD|WORKDIR)\b/.test(text) ? undefined : 'buildah';
}

/**
 * Steps that both builders write alike are taken for the builder of the next step that tells, else of the last one that
 * did: what comes later is of the same build, what came before may be the base's.
 */
function neighbour(reads: readonly Read[], index: number): Builder {
  const tells = ({ builder }: Read): boolean => builder === 'classic' || builder === 'buildah';
  return (reads.slice(index).find(tells) ?? reads.slice(0, index).findLast(tells))?.builder ?? 'classic';
}

function argValues(text: string): HistoryStep['buildArgs'] {
  return text.split(/\s+(?=[A-Za-z_]\w*(?:=|\s|$))/).flatMap((pair) => {
    const cut = pair.indexOf('=');
    return cut > 0 ? [{ name: pair.slice(0, cut), value: pair.slice(cut + 1).trimEnd() }] : [];
  });
}

/** `[/bin/bash -c]` as Go prints a list, or JSON as it was written. */
function shellOf(args: string): string | undefined {
  const inner = /^\[([\s\S]*)\]$/.exec(args.trim())?.[1];
  if (inner === undefined) return undefined;
  const quoted = [...inner.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1] ?? '');
  return quoted.length > 0 ? quoted.join(' ') : inner;
}
