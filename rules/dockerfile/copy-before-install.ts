import { insertBelow, fix as makeFix } from '../../src/dockerfile/edits.ts';
import { manifestsOf } from '../../src/dockerfile/manifests.ts';
import type { CopyInstruction, Dockerfile, RunInstruction, Stage } from '../../src/dockerfile/model.ts';
import type { Command } from '../../src/dockerfile/script-model.ts';
import { defineRule, type Fix } from '../../src/rule.ts';

/** Installs that need nothing but a manifest: the command line, and the files it reads. */
const installs: readonly { readonly matches: (command: Command) => boolean; readonly manifests: readonly string[] }[] =
  [
    { matches: manifestOnly('npm', ['install', 'ci', 'i']), manifests: ['package.json', 'package-lock.json'] },
    { matches: manifestOnly('yarn', ['install', undefined]), manifests: ['package.json', 'yarn.lock'] },
    { matches: manifestOnly('pnpm', ['install', 'i']), manifests: ['package.json', 'pnpm-lock.yaml'] },
    { matches: pipRequirements, manifests: ['requirements.txt'] },
    { matches: manifestOnly('bundle', ['install']), manifests: ['Gemfile', 'Gemfile.lock'] },
    { matches: manifestOnly('composer', ['install']), manifests: ['composer.json', 'composer.lock'] },
    { matches: goDownload, manifests: ['go.mod', 'go.sum'] },
  ];

export default defineRule({
  id: 'copy-before-install',
  on: 'dockerfile',
  needs: { instructions: ['copy', 'add'] },
  since: '1.0',
  severity: 'warning',
  category: 'caching',
  fault: 'copy-before-install',
  summary: 'Dependencies must be installed before the whole source tree is copied.',
  why: 'The install runs again after every change of any source file, because the copy before it made a new layer.',
  bad: [
    'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN [|npm ci|]',
    'FROM python:3.13\nCOPY . /app\nRUN [|pip install -r /app/requirements.txt|]',
    'FROM golang:1.26\nCOPY ./ /src\nRUN cd /src && [|go mod download|]',
    {
      code: 'FROM node:22\nWORKDIR /app\nCOPY --chown=app . .\nRUN [|npm ci|]\nRUN npm run build',
      files: ['package.json', 'package-lock.json', 'src/index.js'],
      fixed:
        'FROM node:22\nWORKDIR /app\nCOPY --chown=app package.json package-lock.json ./\nRUN npm ci\nCOPY --chown=app . .\nRUN npm run build',
    },
    {
      code: 'FROM golang:1.26\nCOPY . /src\nWORKDIR /src\nRUN [|go mod download|]',
      files: ['go.mod', 'go.sum', 'main.go', 'vendor/a.go'],
      ignore: 'vendor',
      fixed: 'FROM golang:1.26\nCOPY go.mod go.sum /src/\nWORKDIR /src\nRUN go mod download\nCOPY . /src',
    },
    {
      code: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN [|npm ci|]',
      files: ['package.json', 'package-lock.json', 'packages/a/package.json'],
      fixed: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci',
    },
    {
      code: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN echo a > src/a\nRUN [|npm ci|]',
      files: ['package.json', 'src/b'],
      fixed: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN echo a > src/a\nRUN npm ci',
    },
  ],
  good: [
    'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .',
    'FROM node:22\nCOPY . .\nRUN npm run build',
    'FROM python:3.13\nCOPY . .\nRUN pip install .',
    'FROM python:3.13\nCOPY . .\nRUN pip install -r requirements.txt -e .',
    'FROM node:22\nCOPY package.json ./\nRUN npm ci\nCOPY . .\nRUN npm ci --omit=dev',
    'FROM node:22 AS build\nRUN true\nFROM node:22\nCOPY --from=build . .\nRUN npm ci',
  ],

  *check(file) {
    for (const stage of file.stages) yield* inStage(file, stage);
  },
});

function* inStage(file: Dockerfile, stage: Stage) {
  let copied: CopyInstruction | undefined;
  for (const instruction of stage.instructions) {
    if (instruction.kind === 'copy' || instruction.kind === 'add') {
      if (copiesContext(instruction)) copied ??= instruction;
      else if (!instruction.from && copied === undefined && namesManifest(instruction)) return;
    }
    if (instruction.kind !== 'run' || !copied) continue;
    for (const command of instruction.script?.commands ?? []) {
      const install = installs.find(({ matches }) => matches(command));
      if (!install) continue;
      yield {
        place: command.place,
        message: `\`${command.name}\` runs again after every change of the sources, which \`${copied.keyword}\` brought before it.`,
        help: `Copy ${install.manifests.map((name) => `\`${name}\``).join(' and ')} first, install, then copy the rest.`,
        related: [{ place: copied.place, message: 'The whole context is copied here.' }],
        fixes: reordered(file, { stage, copied, run: instruction, command }),
      };
      return;
    }
  }
}

interface Case {
  readonly stage: Stage;
  readonly copied: CopyInstruction;
  readonly run: RunInstruction;
  readonly command: Command;
}

/**
 * Manifests, install, then the rest: where the install is all that the RUN does, in the folder copied to, and the context holds nothing
 * else that it reads. What a package runs as it is installed may read the sources all the same: no reader of names can tell.
 */
function reordered(file: Dockerfile, { stage, copied, run, command }: Case): readonly Fix[] {
  const manifests = manifestsOf(file.facts.context, command.name ?? '');
  const [source, ...others] = copied.sources;
  const { destination } = copied;
  if (!manifests || !source || others.length > 0 || !destination || run.onbuild || copied.kind !== 'copy') return [];
  if (run.script?.commands.length !== 1 || run.mounts.some(({ type }) => type === 'bind')) return [];
  if (copied.flags.some(({ name }) => !/^(?:chown|chmod|link)$/.test(name)) || /[\r\n]/.test(rawOf(file, copied)))
    return [];
  const between = stage.instructions.slice(stage.instructions.indexOf(copied) + 1, stage.instructions.indexOf(run));
  if (between.some(({ kind }) => !/^(?:env|arg|label|expose|workdir)$/.test(kind))) return [];
  if (command.name?.startsWith('pip') && command.valueOf('-r', '--requirement')?.text !== 'requirements.txt') return [];
  const to = folderOf(copied);
  if (to === undefined || to !== run.state.workdir.text?.replace(/(.)\/$/, '$1')) return [];
  return [
    makeFix(
      'Copy the manifests first',
      'unsafe',
      { span: source.span, text: manifests.join(' ') },
      { span: destination.span, text: destination.raw.replace(/\/?$/, '/') },
      insertBelow(file, run, rawOf(file, copied)),
    ),
  ];
}

function rawOf({ text }: Dockerfile, { span }: CopyInstruction): string {
  return text.slice(span.start, span.end);
}

/** The folder that is copied to, without a slash at its end. */
function folderOf({ destination, state }: CopyInstruction): string | undefined {
  const text = destination?.text;
  const here = text === '.' || text === './';
  const path = here ? state.workdir.text : text?.startsWith('/') ? text : undefined;
  return path?.replace(/(.)\/$/, '$1');
}

function copiesContext({ sources, from }: CopyInstruction): boolean {
  return !from && sources.some(({ text }) => text === '.' || text === './' || text === '/');
}

function namesManifest({ sources }: CopyInstruction): boolean {
  const manifests = new Set(installs.flatMap((install) => install.manifests));
  return sources.some(({ text }) => text !== undefined && manifests.has(text.slice(text.lastIndexOf('/') + 1)));
}

/** The verb with no package named, at the root of the project. */
function manifestOnly(name: string, verbs: readonly (string | undefined)[]) {
  return (command: Command): boolean => {
    const [verb, ...rest] = command.parsed.operands;
    if (command.name !== name || rest.length > 0 || command.has('-g', '--global', '--workspace', '-w')) return false;
    return verb === undefined ? verbs.includes(undefined) : verb.text !== undefined && verbs.includes(verb.text);
  };
}

/** `pip install -r file` and nothing else: a path or `-e` needs the sources. */
function pipRequirements(command: Command): boolean {
  const isPip = /^pip[0-9.]*$/.test(command.name ?? '');
  const [verb, ...packages] = command.parsed.operands;
  return (
    isPip &&
    verb?.text === 'install' &&
    packages.length === 0 &&
    command.has('-r', '--requirement') &&
    !command.has('-e', '--editable')
  );
}

function goDownload({ name, parsed: { operands } }: Command): boolean {
  return name === 'go' && operands[0]?.text === 'mod' && operands[1]?.text === 'download';
}
