/** Runs the bundled command beside the editor, in the editor's own Node. */
import { spawn } from 'node:child_process';
import type { CancellationToken, OutputChannel } from 'vscode';

export interface CommandRun {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly output: OutputChannel;
  readonly token: CancellationToken;
}

/** The exit code; `undefined` when it was cancelled or could not be started. */
export function runCommand({ program, args, cwd, output, token }: CommandRun): Promise<number | undefined> {
  return new Promise((resolve) => {
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1', NO_COLOR: '1' };
    const child = spawn(process.execPath, [program, ...args], { cwd, env });
    output.appendLine(`plimsoll ${args.join(' ')}`);
    child.stdout.on('data', (chunk: Buffer) => output.append(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => output.append(chunk.toString()));
    token.onCancellationRequested(() => child.kill());
    child.on('error', (error) => {
      output.appendLine(error.message);
      resolve(undefined);
    });
    child.on('exit', (code) => resolve(token.isCancellationRequested ? undefined : (code ?? undefined)));
  });
}
