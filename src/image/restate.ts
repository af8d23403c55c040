/** A history step said again as a line of a Dockerfile, from the form its builder recorded it in. */
import { splitArgs } from './created-by.ts';
import type { LayerFacts } from './facts.ts';
import { quotedList } from './join/written.ts';
import type { HistoryStep } from './model.ts';

type Restate = (args: string, step: HistoryStep, layer: LayerFacts | undefined) => string | undefined;

/** The instruction's text, keyword first; `undefined` where the step states none. `layer` is the one that it made. */
export function restate(step: HistoryStep, layer?: LayerFacts): string | undefined {
  const { instruction, builder } = step;
  if (!instruction) return undefined;
  const { keyword, args } = instruction;
  const docker = builder === 'classic' || builder === 'buildkit';
  const copied = keyword === 'COPY' || keyword === 'ADD';
  if (keyword === 'RUN') return `RUN ${command(args, step)}`;
  const text = docker || copied ? (restatements[keyword]?.(args, step, layer) ?? args) : args;
  const line = text
    .replace(/\\+$/, '')
    .replace(/\s*\n\s*/g, ' ')
    .trim();
  return line === '' ? undefined : `${keyword} ${line}${heredocEnds(copied ? line : '')}`;
}

/**
 * The shell that ran a step's command, as it stands before the command; `undefined` for an exec form. Buildah writes
 * the default shell whatever ran.
 */
export function shellOf({ createdBy, instruction, builder }: HistoryStep): readonly string[] | undefined {
  if (instruction?.keyword !== 'RUN' || builder === 'buildah') return undefined;
  const { rest } = splitArgs(createdBy.replace(/ # buildkit$/, '').replace(/^RUN\s+/, ''));
  const at = rest.indexOf(instruction.args);
  return at > 0 ? rest.slice(0, at).trim().split(/\s+/) : undefined;
}

const restatements: Readonly<Record<string, Restate>> = {
  ENV: (args) => pairs(args, /(?:^|\s)([A-Za-z_]\w*)=/g),
  LABEL: (args) => pairs(args, /(?:^|\s)([\w.\-/]+)=/g),
  ARG: (args) => (args.includes('=') ? pairs(args, /(?:^|\s)([A-Za-z_]\w*)=/g) : args),
  CMD: list,
  ENTRYPOINT: list,
  SHELL: (args) => json(bracketed(args).split(/\s+/)),
  VOLUME: (args) => json(bracketed(args).split(/\s+/)),
  EXPOSE: (args) => bracketed(args).replaceAll(':{}', ''),
  HEALTHCHECK: healthcheck,
  COPY: copy,
  ADD: (args, _, layer) =>
    isCopied(args, layer) ? copy(args) : copy(args).replace(/(?<=(?:^|\s)(?:file|multi):[0-9a-f]+)(?=\s)/, '.tar'),
};

function json(words: readonly string[]): string {
  return JSON.stringify(words).replaceAll('","', '", "');
}

function bracketed(args: string): string {
  return /^(?:map)?\[([\s\S]*)\]$/.exec(args.trim())?.[1] ?? args;
}

/** `A=b c D=e`: a value ends where the next name begins, and is quoted again. */
function pairs(args: string, name: RegExp): string {
  const names = [...args.matchAll(name)];
  return names
    .map(({ 0: whole, 1: key = '', index }, at) => {
      const value = args.slice(index + whole.length, names[at + 1]?.index ?? args.length).trimEnd();
      return `${key}=${/[\s"'\\$]/.test(value) ? `"${value.replace(/["\\$]/g, '\\$&')}"` : value}`;
    })
    .join(' ');
}

/** What `/bin/sh -c` runs was written as a shell form, or says the same. */
function list(args: string): string {
  const words = quotedList(args);
  if (!words) return args;
  const [shell, flag, text, ...more] = words;
  return shell === '/bin/sh' && flag === '-c' && text !== undefined && more.length === 0 ? text : json(words);
}

function healthcheck(args: string): string {
  const quoted = /^&?\{(\[[\s\S]*?\])((?:\s+"[^"]*")*)/.exec(args);
  const bare = /^\{Test:\[([\s\S]*?)\] Interval:(\S+) Timeout:(\S+)/.exec(args);
  const test = quoted ? (quotedList(quoted[1] ?? '') ?? []) : bareTest(bare?.[1] ?? '');
  const [kind, ...words] = test;
  if (kind === undefined || kind === 'NONE') return kind ?? args;
  const times = quoted
    ? [...(quoted[2] ?? '').matchAll(/"([^"]*)"/g)].map((match) => match[1])
    : [bare?.[2], bare?.[3]];
  const flags = ['interval', 'timeout'].flatMap((name, at) =>
    /^0s?$/.test(times[at] ?? '0s') ? [] : [`--${name}=${times[at]}`],
  );
  return [...flags, 'CMD', kind === 'CMD' ? json(words) : words.join(' ')].join(' ');
}

function bareTest(text: string): readonly string[] {
  const [kind = '', ...words] = text.split(' ');
  return kind === 'CMD-SHELL' ? [kind, words.join(' ')] : [kind, ...words];
}

/**
 * `file:<hash> in /dst`: the hash stands for sources that nobody recorded. An ADD's may have been an archive or an
 * address: it is said as an archive, of which nothing is wrong.
 */
function copy(args: string): string {
  const hashed = /^(?:(--chown=\S*?)\s*)?((?:file|dir|multi):[0-9a-f]+) in ([\s\S]*)$/.exec(args);
  return hashed ? [hashed[1], hashed[2], hashed[3]].filter((part) => part !== undefined).join(' ') : args;
}

/** An archive is unpacked into a folder of the name: where the layer holds a file of it and no other, a file was copied. */
function isCopied(args: string, layer: LayerFacts | undefined): boolean {
  const [, target] = /^(?:--chown=\S*?\s*)?file:[0-9a-f]+ in \/?([\s\S]*[^/])$/.exec(args.trim()) ?? [];
  if (target === undefined || !layer || layer.unread !== undefined) return false;
  const files = layer.entries.filter(({ type }) => type !== 'dir');
  return files.length === 1 && files[0]?.path === target && files[0].type === 'file';
}

/** Sources that were heredocs have no bodies in the history; they are closed where they begin. */
function heredocEnds(line: string): string {
  return [...line.matchAll(/(?:^|\s)<<-?["']?([\w.-]+)["']?/g)].map((match) => `\n${match[1]}`).join('');
}

/** A command of several lines is a heredoc, unless it brings its own; an exec form is a list again. */
function command(args: string, step: HistoryStep): string {
  if (!shellOf(step) && step.builder !== 'buildah' && step.builder !== 'kaniko' && step.builder !== 'other') {
    return json(args.trim().split(/\s+/));
  }
  const text = args.replace(/\r\n/g, '\n').replace(/\s+$/, '');
  return text.includes('\n') && !bringsHeredoc(text) ? heredoc(text) : text;
}

function bringsHeredoc(text: string): boolean {
  const [first = '', ...lines] = text.split('\n');
  const name = /<<-?\s*["']?(\w+)/.exec(first)?.[1];
  return name !== undefined && lines.some((line) => line.trim() === name);
}

/** The text as a heredoc that a shell runs. */
export function heredoc(text: string): string {
  let end = 'EOF';
  while (text.split('\n').some((line) => line.trim() === end)) end += 'F';
  return `<<'${end}'\n${text}\n${end}`;
}
