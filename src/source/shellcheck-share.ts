/** Which scripts of a file ShellCheck is shown, and what the report says of the others: what is not checked is not clean. */
import type { Dockerfile } from '../dockerfile/model.ts';
import type { DockerfilePlace, Skipped } from '../finding.ts';
import { excessOf, mostOfFile, mostOfScript, nothing, together } from './shellcheck-limits.ts';
import { type Snippet, snippetsOf } from './snippet.ts';

export interface Share {
  readonly shown: readonly Snippet[];
  readonly unchecked: readonly Skipped[];
}

export function shareOf(dockerfile: Dockerfile): Share {
  const unchecked: Skipped[] = [];
  const small = snippetsOf(dockerfile).filter(({ size, place }) => {
    const excess = excessOf(size, mostOfScript);
    if (excess !== undefined) unchecked.push(unasked(place, `This script has ${excess}`));
    return excess === undefined;
  });
  const { count, excess } = fitting(small);
  const [first, ...below] = small.slice(count);
  if (first) {
    const these = below.length === 0 ? 'this script' : `this script and ${below.length} below it`;
    unchecked.push(unasked(first.place, `With ${these}, those of the file have ${excess}`));
  }
  return { shown: small.slice(0, count), unchecked };
}

/** How many scripts of a file are shown, the first ones, and what it would be to show one more. */
function fitting(snippets: readonly Snippet[]): { readonly count: number; readonly excess?: string } {
  const texts = new Set<string>();
  let all = nothing;
  for (const [count, { text, size }] of snippets.entries()) {
    if (texts.has(text)) continue;
    texts.add(text);
    all = together(all, size);
    const excess = excessOf(all, mostOfFile);
    if (excess !== undefined) return { count, excess };
  }
  return { count: snippets.length };
}

function unasked(place: DockerfilePlace, reason: string): Skipped {
  const help = 'Move commands into a file that is copied in, or leave ShellCheck out (`--shellcheck off`).';
  const detail = `${reason}: ShellCheck might take minutes, and was not asked. ${help}`;
  return unanswered({ place, reason: 'limit-exceeded', detail });
}

/** What ShellCheck has not answered on. */
export function unanswered(entry: Omit<Skipped, 'what'>): Skipped {
  return { what: 'rule shellcheck', ...entry };
}
