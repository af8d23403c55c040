/** The shell text of an instruction as a file for ShellCheck, and the way back from its lines and columns to the Dockerfile. */
import type { Dialect, Dockerfile, RunInstruction, Script } from '../dockerfile/model.ts';
import { runsOf } from '../dockerfile/ran.ts';
import type { Span } from '../finding.ts';

/** As ShellCheck counts: lines and columns from 1, columns in code points. */
export interface Range {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface Snippet {
  readonly text: string;
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

/** Every RUN in shell form whose shell ShellCheck knows. */
export function snippetsOf(file: Dockerfile): readonly Snippet[] {
  return runsOf(file.stages).flatMap(({ stage, run, script }) => {
    const shell = shells[script.dialect];
    return shell === undefined || stage.windows ? [] : [snippet(file, run, script, shell)];
  });
}

interface Line {
  readonly text: string;
  /** Where its first character stands in the file. */
  readonly start: number;
}

function snippet(file: Dockerfile, run: RunInstruction, script: Script, shell: string): Snippet {
  const head = [`# shellcheck shell=${shell}`, ...declarations(run)];
  const lines = linesOf(file, run, script);
  const text = `${[...head, ...lines.map((line) => line.text)].join('\n')}\n`;
  const offset = (line: number, column: number): number | undefined => {
    const at = lines[line - 1 - head.length];
    if (at === undefined) return undefined;
    return at.start + [...at.text].slice(0, column - 1).join('').length;
  };
  return {
    text,
    span: ({ line, column, endLine, endColumn }) => {
      const start = offset(line, column);
      const end = offset(endLine, endColumn);
      return start === undefined || end === undefined || end < start ? undefined : { start, end };
    },
    // BusyBox's shell has most of what POSIX leaves undefined.
    allows: (code) => !(script.dialect === 'ash' && code >= 3000 && code < 4000),
  };
}

/** What ARG and ENV set is set: a plain value stays plain, one with blanks is anything. */
function declarations({ state }: RunInstruction): readonly string[] {
  const names = new Set(
    [...state.args.keys(), ...state.envs.keys()].filter((name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)),
  );
  return [...names].map((name) => {
    const value = state.env(name)?.text;
    if (value !== undefined && /[\s*?[]/.test(value)) return `${name}="$(cat)"; export ${name}`;
    return `export ${name}=${value !== undefined && /^[\w./:@+-]+$/.test(value) ? value : '1'}`;
  });
}

/**
 * The lines of the instruction. Between continued lines a shell knows no comments and no blank lines, as the builder does: they become
 * a continuation. Line ends lose their carriage return, and the file's own continuation mark becomes the shell's.
 */
function linesOf(file: Dockerfile, { heredocs }: RunInstruction, { span }: Script): readonly Line[] {
  const body = heredocs[0]?.bodySpan.start ?? Number.POSITIVE_INFINITY;
  const lines: Line[] = [];
  let start = span.start;
  for (const raw of file.text.slice(span.start, span.end).split('\n')) {
    const text = raw.replace(/\r+$/, '');
    lines.push({ start, text: start < body ? continued(text, lines.length > 0, file.escape) : text });
    start += raw.length + 1;
  }
  return lines;
}

function continued(text: string, inside: boolean, mark: string): string {
  if (inside && /^\s*#/.test(text)) return `${' '.repeat(Math.max(0, text.length - 1))}\\`;
  if (inside && text.trim() === '') return '\\';
  return text.replace(/([\\`])[ \t]*$/, (whole, found: string) => (found === mark ? '\\' : whole));
}
