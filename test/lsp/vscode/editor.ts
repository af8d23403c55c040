/** A real VS Code: its own server (`code-server`) with our packed extension installed, shown in Chromium. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumPath, codeServer, codeServerEntry } from '../../../bin/dev/installed.ts';

export interface Editor {
  readonly page: Page;
  /** The folder that is open in it. */
  readonly folder: string;
  close(): Promise<void>;
}

/** Opens a folder of these files, the extension packed from `dist` as it is. */
export async function openEditor(files: Readonly<Record<string, string>>): Promise<Editor> {
  const executablePath = chromiumPath();
  if (executablePath === undefined)
    throw new Error('This test needs Chromium: `npm run setup` installs it, or name one in PLIMSOLL_CHROMIUM.');
  if (!existsSync(codeServer))
    throw new Error('This test needs VS Code’s server: `npm run setup` installs it in your cache.');
  const root = mkdtempSync(join(tmpdir(), 'plimsoll-vscode-'));
  const folder = join(root, 'app');
  write(folder, files);
  write(join(root, 'data'), { 'User/settings.json': settings, 'Machine/settings.json': settings });
  installExtension(root);
  const server = await startServer(root);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 960, height: 600 }, colorScheme: 'light' });
  await page.goto(`${server.address}/?folder=${encodeURIComponent(folder)}`);
  await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
  return { page, folder, close: () => close(browser, server.process, root) };
}

const settings = JSON.stringify({
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.layoutControl.enabled': false,
  'window.commandCenter': false,
  'chat.disableAIFeatures': true,
  'editor.minimap.enabled': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
});

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

function folders(root: string): string[] {
  return ['--extensions-dir', join(root, 'extensions'), '--user-data-dir', join(root, 'data')];
}

function installExtension(root: string): void {
  const packed = execFileSync(process.execPath, ['bin/dev/package-vscode.ts', '--built'], { encoding: 'utf8' }).trim();
  execFileSync(process.execPath, [codeServerEntry, '--install-extension', packed, ...folders(root)], {
    stdio: ['ignore', 'ignore', 'ignore'],
  });
}

interface Server {
  readonly process: ChildProcess;
  readonly address: string;
}

function startServer(root: string): Promise<Server> {
  const args = ['--bind-addr', '127.0.0.1:0', '--auth', 'none', '--disable-telemetry', '--disable-update-check'];
  const config = join(root, 'config.yaml');
  writeFileSync(config, '');
  // Not as a child of the test's own VS Code, should it run in one.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VSCODE_')));
  const child = spawn(
    process.execPath,
    [codeServerEntry, '--config', config, ...args, '--disable-workspace-trust', ...folders(root)],
    { env, cwd: root, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      const address = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (address) resolve({ process: child, address });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`VS Code’s server ended with ${code}:\n${said}`)));
  });
}

async function close(browser: Browser, { pid }: ChildProcess, root: string): Promise<void> {
  await browser.close();
  // The server and the extension hosts it started are one group.
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
