/** Edits inside shell text that keep the author's continuations, comments and spacing. */
import type { Edit, Span } from '../finding.ts';
import type { Dockerfile } from './model.ts';
import type { Command, Script, ShellWord } from './script-model.ts';

/** New text right after something. */
export function insertAfter({ span: { end } }: { readonly span: Span }, text: string): Edit {
  return { span: { start: end, end }, text };
}

/** New text in the place of something. */
export function replace({ span }: { readonly span: Span }, text: string): Edit {
  return { span, text };
}

/** An argument and the blanks and line ends before it; of a comment in between, nothing is touched. */
export function removeArgument({ text }: Dockerfile, command: Command, word: ShellWord): Edit {
  const at = command.args.findIndex(({ span }) => span.start === word.span.start);
  const start = (at > 0 ? command.args[at - 1] : command.nameWord)?.span.end ?? word.span.start;
  const between = text.slice(start, word.span.start);
  const plain = start <= word.span.start && !/#/.test(between);
  return { span: { start: plain ? start : word.span.start, end: word.span.end }, text: '' };
}

/** A flag taken away: out of a cluster its letter, else the whole word. */
export function removeFlagWord(file: Dockerfile, command: Command, flag: string): Edit | undefined {
  const given = command.parsed.flags.find(({ name }) => name === flag);
  if (given === undefined) return undefined;
  const { word } = given;
  const { value } = given;
  if (value !== undefined && value.span.start >= word.span.end) {
    const { span, text } = removeArgument(file, command, word);
    return { span: { start: span.start, end: value.span.end }, text };
  }
  const cluster = !flag.startsWith('--') && word.raw.length > 2 && !word.raw.startsWith('--') && !word.quoted;
  if (!cluster) return removeArgument(file, command, word);
  return replace(word, word.raw.replace(flag.slice(1), ''));
}

/** Whether the script is one chain of `&&`, so that what is added at its end runs exactly when all before it succeeded. */
export function isChain({ items, parsed }: Script): boolean {
  return parsed && items.every(({ joiner, background }) => (joiner === undefined || joiner === '&&') && !background);
}

/** One more command at the end of a script, in the style of the chain before it; nothing where its end is not plain. */
export function appendCommand(file: Dockerfile, script: Script, command: string): Edit | undefined {
  const { text, lines } = file;
  const last = script.items.at(-1);
  if (last === undefined || last.background) return undefined;
  const { end } = last.span;
  // A heredoc, a comment or a stray separator stands behind it: then the end is not for us to find.
  if (text.slice(end, script.span.end).trim() !== '') return undefined;
  const first = lines.position(script.span.start).line;
  const lastLine = lines.position(end).line;
  if (first === lastLine) return { span: { start: end, end }, text: ` && ${command}` };
  const { start } = lines.span(lastLine);
  const line = text.slice(start, end);
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  const leads = /^\s*&&/.test(line);
  const newline = text.slice(0, end).includes('\r\n') ? '\r\n' : '\n';
  const added = leads
    ? ` ${file.escape}${newline}${indent}&& ${command}`
    : ` && ${file.escape}${newline}${indent}${command}`;
  return { span: { start: end, end }, text: added };
}
