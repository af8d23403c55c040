/** One process of ShellCheck, asked about all scripts at once; it is given time, but not for ever. */
import type { ExecFileException } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Skipped } from '../finding.ts';
import { patienceFor } from './shellcheck-limits.ts';
import type { Comment } from './shellcheck-output.ts';
import { missing } from './shellcheck-program.ts';

export interface Question {
  readonly program: string;
  /** What each script is called in the answer, by its text. */
  readonly names: ReadonlyMap<string, string>;
  /** Seconds. */
  readonly patience?: number | undefined;
}

export type Output =
  | { readonly comments: readonly Comment[] }
  /** There is no such program: one sentence. */
  | { readonly problem: string }
  /** It began, and gave no answer. */
  | { readonly failure: Pick<Skipped, 'reason' | 'detail'> };

/** What it says of snippets that are no files of their own: sources it cannot follow, a shebang that is not there, a shell it calls unknown. */
const excluded = 'SC1090,SC1091,SC2148,SC2187';

/** Runs the program on files of its own, and reads what it prints. */
export async function askShellcheck({ program, names, patience }: Question): Promise<Output> {
  const seconds = patience ?? patienceFor(names.keys());
  const { error, stdout } = await started(program, names, seconds);
  if (error?.code === 'ENOENT') return { problem: missing(program) };
  const failed = (what: string): Output => ({ failure: { reason: 'rule-failed', detail: `\`${program}\` ${what}.` } });
  if (typeof error?.code === 'string') return failed(`cannot be used (${error.code})`);
  if (error?.killed) {
    const detail = `\`${program}\` found no end of the scripts of this run within ${seconds === 1 ? '1 second' : `${seconds} seconds`}. Leave it out (\`--shellcheck off\`).`;
    return { failure: { reason: 'limit-exceeded', detail } };
  }
  if (error?.signal) return failed(`was ended by ${error.signal}`);
  // 1 says that there are comments, and 2 that a file was not read.
  if (stdout === '') return failed(`ended with exit code ${error?.code ?? 0} and no answer`);
  const { readComments } = await import('./shellcheck-output.ts');
  try {
    return { comments: readComments(stdout) };
  } catch {
    return failed('gave an answer that cannot be read');
  }
}

function started(
  program: string,
  names: ReadonlyMap<string, string>,
  seconds: number,
): Promise<{ readonly error: ExecFileException | null; readonly stdout: string }> {
  const { execFile } = process.getBuiltinModule('node:child_process');
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-shellcheck-'));
  for (const [text, name] of names) writeFileSync(join(folder, name), text);
  const args = ['--norc', '-f', 'json1', '-S', 'style', '-e', excluded, '--', ...names.values()];
  const options = { cwd: folder, maxBuffer: 1 << 30, timeout: seconds * 1000, killSignal: 'SIGKILL' } as const;
  // A path is one from here, not from that folder.
  const path = /[\\/]/.test(program) ? resolve(program) : program;
  return new Promise<{ error: ExecFileException | null; stdout: string }>((tell) => {
    execFile(path, args, options, (error, stdout) => tell({ error, stdout }));
  }).finally(() => rmSync(folder, { recursive: true, force: true }));
}
