/** What of a script ShellCheck is shown: it takes its time over every word, so that it gets none it cannot speak of. */
import type { RunInstruction } from '../dockerfile/model.ts';
import type { Command, Script } from '../dockerfile/script-model.ts';
import { nearest } from '../dockerfile/suggest.ts';
import { isDeep, isPlainWord, isUnknownProgram } from './quiet-script.ts';

/** A line as ShellCheck sees it; `start` is where its first character stands in the file. */
export interface Line {
  readonly text: string;
  readonly start: number;
}

export interface Where {
  /** Where the script stands in the file. */
  readonly start: number;
  /** Where its first heredoc does. */
  readonly body: number;
  /** The continuation mark in force. */
  readonly mark: string;
}

/**
 * The lines of a script. Between continued lines a shell knows no comments and no blank lines, as the builder does: they are left out.
 * Line ends lose their carriage return, and the file's own continuation mark becomes the shell's.
 */
export function linesOf(script: string, { start: from, body, mark }: Where): readonly Line[] {
  const raw = script.split('\n');
  const lines: Line[] = [];
  let start = from;
  for (const [at, one] of raw.entries()) {
    const text = one.replace(/\r+$/, '');
    const inside = start < body && at > 0;
    const line = start < body ? continued(text, inside, mark) : text;
    if (!inside || at === raw.length - 1 || !/^\s*\\$/.test(line)) lines.push({ start, text: line });
    start += one.length + 1;
  }
  return lines;
}

function continued(text: string, inside: boolean, mark: string): string {
  if (inside && (/^\s*#/.test(text) || text.trim() === '')) return '\\';
  return text.replace(/([\\`])[ \t]*$/, (whole, found: string) => (found === mark ? '\\' : whole));
}

/**
 * ShellCheck has no rule about the words that package managers and many other programs are handed: those that are plain become blanks. The first stays, since
 * another would be taken for it, and the last, which says where the command ends.
 */
export function withoutPlainWords(text: string, script: Script): string {
  const from = script.span.start;
  const targets = redirected(text);
  let out = '';
  let done = 0;
  for (const command of script.commands) {
    if (!isOfNoInterest(command, text)) continue;
    const isMute = command.name === 'rm' ? isDeep : isPlainWord;
    for (const { span } of command.args.slice(1, -1)) {
      const word = text.slice(span.start - from, span.end - from);
      if (span.start - from < done || !isMute(word) || targets.has(word)) continue;
      out += text.slice(done, span.start - from) + ' '.repeat(word.length);
      done = span.end - from;
    }
  }
  return out + text.slice(done);
}

/** A program ShellCheck has no rule about, or none about the words that will be taken out. */
function isOfNoInterest({ name = '', wrapper }: Command, script: string): boolean {
  // What `sudo` is handed may be a function of the script.
  if (wrapper !== undefined && (wrapper.name !== 'sudo' || wrapper.wrapper !== undefined || /\(\s*\)/.test(script)))
    return false;
  return name === 'rm' || isUnknownProgram(name);
}

/** Files that are read and written: ShellCheck looks for their names among all words of a pipeline. */
function redirected(text: string): ReadonlySet<string> {
  return new Set(Array.from(text.matchAll(/[<>]&?(?:\s|\\\n)*(\S+)/g), ([, word = '']) => word.replace(/["'\\]/g, '')));
}

/**
 * What ARG and ENV set is set: a plain value stays plain, one with blanks is anything. Only what the script speaks of, or might be meant by
 * a name of it that nothing sets.
 */
export function declarations({ state }: RunInstruction, script: string): readonly string[] {
  const names = new Set(
    [...state.args.keys(), ...state.envs.keys()].filter((name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)),
  );
  if (names.size === 0) return [];
  const words = new Set(script.match(/[A-Za-z_]\w*/g));
  const strange = [...(reckons.test(script) ? words : referenced(script))].filter((word) => !names.has(word));
  const wanted = [...names].filter((name) => words.has(name) || strange.some((word) => isNear(word, name)));
  if (wanted.length === 0) return [];
  const values = wanted.map((name) => {
    const value = state.env(name)?.text;
    if (value !== undefined && /[\s*?[]/.test(value)) return `${name}="$1"`;
    return `${name}=${value !== undefined && /^[\w./:@+-]+$/.test(value) ? value : '1'}`;
  });
  return [`export ${values.join(' ')}`];
}

/** Where a name may be read without a dollar sign. */
const reckons = /[([]{2}|\$\[|\blet\b/;

function referenced(script: string): ReadonlySet<string> {
  return new Set(Array.from(script.matchAll(/\$\{?[#!]?([A-Za-z_]\w*)/g), ([, name = '']) => name));
}

/** Whether ShellCheck may take one for a slip of the pen that meant the other. */
function isNear(word: string, name: string): boolean {
  return Math.abs(word.length - name.length) <= 3 && (word.length > 32 || nearest(word, [name], 3) !== undefined);
}
