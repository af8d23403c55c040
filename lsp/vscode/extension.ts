/** The VS Code extension: starts the bundled server, and runs the bundled command for images. */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import {
  commands,
  type Disposable,
  type ExtensionContext,
  extensions,
  type LogOutputChannel,
  languages,
  ProgressLocation,
  RelativePattern,
  StatusBarAlignment,
  type StatusBarItem,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';
import { LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
import { newEnoughNode, runCommand } from './command.ts';

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const output = window.createOutputChannel('Plimsoll', { log: true });
  const status = window.createStatusBarItem('plimsoll', StatusBarAlignment.Right);
  status.name = 'Plimsoll';
  status.command = 'plimsoll.showOutput';
  context.subscriptions.push(output, status, ...registered(context, output));
  context.subscriptions.push(workspace.onDidGrantWorkspaceTrust(() => void client?.restart()));
  client = clientOf(context, output);
  client.onDidChangeState(({ newState }) => show(status, newState));
  show(status, State.Starting);
  await client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

function bundled(context: ExtensionContext, ...path: readonly string[]): string {
  return context.asAbsolutePath(join(...path));
}

function clientOf(context: ExtensionContext, output: LogOutputChannel): LanguageClient {
  const module = bundled(context, 'server', 'plimsoll.cjs');
  const server = { module, args: ['lsp'], transport: TransportKind.ipc };
  return new LanguageClient('plimsoll', 'Plimsoll', server, {
    documentSelector: [{ language: 'dockerfile' }, ...configurations()],
    outputChannel: output,
    // Asked at every start: trust that is given later starts the server anew.
    initializationOptions: () => ({ trusted: workspace.isTrusted }),
    // Which files it watches, the server says.
    synchronize: { configurationSection: 'plimsoll' },
  });
}

/** What the schema that comes with the extension does not serve already: YAML, where nobody else completes it by schema. */
function configurations(): { readonly pattern: string }[] {
  return extensions.getExtension('redhat.vscode-yaml') ? [] : [{ pattern: '**/{.plimsoll,plimsoll}.{yaml,yml}' }];
}

function show(status: StatusBarItem, state: State): void {
  const texts = {
    [State.Running]: '$(check) Plimsoll',
    [State.Starting]: '$(sync~spin) Plimsoll',
    [State.StartFailed]: '$(error) Plimsoll',
    [State.Stopped]: '$(circle-slash) Plimsoll',
  };
  status.text = texts[state];
  status.tooltip = 'Plimsoll checks Dockerfiles; click for its output.';
  status.show();
}

function registered(context: ExtensionContext, output: LogOutputChannel): Disposable[] {
  const handlers: Readonly<Record<string, () => unknown>> = {
    restart: () => client?.restart(),
    showOutput: () => output.show(),
    fixAll: () =>
      commands.executeCommand('editor.action.codeAction', { kind: 'source.fixAll.plimsoll', apply: 'first' }),
    lintWorkspace: () => lintWorkspace(),
    analyseImage: () => analyseImage(context, output),
    showReport: async () => showReport(await pickFolder()),
  };
  return Object.entries(handlers).map(([name, handler]) => commands.registerCommand(`plimsoll.${name}`, handler));
}

/** Opens every Dockerfile in the background, so that the server judges it, and shows the problems. */
async function lintWorkspace(): Promise<void> {
  const files = await workspace.findFiles(
    '**/{Dockerfile,Containerfile,Dockerfile.*,*.Dockerfile,*.dockerfile}',
    '**/node_modules/**',
  );
  await window.withProgress(
    { location: ProgressLocation.Window, title: `Plimsoll: ${files.length} Dockerfiles` },
    async () => {
      for (const file of files) {
        const document = await workspace.openTextDocument(file);
        if (document.languageId === 'plaintext') await languages.setTextDocumentLanguage(document, 'dockerfile');
      }
    },
  );
  await commands.executeCommand('workbench.actions.view.problems');
}

async function analyseImage(context: ExtensionContext, output: LogOutputChannel): Promise<void> {
  const node = await newEnoughNode();
  if (node === undefined) {
    await window.showWarningMessage(
      'Reading images wants Node 22.19: the editor’s own is older, and the path has none.',
    );
    return;
  }
  const folder = await pickFolder();
  if (folder === undefined) {
    await window.showWarningMessage('Plimsoll keeps an image’s report in the workspace: open a folder first.');
    return;
  }
  const [archive] =
    (await window.showOpenDialog({
      title: 'An image archive, made by docker save',
      filters: { Archives: ['tar', 'gz', 'tgz', 'zst'], All: ['*'] },
    })) ?? [];
  if (!archive) return;
  const dockerfile = await pickDockerfile(folder);
  if (dockerfile === undefined) return;
  mkdirSync(join(folder, '.plimsoll'), { recursive: true });
  const formats = ['--format', 'json=.plimsoll/image.json', '--format', 'html=.plimsoll/image.html'];
  const args = ['image', archive.fsPath, '--dockerfile', dockerfile, ...formats];
  const code = await window.withProgress(
    { location: ProgressLocation.Notification, title: 'Plimsoll reads the image', cancellable: true },
    (_progress, token) =>
      runCommand({ node, program: bundled(context, 'server', 'plimsoll.cjs'), args, cwd: folder, output, token }),
  );
  if (code === undefined) return;
  if (code > 1) output.show();
  const choice = await window.showInformationMessage(
    code > 1
      ? 'Not all of the image could be read; the output says what.'
      : 'The image is read: its sizes stand in the Dockerfile.',
    'Show the Report',
  );
  if (choice) showReport(folder);
}

/** That of the file at hand; asked, where there are several and none is at hand. */
async function pickFolder(): Promise<string | undefined> {
  const active = window.activeTextEditor?.document.uri;
  const own = active && workspace.getWorkspaceFolder(active);
  const folders = workspace.workspaceFolders ?? [];
  const picked = own ?? (folders.length > 1 ? await window.showWorkspaceFolderPick() : folders[0]);
  return picked?.uri.scheme === 'file' ? picked.uri.fsPath : undefined;
}

/** Relative to the folder, as reports name it. */
async function pickDockerfile(folder: string): Promise<string | undefined> {
  const active = window.activeTextEditor?.document;
  if (active?.languageId === 'dockerfile' && active.uri.scheme === 'file') {
    const name = relative(folder, active.uri.fsPath);
    if (!name.startsWith('..')) return name;
  }
  const files = await workspace.findFiles(
    new RelativePattern(folder, '**/{Dockerfile,Containerfile,Dockerfile.*,*.Dockerfile}'),
    '**/node_modules/**',
  );
  const names = files.map((file) => relative(folder, file.fsPath)).sort();
  return names.length === 1 ? names[0] : window.showQuickPick(names, { title: 'The Dockerfile it was built from' });
}

function showReport(folder: string | undefined): void {
  const file = folder === undefined ? undefined : join(folder, '.plimsoll', 'image.html');
  const html = file === undefined ? undefined : readIfThere(file);
  if (html === undefined || file === undefined) {
    void window
      .showInformationMessage('There is no report yet.', 'Analyse an Image')
      .then((choice) => choice && commands.executeCommand('plimsoll.analyseImage'));
    return;
  }
  const panel = window.createWebviewPanel('plimsoll.report', 'Image report', ViewColumn.Active, {
    enableScripts: true,
    localResourceRoots: [Uri.file(dirname(file))],
  });
  panel.webview.html = html;
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
