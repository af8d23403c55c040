/** The shell text of an instruction as a file for ShellCheck, and the way back from its lines and columns to the Dockerfile. */
import type { Dockerfile, RunInstruction } from '../dockerfile/model.ts';
import { runsOf } from '../dockerfile/ran.ts';
import type { Dialect, Script } from '../dockerfile/script-model.ts';
import type { DockerfilePlace, Span } from '../finding.ts';
import { isQuiet } from './quiet-script.ts';
import { excessOf, mostOfScript, type Size, sizeOf } from './shellcheck-limits.ts';
import { declarations, type Line, linesOf, withoutPlainWords } from './snippet-text.ts';

/** As ShellCheck counts: lines and columns from 1, columns in code points. */
export interface Range {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface Snippet {
  /** Empty where there is too much of it. */
  readonly text: string;
  /** The instruction's keyword: it is short, whatever the script. */
  readonly place: DockerfilePlace;
  readonly size: Size;
  /** Where it stands in the Dockerfile; `undefined` in the lines put in front. */
  span(range: Range): Span | undefined;
  /** Whether a code means something for this shell. */
  allows(code: number): boolean;
}

const shells: Partial<Readonly<Record<Dialect, string>>> = {
  sh: 'sh',
  bash: 'bash',
  dash: 'dash',
  ash: 'dash',
  ksh: 'ksh',
};

/** Every RUN in shell form whose shell ShellCheck knows, and in which it can find anything. */
export function* snippetsOf(file: Dockerfile): Generator<Snippet> {
  for (const { stage, run, script } of runsOf(file.stages)) {
    const shell = shells[script.dialect];
    const made = shell === undefined || stage.windows ? undefined : snippet({ file, run, script }, shell);
    if (made) yield made;
  }
}

interface Ran {
  readonly file: Dockerfile;
  readonly run: RunInstruction;
  readonly script: Script;
}

/** None for a script in which nothing can be found. */
function snippet({ file, run, script }: Ran, shell: string): Snippet | undefined {
  const source = file.text.slice(script.span.start, script.span.end);
  const body = run.heredocs[0]?.bodySpan.start ?? Number.POSITIVE_INFINITY;
  const where = { start: script.span.start, body, mark: file.escape };
  if (isQuiet(textOf(linesOf(source, where)))) return undefined;
  const lines = linesOf(withoutPlainWords(source, script), where);
  const shown = textOf(lines);
  const size = sizeOf(shown, script.commands.length);
  const isShown = excessOf(size, mostOfScript) === undefined;
  const isBusybox = script.dialect === 'ash';
  const head = isShown ? [`# shellcheck shell=${shell}`, ...declarations(run, shown)] : [];
  // Of one long line there may be thousands of answers, and few texts have characters that are not a unit each.
  const isNarrow = !/[\ud800-\udbff]/.test(shown);
  const offset = (line: number, column: number): number | undefined => {
    const at = lines[line - 1 - head.length];
    if (at === undefined) return undefined;
    const before = isNarrow ? at.text.slice(0, column - 1) : [...at.text].slice(0, column - 1).join('');
    return at.start + before.length;
  };
  return {
    text: isShown ? `${head.join('\n')}\n${shown}\n` : '',
    place: file.at(run.keywordSpan),
    size,
    span: ({ line, column, endLine, endColumn }) => {
      const start = offset(line, column);
      const end = offset(endLine, endColumn);
      return start === undefined || end === undefined || end < start ? undefined : { start, end };
    },
    // BusyBox's shell has most of what POSIX leaves undefined.
    allows: (code) => !(isBusybox && code >= 3000 && code < 4000),
  };
}

function textOf(lines: readonly Line[]): string {
  return lines.map(({ text }) => text).join('\n');
}
