/** The commands and their flags. Each command's work is loaded when it is asked for. */
import { Argument, Command, Option } from 'commander';
import type { Shell } from './completion.ts';
import type { ImageFlags, JudgingFlags, LintFlags } from './flags.ts';
import type { Io } from './io.ts';
import { version } from './version.ts';

type Done = (code: number) => void;

export function program(io: Io, done: Done): Command {
  const root = new Command('plimsoll')
    .description(
      'Finds what is wrong with Dockerfiles and the images built from them, and says where, why and what to do.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text.replace(/^error: /, 'plimsoll: ')),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride()
    .addHelpText(
      'after',
      examples('plimsoll lint', 'plimsoll image app.tar --dockerfile Dockerfile', 'plimsoll explain DL3007') + exitText,
    );
  lintCommand(root, io, done);
  imageCommand(root, io, done);
  ruleCommands(root, io, done);
  completionCommand(root, io, done);
  return root;
}

const exitText = `
Exit codes: 0 clean, 1 findings at or above --fail-on, 2 something could not be done or read.
`;

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}\n`;
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Flags that every judging command takes. */
function judging(command: Command): Command {
  return command
    .addOption(
      new Option('-f, --format <name[=file]>', 'how to report, and into which file; may be repeated').argParser(
        collect,
      ),
    )
    .addOption(
      new Option('--fail-on <level>', 'the severity from which findings fail the run').choices([
        'error',
        'warning',
        'info',
        'never',
      ]),
    )
    .option('-c, --config <file>', 'use this configuration and look for no other')
    .option('--no-config', 'look for no configuration')
    .option('--preset <name>', 'begin from this preset: recommended, strict, hadolint, buildkit, dockle, cis')
    .addOption(
      new Option(
        '--rule <id=severity>',
        'set the severity of a rule: off, info, warning, error; may be repeated',
      ).argParser(collect),
    )
    .addOption(
      new Option('--ignore <id>', 'turn a rule off, by its id or another tool’s code; may be repeated').argParser(
        collect,
      ),
    )
    .option('--baseline <file>', 'report only what is not in this baseline')
    .option('--write-baseline <file>', 'write every finding into a baseline')
    .option('--today <date>', 'judge rules about dates by this day, YYYY-MM-DD')
    .option(
      '--fingerprint-key <file>',
      'the key in this file (else of PLIMSOLL_FINGERPRINT_KEY) tells one secret again in many images',
    )
    .option('-q, --quiet', 'print errors and warnings only')
    .option('-v, --verbose', 'print more: what was read, where settings came from')
    .option('--color', 'colour the text even where it is not read on a terminal')
    .option('--no-color', 'never colour the text');
}

function lintCommand(root: Command, io: Io, done: Done): void {
  const command = root
    .command('lint')
    .description('check Dockerfiles')
    .argument('[path...]', 'files, folders, globs, or - for standard input (default: this folder)');
  judging(command)
    .option('--fix', 'apply safe fixes')
    .option('--unsafe', 'with --fix or --diff: apply unsafe fixes too')
    .option('--diff', 'show what fixes would change, and change nothing')
    .addOption(
      new Option('--build-arg <name=value>', 'the value of a build argument; may be repeated').argParser(collect),
    )
    .addOption(
      new Option('--target <stage>', 'a stage that ships, besides the last; may be repeated').argParser(collect),
    )
    .addOption(
      new Option(
        '--from <file>',
        'judge Dockerfiles as this compose or bake file builds them; may be repeated (default: one that is found)',
      ).argParser(collect),
    )
    .option('--no-from', 'judge Dockerfiles by themselves, whatever compose and bake files say')
    .option('--context <dir>', 'the build context (default: the folder of the Dockerfile)')
    .option(
      '--explain-stage [name]',
      'print what is believed of the stages, or of one: base, user, workdir, environment, what ships',
    )
    .option('--stdin-filename <path>', 'the name that standard input goes by')
    .option('--since <ref>', 'report only on instructions that changed since this git revision')
    .option('--shellcheck <auto|off|path>', 'ask the ShellCheck on this machine about shell snippets')
    .option(
      '--online',
      'ask registries about the images that are named: digests to pin, platforms, tags that are not there',
    )
    .addHelpText(
      'after',
      examples(
        'plimsoll lint',
        'plimsoll lint Dockerfile services/ "deploy/**/*.Dockerfile"',
        'plimsoll lint --fix Dockerfile',
        'plimsoll lint --format sarif=plimsoll.sarif --format text',
        'git show HEAD:Dockerfile | plimsoll lint - --stdin-filename Dockerfile',
      ),
    )
    .action(async (paths: string[], flags: LintFlags) => {
      const { lint } = await import('./lint.ts');
      done(await lint(paths, flags, io));
    });
}

function imageCommand(root: Command, io: Io, done: Done): void {
  const command = root
    .command('image')
    .description('check images: archives, OCI layouts, images of a daemon or a registry')
    .argument(
      '<reference...>',
      'a file or folder, oci:DIR[:TAG], docker:NAME, podman:NAME, HOST/NAME:TAG or registry:NAME, or - for an archive on standard input',
    );
  judging(command)
    .option('-d, --dockerfile <file>', 'the Dockerfile it was built from: findings point at its lines')
    .addOption(
      new Option('--build-arg <name=value>', 'the value of a build argument; may be repeated').argParser(collect),
    )
    .option('--target <stage>', 'the stage that was built')
    .addOption(
      new Option(
        '--from <file>',
        'the compose or bake file that the Dockerfile was built by: its arguments, target and context; may be repeated',
      ).argParser(collect),
    )
    .option('--platform <os/arch[/variant]>', 'which image of several platforms to read')
    .option('--base <reference>', 'the base image: what comes from it is told apart')
    .option('--ignore-base', 'leave out findings that come from the base image')
    .option('--against <reference>', 'the image before: say what differs, and count only findings that are new')
    .option('--no-cache', 'read every layer, and verify it again')
    .option('--layers', 'print the table of layers: instruction, size, waste, findings')
    .option('--tree <path>', 'print what is below a path, with sizes and the layers it came from')
    .addHelpText(
      'after',
      examples(
        'plimsoll image app.tar --dockerfile Dockerfile',
        'docker save acme/app:1.4 | plimsoll image -',
        'plimsoll image oci:build/layout:1.4 --platform linux/arm64',
        'plimsoll image ghcr.io/acme/app:1.4',
        'plimsoll image app.tar --against ghcr.io/acme/app:main',
        'plimsoll image docker:acme/app:1.4 --format json=.plimsoll/image.json --format text',
      ),
    )
    .action(async (references: string[], flags: ImageFlags) => {
      const { image } = await import('./image.ts');
      done(await image(references, flags, io));
    });
}

function ruleCommands(root: Command, io: Io, done: Done): void {
  root
    .command('rules')
    .description('list the rules')
    .option('--on <subject>', 'only rules on dockerfile, image or build')
    .option('--category <name>', 'only rules of this category')
    .option('--json', 'print them as JSON')
    .addHelpText('after', examples('plimsoll rules', 'plimsoll rules --on image', 'plimsoll rules --json | jq .[].id'))
    .action(async (flags: { on?: string; category?: string; json?: boolean }) => {
      const { listRules } = await import('./rules.ts');
      done(await listRules(flags, io));
    });
  root
    .command('explain')
    .description('explain a rule: what, why, bad and good examples, options')
    .argument('<rule>', 'its id, or another tool’s code: DL3007, CIS-DI-0001, StageNameCasing')
    .addHelpText('after', examples('plimsoll explain latest-tag', 'plimsoll explain DL3007'))
    .action(async (id: string) => {
      const { explain } = await import('./explain.ts');
      done(await explain(id, io));
    });
}

function completionCommand(root: Command, io: Io, done: Done): void {
  root
    .command('completion')
    .description('print a script that completes commands, flags, rules and formats in a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'after',
      examples(
        'eval "$(plimsoll completion bash)"',
        'plimsoll completion zsh > "${fpath[1]}/_plimsoll"',
        'plimsoll completion fish | source',
      ),
    )
    .action(async (shell: Shell) => {
      const { completion } = await import('./completion.ts');
      done(await completion(shell, root, io));
    });
  root
    .command('config')
    .description('print the configuration that holds for a file, and where each value comes from')
    .option('-p, --print [file]', 'the file it is printed for (default: Dockerfile)')
    .option('--image <reference>', 'print it for an image')
    .option('--all', 'rules that are off too')
    .option('-c, --config <file>', 'use this configuration and look for no other')
    .option('--preset <name>', 'begin from this preset')
    .addHelpText('after', examples('plimsoll config --print', 'plimsoll config --print services/api/Dockerfile --all'))
    .action(async (flags: JudgingFlags) => {
      const { config } = await import('./config.ts');
      done(await config(flags, io));
    });
  root
    .command('init')
    .description('write a first plimsoll.yaml')
    .option('--from-hadolint [file]', 'convert hadolint’s configuration (default: .hadolint.yaml)')
    .option('--force', 'write over one that is there')
    .addHelpText('after', examples('plimsoll init', 'plimsoll init --from-hadolint'))
    .action(async (flags: { fromHadolint?: string | boolean; force?: boolean }) => {
      const { init } = await import('./config.ts');
      done(await init(flags, io));
    });
  root
    .command('lsp')
    .description('start the language server on standard input and output')
    .option('--stdio', 'speak over standard input and output (the default)')
    .option('--node-ipc', 'speak over the parent process’s channel')
    .option('--clientProcessId <pid>', 'end when this process ends')
    .addHelpText(
      'after',
      '\nEditors start it: docs/guide/editors.md has settings for Neovim, Helix, Zed, Emacs and others.\n',
    )
    .action(async () => {
      const { startServer } = await import('./lsp.ts');
      await startServer();
    });
}
