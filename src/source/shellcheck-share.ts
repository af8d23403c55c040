/** Which scripts of a file ShellCheck is shown, and what the report says of the others: what is not checked is not clean. */
import type { Dockerfile } from '../dockerfile/model.ts';
import type { DockerfilePlace, Skipped } from '../finding.ts';
import { excessOf, mostOfFile, mostOfScript, nothing, together } from './shellcheck-limits.ts';
import { type Snippet, snippetsOf } from './snippet.ts';

export interface Share {
  readonly shown: readonly Snippet[];
  readonly unchecked: readonly Skipped[];
}

/** Scripts are taken in the order of the file until they are together too much: what is below is not even looked at. */
export function shareOf(dockerfile: Dockerfile): Share {
  const shown: Snippet[] = [];
  const unchecked: Skipped[] = [];
  const texts = new Set<string>();
  let all = nothing;
  for (const snippet of snippetsOf(dockerfile)) {
    const { text, size, place } = snippet;
    const own = excessOf(size, mostOfScript);
    if (own !== undefined) {
      unchecked.push(unasked(place, `This script has ${own}`, 'about it'));
      continue;
    }
    if (!texts.has(text)) all = together(all, size);
    const excess = excessOf(all, mostOfFile);
    if (excess !== undefined) {
      unchecked.push(unasked(place, `The scripts down to this one have ${excess}`, 'about it and what is below'));
      break;
    }
    texts.add(text);
    shown.push(snippet);
  }
  return { shown, unchecked };
}

function unasked(place: DockerfilePlace, reason: string, about: string): Skipped {
  const help = 'Move commands into a file that is copied in, or leave ShellCheck out (`--shellcheck off`).';
  const detail = `${reason}: ShellCheck might take minutes, and was not asked ${about}. ${help}`;
  return unanswered({ place, reason: 'limit-exceeded', detail });
}

/** What ShellCheck has not answered on. */
export function unanswered(entry: Omit<Skipped, 'what'>): Skipped {
  return { what: 'rule shellcheck', ...entry };
}
