/** The dressing that builders put around a command: recorded build arguments before it, and the shell that runs it. */

interface Dressed {
  readonly buildArgs: readonly { readonly name: string; readonly value: string }[];
  readonly rest: string;
}

/** Shells as images have them, with their flags up to the one that takes the command. */
const knownShell =
  /^(?:[^\s|]*[/\\])?(?:sh|bash|ash|dash|zsh|ksh|busybox sh|cmd|powershell|pwsh)(?:\.exe)?(?:\s+[-/]\w+(?:\s+(?:pipefail|errexit|nounset|xtrace))?)*?\s+(?:-\w*c|-Command|\/c)\s+/i;

/** Takes `|2 A=1 B=2 ` off the front. Values may hold spaces: the shell, or the next name, ends them. */
export function splitArgs(text: string): Dressed {
  const head = /^\|(\d+)\s+/.exec(text);
  if (!head) return { buildArgs: [], rest: text };
  const count = Number(head[1]);
  const body = text.slice(head[0].length);
  const starts = [...body.matchAll(/(?:^|\s)([A-Za-z_][\w.-]*)=/g)].map((match) => ({
    name: match[1] ?? '',
    from: match.index + match[0].length,
    at: match.index,
  }));
  const wanted = starts.slice(0, count);
  const last = wanted.at(-1);
  if (!last || wanted.length < count) return { buildArgs: [], rest: body };
  const end = endOfValue(body, last.from);
  const buildArgs = wanted.map(({ name, from }, index) => ({
    name,
    value: body.slice(from, wanted[index + 1]?.at ?? end),
  }));
  return { buildArgs, rest: body.slice(end).trimStart() };
}

/** Where the last value ends: before a shell, else at the first space. */
function endOfValue(text: string, from: number): number {
  for (let at = text.indexOf(' ', from); at >= 0; at = text.indexOf(' ', at + 1)) {
    if (knownShell.test(text.slice(at + 1))) return at;
  }
  const space = text.indexOf(' ', from);
  return space < 0 ? text.length : space;
}

/** The command without the shell in front of it; `undefined` when no shell is there. */
export function stripShell(text: string, shell: string): string | undefined {
  if (text.startsWith(`${shell} `)) return text.slice(shell.length + 1);
  const known = knownShell.exec(text);
  return known ? text.slice(known[0].length) : undefined;
}
