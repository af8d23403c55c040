/** Asks the ShellCheck on this machine about the shell snippets of a run, by one process, and leads its answers back to the Dockerfiles. */
import type { Facts, ShellcheckComment } from '../dockerfile/facts.ts';
import type { Dockerfile } from '../dockerfile/model.ts';
import type { Comment } from './shellcheck-output.ts';
import { askShellcheck, type Question } from './shellcheck-run.ts';
import { shareOf, unanswered } from './shellcheck-share.ts';
import type { Snippet } from './snippet.ts';

/** What was said of the scripts of a Dockerfile, and which were not spoken of. */
export type ShellcheckAnswer = Required<Pick<Facts, 'shellcheck' | 'unchecked'>>;

export interface ShellcheckAnswers {
  /** Also of a Dockerfile whose text has changed since, as far as its snippets have not. */
  of(dockerfile: Dockerfile): ShellcheckAnswer;
  /** Why there was nobody to ask: one sentence. */
  readonly problem?: string;
  /** It broke off or was too slow, and would be again. */
  readonly stopped?: boolean;
}

/** Equal snippets are asked about once; answers are keyed by a snippet's content, so that they fit whatever file holds it. */
export async function gatherShellcheck(
  dockerfiles: readonly Dockerfile[],
  { program = 'shellcheck', patience }: Partial<Omit<Question, 'names'>> = {},
): Promise<ShellcheckAnswers> {
  const names = new Map<string, string>();
  const shares = new Map(dockerfiles.map((dockerfile) => [dockerfile.text, shareOf(dockerfile)]));
  for (const { shown } of shares.values())
    for (const { text } of shown) if (!names.has(text)) names.set(text, `s${names.size}`);
  const output = names.size === 0 ? { comments: [] } : await askShellcheck({ program, names, patience });
  if ('problem' in output) return { of: () => ({ shellcheck: [], unchecked: [] }), problem: output.problem };
  const byName = Map.groupBy('comments' in output ? output.comments : [], ({ file }) => file);
  const failed = 'failure' in output ? [unanswered(output.failure)] : [];
  const of = (dockerfile: Dockerfile): ShellcheckAnswer => {
    const { shown, unchecked } = shares.get(dockerfile.text) ?? shareOf(dockerfile);
    return {
      shellcheck: shown.flatMap((snippet) => placed(snippet, byName.get(names.get(snippet.text) ?? '') ?? [])),
      unchecked: shown.length === 0 ? unchecked : [...unchecked, ...failed],
    };
  };
  return { of, stopped: failed.length > 0 };
}

function placed(snippet: Snippet, comments: readonly Comment[]): ShellcheckComment[] {
  return comments.flatMap(({ code, level, message, fix, ...where }): ShellcheckComment[] => {
    if (!snippet.allows(code)) return [];
    const span = snippet.span(where);
    if (span === undefined) return [];
    const edits = (fix?.replacements ?? []).flatMap(({ replacement, ...at }) => {
      const place = snippet.span(at);
      return place === undefined ? [] : [{ span: place, text: replacement }];
    });
    return [{ code, level, message, span, edits: edits.length === fix?.replacements.length ? edits : [] }];
  });
}
