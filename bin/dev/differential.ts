/** Our reading of a Dockerfile beside dockerfile-ast's: what both tell, put into one shape, compared piece by piece. */
import {
  DockerfileParser,
  JSONInstruction,
  ModifiableInstruction,
  PropertyInstruction,
  type Instruction as TheirInstruction,
} from 'dockerfile-ast';
import type { Dockerfile, Instruction } from '../../src/dockerfile/model.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import { explain } from './explain.ts';

/** One instruction as both can tell it. */
interface Told {
  readonly line: number;
  readonly keyword: string;
  readonly flags: readonly string[];
  readonly strings: readonly string[];
  readonly pairs: readonly string[];
  readonly heredocs: readonly string[];
  readonly args: readonly string[];
}

export interface Unlike {
  readonly line: number;
  readonly what: keyof Told | 'comments' | 'directives' | 'escape';
  readonly ours: string;
  readonly theirs: string;
}

export interface Difference extends Unlike {
  /** Why they differ, or `unexplained`. */
  readonly why: string;
}

/** Every difference of a text, each with the class that explains it. */
export function differences(text: string): Difference[] {
  const file = parse(text, { file: 'Dockerfile' });
  const theirs = DockerfileParser.parse(text);
  const found: Unlike[] = [];
  const add: Add = (what, line, one, other) => {
    if (one !== other) found.push({ what, line, ours: one, theirs: other });
  };
  add('escape', 1, file.escape, theirs.getEscapeCharacter());
  const directives = new Map(
    file.directives.map((one) => [file.lines.position(one.span.start).line, `${one.name}=${one.value}`]),
  );
  const theirDirectives = new Map(
    theirs
      .getDirectives()
      .map((one) => [one.getRange().start.line + 1, `${one.getName().toLowerCase()}=${one.getValue()}`]),
  );
  for (const line of both(directives, theirDirectives)) {
    add('directives', line, directives.get(line) ?? 'none', theirDirectives.get(line) ?? 'none');
  }
  const comments = new Set(file.comments.map(({ span }) => file.lines.position(span.start).line));
  const theirComments = new Set(theirs.getComments().map((one) => one.getRange().start.line + 1));
  for (const line of both(comments, theirComments)) {
    add('comments', line, comments.has(line) ? 'comment' : 'none', theirComments.has(line) ? 'comment' : 'none');
  }
  compareInstructions(file, theirs.getInstructions(), add);
  found.sort((a, b) => a.line - b.line);
  return found.map((one) => ({ ...one, why: explain(one, found, file) }));
}

type Add = (what: Unlike['what'], line: number, ours: string, theirs: string) => void;

interface Lines {
  keys(): Iterable<number>;
}

function both(ours: Lines, theirs: Lines): number[] {
  return [...new Set([...ours.keys(), ...theirs.keys()])].sort((a, b) => a - b);
}

/** Instructions are matched by the line they begin on, so that one that is missing does not shift the rest. */
function compareInstructions(file: Dockerfile, instructions: readonly TheirInstruction[], add: Add): void {
  const ours = new Map(file.instructions.map((one) => [file.lines.position(one.span.start).line, tell(file, one)]));
  const theirs = new Map(instructions.map((one) => [one.getRange().start.line + 1, tellTheirs(one)]));
  for (const line of both(ours, theirs)) {
    const one = ours.get(line);
    const other = theirs.get(line);
    add('line', line, one === undefined ? 'none' : 'instruction', other === undefined ? 'none' : 'instruction');
    if (one === undefined || other === undefined) continue;
    add('keyword', line, one.keyword, other.keyword);
    for (const what of ['flags', 'strings', 'pairs', 'heredocs', 'args'] as const) {
      add(what, line, one[what].map(bare).join('\n'), other[what].map(bare).join('\n'));
    }
  }
}

/** dockerfile-ast takes quotes, escapes and, in JSON, blanks out of what it tells: only the rest can be compared. */
function bare(text: string): string {
  return text.replace(/["'\\`\s]/g, '');
}

const jsonKinds: ReadonlySet<string> = new Set(['run', 'cmd', 'entrypoint', 'shell', 'copy', 'add', 'volume']);
const flagKinds: ReadonlySet<string> = new Set(['run', 'copy', 'add', 'from', 'healthcheck']);
const wordKinds: ReadonlySet<string> = new Set(['from', 'expose', 'copy', 'add', 'volume']);

function tell(file: Dockerfile, one: Instruction): Told {
  const written = (span: { start: number; end: number }): string => file.text.slice(span.start, span.end);
  const isJson = jsonKinds.has(one.kind) && one.words.length > 0 && one.words.every(({ raw }) => /^".*"$/s.test(raw));
  const json = isJson && written(one.argsSpan).startsWith('[');
  const pairs = one.kind === 'env' || one.kind === 'label' ? one.pairs : [];
  return {
    line: file.lines.position(one.span.start).line,
    keyword: one.keyword,
    flags: flagKinds.has(one.kind) ? one.flags.map(({ name, value }) => `${name}=${value?.raw ?? ''}`) : [],
    strings: json ? one.words.map(({ raw }) => raw) : [],
    pairs: pairs.map(({ key, value }) => `${key.raw}=${value?.raw ?? ''}`),
    heredocs: one.heredocs.map(({ name }) => name),
    args: wordKinds.has(one.kind) && !json ? one.words.map(({ raw }) => raw) : [],
  };
}

/** The method is protected in the types of most kinds, and throws on some comments. */
function theirHeredocs(one: TheirInstruction): string[] {
  const read: unknown = Reflect.get(one, 'getHeredocs');
  if (typeof read !== 'function') return [];
  try {
    const found: unknown = Reflect.apply(read, one, []);
    return Array.isArray(found) ? found.map((heredoc: { getName(): string }) => heredoc.getName()) : [];
  } catch {
    return ['(throws)'];
  }
}

function tellTheirs(one: TheirInstruction): Told {
  const kind = one.getKeyword().toLowerCase();
  const json = one instanceof JSONInstruction && one.getJSONStrings().length > 0 && one.getClosingBracket() !== null;
  const flags = one instanceof ModifiableInstruction && flagKinds.has(kind) ? one.getFlags() : [];
  const from = 'getPlatformFlag' in one && typeof one.getPlatformFlag === 'function' ? one.getPlatformFlag() : null;
  const all = flags.length > 0 || from === null ? flags : [from];
  const pairs = one instanceof PropertyInstruction && (kind === 'env' || kind === 'label') ? one.getProperties() : [];
  const joined = (text: string): string => text.replace(/[\\`][ \t]*\r?\n(?:\s*#[^\n]*\n|\s*\n)*/g, '');
  return {
    line: one.getRange().start.line + 1,
    keyword: one.getKeyword(),
    flags: all.map((flag) => `${flag.getName()}=${flag.getValue() ?? ''}`),
    strings: json ? one.getJSONStrings().map((string) => string.getValue()) : [],
    pairs: pairs.map((pair) => `${pair.getName()}=${pair.getValue() ?? ''}`),
    heredocs: theirHeredocs(one),
    args: wordKinds.has(kind) && !json ? one.getArguments().map((arg) => joined(arg.getValue())) : [],
  };
}
