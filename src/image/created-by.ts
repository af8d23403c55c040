/** The dressing that builders put around a command: recorded build arguments before it, and the shell that runs it. */

interface Dressed {
  readonly buildArgs: readonly { readonly name: string; readonly value: string }[];
  readonly rest: string;
}

/** Shells as images have them, with their flags up to the one that takes the command. */
const knownShell =
  /^(?:[^\s|]*[/\\])?(?:sh|bash|ash|dash|zsh|ksh|busybox sh|cmd|powershell|pwsh)(?:\.exe)?(?:\s+[-/]\w+(?:\s+(?:pipefail|errexit|nounset|xtrace))?)*?\s+(?:-\w*c|-Command|\/c)\s+/i;

/**
 * Takes `|2 A=1 B=2 ` off the front. Values may hold spaces: the shell, or the next name, ends them. The number is
 * of no use where there are, for some builders count pairs and some count words.
 */
export function splitArgs(text: string): Dressed {
  const head = /^\|(\d+)\s+/.exec(text);
  if (!head) return { buildArgs: [], rest: text };
  const body = text.slice(head[0].length);
  const names = [...body.matchAll(/(?:^|\s)([A-Za-z_][\w.-]*)=/g)].slice(0, Number(head[1]));
  const shell = shellAt(body, names[0]?.index ?? 0);
  const own = names.filter(({ index }) => shell === undefined || index < shell);
  const last = own.at(-1);
  if (!last) return { buildArgs: [], rest: body };
  const end = shell ?? endOfWord(body, last.index + last[0].length);
  const buildArgs = own.map(({ 0: whole, 1: name = '', index }, at) => ({
    name,
    value: body.slice(index + whole.length, own[at + 1]?.index ?? end),
  }));
  return { buildArgs, rest: body.slice(end).trimStart() };
}

/** The first space that a shell stands behind. */
function shellAt(text: string, from: number): number | undefined {
  for (let at = text.indexOf(' ', from + 1); at >= 0; at = text.indexOf(' ', at + 1)) {
    if (knownShell.test(text.slice(at + 1, at + 200))) return at;
  }
  return undefined;
}

function endOfWord(text: string, from: number): number {
  const space = text.indexOf(' ', from);
  return space < 0 ? text.length : space;
}

/** The command without the shell in front of it; `undefined` when no shell is there. */
export function stripShell(text: string, shell: string): string | undefined {
  if (text.startsWith(`${shell} `)) return text.slice(shell.length + 1);
  const known = knownShell.exec(text);
  return known ? text.slice(known[0].length) : undefined;
}
