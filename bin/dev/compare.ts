/** One of our presets beside the program whose codes it speaks, instruction by instruction: what both say, what one says, and why. */
import { readFileSync } from 'node:fs';
import { dockerfileRules } from '../../rules/dockerfile.ts';
import type { Preset } from '../../src/config/kit.ts';
import { decode } from '../../src/dockerfile/decode.ts';
import type { Dockerfile, Instruction } from '../../src/dockerfile/model.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import { inspectDockerfile } from '../../src/inspect/dockerfile.ts';
import type { Policy } from '../../src/policy.ts';
import { policyOf, today } from './governed.ts';

export interface Said {
  readonly code: string;
  readonly file: string;
  readonly line: number;
  readonly message?: string;
}

/** An instruction that one of the two speaks of, and the other does not. */
export interface Disagreement {
  readonly file: Dockerfile;
  readonly code: string;
  /** Who speaks. */
  readonly by: 'ours' | 'theirs';
  readonly message: string;
  readonly instruction: Instruction | undefined;
  /** Of the instruction. */
  readonly text: string;
  /** The lines on which ours says the same code in the same stage. */
  readonly elsewhere: readonly number[];
  /** The rules by which ours speaks of the same instruction. */
  readonly rules: readonly string[];
  /** Ours says it, but for a comment in the file. */
  readonly suppressed: boolean;
  /** The other program gave the file up. */
  readonly gaveUp: boolean;
}

/** A reason that explains disagreements; the first of a table that fits is taken. */
export interface Class {
  /** With blanks between; `*`: all. */
  readonly codes: string;
  readonly by: Disagreement['by'];
  /** In the instruction; absent: any. */
  readonly has?: RegExp;
  readonly when?: (one: Disagreement) => boolean;
  readonly why: string;
}

/** The program that ours is compared with. */
export interface Peer {
  readonly name: string;
  readonly preset: Preset;
  /** Which of our aliases are its codes. */
  readonly isCode: (alias: string) => boolean;
  /** What of an instruction a code is about, where it may speak of several things in one. */
  readonly about?: (said: Said) => string;
  readonly gaveUp: (said: Said) => boolean;
  readonly classes: readonly Class[];
}

export interface Compared {
  readonly one: Disagreement;
  readonly line: number;
  /** `undefined`: unexplained. */
  readonly why: string | undefined;
}

export interface Comparison {
  readonly files: number;
  /** By code. */
  readonly table: ReadonlyMap<string, { both: number; ours: number; theirs: number }>;
  readonly disagreements: readonly Compared[];
}

export async function compareWith(peer: Peer, files: readonly string[], theirs: readonly Said[]): Promise<Comparison> {
  const policy = await policyOf(peer.name, peer.preset);
  const byFile = Map.groupBy(theirs, ({ file }) => file);
  const table = new Map<string, { both: number; ours: number; theirs: number }>();
  const disagreements = files.flatMap((path) => {
    const file = parse(decode(readFileSync(path)).text, { file: path });
    return compareFile(file, { peer, given: byFile.get(path) ?? [], said: ours(file, policy, peer), table });
  });
  return { files: files.length, table, disagreements };
}

interface Ours extends Said {
  readonly rule: string;
  readonly suppressed: boolean;
}

/** Codes by the line their instruction begins on. */
function ours(file: Dockerfile, policy: Policy, { isCode }: Peer): readonly Ours[] {
  const { findings } = inspectDockerfile(file, { ...policy, version: '0', today });
  return findings.flatMap(({ rule, place, message, suppressed }) => {
    if (place.kind !== 'dockerfile') return [];
    const line = file.lines.position(place.span.start).line;
    const aliases = dockerfileRules.find(({ id }) => id === rule)?.aliases ?? [];
    return aliases
      .filter(isCode)
      .map((code) => ({ code, file: file.file, line, message, rule, suppressed: suppressed !== undefined }));
  });
}

/** What stands between two instructions, as a comment, belongs to the second. */
interface Lines {
  readonly first: number;
  readonly last: number;
  readonly instruction: Instruction;
}

function linesOf(file: Dockerfile): readonly Lines[] {
  return file.instructions.map((instruction) => ({
    first: file.lines.position(instruction.span.start).line,
    last: file.lines.position(Math.max(instruction.span.start, instruction.span.end - 1)).line,
    instruction,
  }));
}

interface Asked {
  readonly peer: Peer;
  readonly given: readonly Said[];
  readonly said: readonly Ours[];
  readonly table: Map<string, { both: number; ours: number; theirs: number }>;
}

function compareFile(file: Dockerfile, { peer, given, said, table }: Asked): readonly Compared[] {
  const lines = linesOf(file);
  const at = ({ line }: Said) => lines.find(({ last }) => line <= last);
  const key = (one: Said) => `${one.code} ${at(one)?.first ?? one.line} ${peer.about?.(one) ?? ''}`;
  const hers = new Map(given.filter(({ code }) => peer.isCode(code)).map((one) => [key(one), one]));
  const mine = new Map(said.filter(({ suppressed }) => !suppressed).map((one) => [key(one), one]));
  const hidden = new Set(said.filter(({ suppressed }) => suppressed).map(key));
  const gaveUp = given.some(peer.gaveUp);
  const told: Compared[] = [];
  const tell = (one: Said, by: Disagreement['by']) => {
    const instruction = at(one)?.instruction;
    const inStage = [...mine.values()].filter((other) => at(other)?.instruction.stage === instruction?.stage);
    const disagreement = {
      file,
      code: one.code,
      by,
      message: one.message ?? '',
      instruction,
      text: instruction ? file.text.slice(instruction.span.start, instruction.span.end) : '',
      elsewhere: inStage.filter(({ code }) => code === one.code).map(({ line }) => line),
      rules: inStage.filter((other) => at(other)?.instruction === instruction).map(({ rule }) => rule),
      suppressed: hidden.has(key(one)),
      gaveUp,
    };
    told.push({ one: disagreement, line: one.line, why: whyUnlike(peer.classes, disagreement) });
  };
  const count = (code: string, who: 'both' | Disagreement['by']) => {
    const row = table.get(code) ?? { both: 0, ours: 0, theirs: 0 };
    row[who]++;
    table.set(code, row);
  };
  for (const [id, one] of hers) {
    count(one.code, mine.has(id) ? 'both' : 'theirs');
    if (!mine.has(id)) tell(one, 'theirs');
  }
  for (const [id, one] of mine) {
    if (hers.has(id)) continue;
    count(one.code, 'ours');
    tell(one, 'ours');
  }
  return told;
}

/** The reason, or `undefined`. */
export function whyUnlike(classes: readonly Class[], one: Disagreement): string | undefined {
  return classes.find(
    ({ codes, by, has, when }) =>
      by === one.by &&
      (codes === '*' || codes.split(' ').includes(one.code)) &&
      (has === undefined || has.test(one.text)) &&
      (when === undefined || when(one)),
  )?.why;
}

/** The reasons with their counts, the codes with theirs, what is unexplained (and all of the code `show`) with its place. */
export function printComparison({ files, table, disagreements }: Comparison, name: string, show?: string): string {
  const row = ({ one: { code, by }, why }: Compared) =>
    `${code} ${by === 'ours' ? 'plimsoll' : name.toLowerCase()} only: ${why ?? 'UNEXPLAINED'}`;
  const shown = disagreements.filter(({ one, why }) => why === undefined || one.code === show);
  const reasons = [...Map.groupBy(disagreements, row)].sort(([a], [b]) => (a < b ? -1 : 1));
  const codes = [...table].sort(([a], [b]) => (a < b ? -1 : 1));
  const width = Math.max(4, ...codes.map(([code]) => code.length));
  return [
    ...shown.map(
      (each) =>
        `${row(each)}\n  ${each.one.file.file}:${each.line} ${each.one.message}\n  ${each.one.text.slice(0, 300).replaceAll('\n', '\n  ')}`,
    ),
    ...reasons.map(([reason, all]) => `${String(all.length).padStart(6)} ${reason}`),
    `\n${'code'.padEnd(width)}    both  ${name} only  Plimsoll only`,
    ...codes.map(
      ([code, { both, theirs, ours }]) =>
        `${code.padEnd(width)}  ${String(both).padStart(6)}  ${String(theirs).padStart(name.length + 5)}  ${String(ours).padStart(13)}`,
    ),
    `\n${files} files, ${disagreements.filter(({ why }) => why === undefined).length} disagreements unexplained.\n`,
  ].join('\n');
}

/** The files that a list names, one a line. */
export function listed(path: string | undefined): readonly string[] {
  return readFileSync(path ?? '/dev/stdin', 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

/** What a program said once, kept as JSON. */
export function saidIn(path: string): readonly Said[] {
  return JSON.parse(readFileSync(path, 'utf8'));
}
