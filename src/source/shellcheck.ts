/** Asks the ShellCheck on this machine about every shell snippet of a run, by one process, and leads its answers back to the Dockerfiles. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ShellcheckComment } from '../dockerfile/facts.ts';
import type { Dockerfile } from '../dockerfile/model.ts';
import { missing } from './shellcheck-program.ts';
import { type Snippet, snippetsOf } from './snippet.ts';

export interface ShellcheckOptions {
  /** The program: a name to be found or a path. */
  readonly program?: string;
}

export interface ShellcheckAnswers {
  /** What was said of the snippets of a Dockerfile: also of one whose text has changed since, as far as its snippets have not. */
  of(dockerfile: Dockerfile): readonly ShellcheckComment[];
  /** Why there are none: one sentence. */
  readonly problem?: string;
}

/** What it says of snippets that are no files of their own: sources it cannot follow, a shebang that is not there, a shell it calls unknown. */
const excluded = 'SC1090,SC1091,SC2148,SC2187';

/** Equal snippets are asked about once; answers are keyed by a snippet's content, so that they fit whatever file holds it. */
export async function gatherShellcheck(
  dockerfiles: readonly Dockerfile[],
  { program = 'shellcheck' }: ShellcheckOptions = {},
): Promise<ShellcheckAnswers> {
  const names = new Map<string, string>();
  const snippets = new Map(dockerfiles.map((dockerfile) => [dockerfile.text, snippetsOf(dockerfile)]));
  for (const { text } of [...snippets.values()].flat()) if (!names.has(text)) names.set(text, `s${names.size}`);
  if (names.size === 0) return { of: () => [] };
  const output = await run(program, names);
  if ('problem' in output) return { of: () => [], problem: output.problem };
  const { readComments } = await import('./shellcheck-output.ts');
  const byName = Map.groupBy(readComments(output.json), ({ file }) => file);
  const answers = (all: readonly Snippet[]) =>
    all.flatMap((snippet) => placed(snippet, byName.get(names.get(snippet.text) ?? '') ?? []));
  return { of: (dockerfile) => answers(snippets.get(dockerfile.text) ?? snippetsOf(dockerfile)) };
}

type Answer = ReturnType<typeof import('./shellcheck-output.ts').readComments>[number];

function placed(snippet: Snippet, answers: readonly Answer[]): ShellcheckComment[] {
  return answers.flatMap(({ code, level, message, fix, ...where }): ShellcheckComment[] => {
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

async function run(
  program: string,
  names: ReadonlyMap<string, string>,
): Promise<{ json: string } | { problem: string }> {
  const { execFile } = process.getBuiltinModule('node:child_process');
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-shellcheck-'));
  try {
    for (const [text, name] of names) writeFileSync(join(folder, name), text);
    return await new Promise((resolve) => {
      const args = ['--norc', '-f', 'json1', '-S', 'style', '-e', excluded, '--', ...names.values()];
      execFile(program, args, { cwd: folder, maxBuffer: 1 << 30 }, (error, stdout) => {
        if (error !== null && error.code === 'ENOENT') resolve({ problem: missing(program) });
        // 1 says that there are comments.
        else if (error !== null && error.code !== 1 && stdout === '')
          resolve({ problem: `\`${program}\` stopped: ${error.message.split('\n')[0]}.` });
        else resolve({ json: stdout });
      });
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
