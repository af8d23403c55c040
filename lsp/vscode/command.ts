/** Runs the bundled command beside the editor: in the editor's own Node where that is new enough, else in that of the path. */
import { execFile, spawn } from 'node:child_process';
import type { CancellationToken, OutputChannel } from 'vscode';

/** A program that runs JavaScript, and what it must be told to be one. */
export interface Node {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The server runs in any Node that editors have; the command wants a newer one. `undefined` where there is none. */
export async function newEnoughNode(): Promise<Node | undefined> {
  if (isNewEnough(process.versions.node)) return { path: process.execPath, env: { ELECTRON_RUN_AS_NODE: '1' } };
  const version = await new Promise<string>((resolve) => {
    execFile('node', ['--version'], (error, stdout) => resolve(error ? '' : stdout.trim().slice(1)));
  });
  return isNewEnough(version) ? { path: 'node', env: {} } : undefined;
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 19);
}

export interface CommandRun {
  readonly node: Node;
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly output: OutputChannel;
  readonly token: CancellationToken;
}

/** The exit code; `undefined` when it was cancelled or could not be started. */
export function runCommand({ node, program, args, cwd, output, token }: CommandRun): Promise<number | undefined> {
  return new Promise((resolve) => {
    const env = { ...process.env, ...node.env, NO_COLOR: '1' };
    const child = spawn(node.path, [program, ...args], { cwd, env });
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
