/** The suppressions written in a Dockerfile's comments, each with the stretch of text it covers. */
import type { Comment, Dockerfile, Instruction } from '../dockerfile/model.ts';
import type { DockerfilePlace, Span } from '../finding.ts';
import {
  type MisreadPragma,
  mayHoldPragmas,
  type PragmaDialect,
  type PragmaScope,
  readPragmaText,
  skippedChecks,
  type WrittenName,
  type WrittenPragma,
} from './pragma-text.ts';

export interface PragmaName {
  readonly text: string;
  readonly place: DockerfilePlace;
}

export interface Pragma {
  readonly dialect: PragmaDialect;
  readonly scope: PragmaScope | 'line';
  readonly names: readonly PragmaName[];
  /** What it covers; absent where nothing follows that it could cover. */
  readonly covers?: Span;
  readonly until?: PragmaName;
  readonly reason?: string;
  /** The comment. */
  readonly place: DockerfilePlace;
}

export interface Misread extends MisreadPragma {
  readonly place: DockerfilePlace;
}

export interface Pragmas {
  readonly pragmas: readonly Pragma[];
  readonly misread: readonly Misread[];
}

/** `all` and `*`. */
export function isEverything(name: string): boolean {
  return name === 'all' || name === '*';
}

const none: Pragmas = { pragmas: [], misread: [] };

/** Reads every suppression in a Dockerfile, in the order of the text. */
export function readPragmas(dockerfile: Dockerfile): Pragmas {
  if (!mayHoldPragmas(dockerfile.text)) return none;
  const pragmas: Pragma[] = readDirectives(dockerfile);
  const misread: Misread[] = [];
  for (const note of [...notesOf(dockerfile), ...heredocNotes(dockerfile)])
    for (const written of readPragmaText(note.text)) {
      if ('malformed' in written) misread.push({ ...written, place: note.place });
      else pragmas.push(placed(dockerfile, note, written));
    }
  return { pragmas: pragmas.sort((a, b) => a.place.span.start - b.place.span.start), misread };
}

/** A comment, and where the text after its `#` starts. */
interface Note {
  readonly text: string;
  readonly textStart: number;
  readonly place: DockerfilePlace;
  /** Lines of a continued instruction or a heredoc: it covers the line below, up to this offset. */
  readonly within?: number;
  readonly comment?: Comment;
}

function notesOf(dockerfile: Dockerfile): readonly Note[] {
  return dockerfile.comments.map((comment) => ({
    text: comment.text,
    textStart: dockerfile.text.indexOf('#', comment.span.start) + 1,
    place: comment.place,
    comment,
    ...(comment.inside ? { within: comment.inside.span.end } : {}),
  }));
}

/** Comments of a script in a heredoc are the shell's, and the natural place to silence the line below. */
function heredocNotes(dockerfile: Dockerfile): readonly Note[] {
  const notes: Note[] = [];
  for (const { kind, heredocs } of dockerfile.instructions) {
    if (kind !== 'run') continue;
    for (const { bodySpan } of heredocs) {
      const body = dockerfile.text.slice(bodySpan.start, bodySpan.end);
      for (const line of body.matchAll(/^[ \t]*#(.*?)\r?$/gm)) {
        const hash = bodySpan.start + line.index + line[0].indexOf('#');
        const text = line[1] ?? '';
        const place = dockerfile.at({ start: hash, end: hash + 1 + text.length });
        notes.push({ text, textStart: hash + 1, place, within: bodySpan.end });
      }
    }
  }
  return notes;
}

function readDirectives(dockerfile: Dockerfile): Pragma[] {
  return dockerfile.directives.flatMap((directive): Pragma[] => {
    if (directive.name !== 'check') return [];
    const names = skippedChecks(directive.value, directive.valueSpan.start);
    if (names.length === 0) return [];
    return [
      {
        dialect: 'buildkit',
        scope: 'file',
        names: names.map((name) => nameAt(dockerfile, name, 0)),
        covers: { start: 0, end: dockerfile.text.length },
        place: directive.place,
      },
    ];
  });
}

function placed(dockerfile: Dockerfile, note: Note, written: WrittenPragma): Pragma {
  const covers = coverage(dockerfile, note, written);
  return {
    dialect: written.dialect,
    scope: written.scope === 'instruction' && note.within !== undefined ? 'line' : written.scope,
    names: written.names.map((name) => nameAt(dockerfile, name, note.textStart)),
    place: note.place,
    ...(covers ? { covers } : {}),
    ...(written.until ? { until: nameAt(dockerfile, written.until, note.textStart) } : {}),
    ...(written.reason === undefined ? {} : { reason: written.reason }),
  };
}

function nameAt(dockerfile: Dockerfile, name: WrittenName, from: number): PragmaName {
  const start = from + name.offset;
  return { text: name.text, place: dockerfile.at({ start, end: start + name.text.length }) };
}

function coverage(dockerfile: Dockerfile, note: Note, { scope, dialect }: WrittenPragma): Span | undefined {
  const whole = { start: 0, end: dockerfile.text.length };
  if (scope === 'file') return whole;
  const next = dockerfile.instructions.find((instruction) => instruction.span.start >= note.place.span.end);
  if (scope === 'instruction') {
    if (note.within !== undefined) return lineBelow(dockerfile.text, note.place.span.end, note.within);
    return dialect === 'plimsoll' || (next && directlyAbove(note, next)) ? next?.span : undefined;
  }
  const stages = dockerfile.stages.map(({ from }, index) => ({
    start: from.span.start,
    end: dockerfile.stages[index + 1]?.from.span.start ?? whole.end,
  }));
  const above = next?.kind === 'from' ? stages.find((stage) => stage.start === next.span.start) : undefined;
  if (above) return above;
  const here = stages.find((stage) => stage.start <= note.place.span.start && note.place.span.start < stage.end);
  return here && scope === 'rest-of-stage' ? { start: note.place.span.end, end: here.end } : here;
}

function directlyAbove(note: Note, next: Instruction): boolean {
  return next.comments.some((comment) => comment.span.start === note.comment?.span.start);
}

/** The next line that is neither blank nor a comment. */
function lineBelow(text: string, from: number, to: number): Span | undefined {
  const end = text.indexOf('\n', from);
  if (end === -1 || end >= to) return undefined;
  const match = /^(?![ \t]*(?:#|\r?$)).+$/m.exec(text.slice(end + 1, to));
  if (!match) return undefined;
  const start = end + 1 + match.index;
  return { start, end: start + match[0].length };
}
