import type { Command, CopyInstruction, Stage } from '../../src/dockerfile/model.ts';
import { defineRule } from '../../src/rule.ts';

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
  ],
  good: [
    'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .',
    'FROM node:22\nCOPY . .\nRUN npm run build',
    'FROM python:3.13\nCOPY . .\nRUN pip install .',
    'FROM python:3.13\nCOPY . .\nRUN pip install -r requirements.txt -e .',
    'FROM node:22\nCOPY package.json ./\nRUN npm ci\nCOPY . .\nRUN npm ci --omit=dev',
    'FROM node:22 AS build\nRUN true\nFROM node:22\nCOPY --from=build . .\nRUN npm ci',
  ],

  *check({ stages }) {
    for (const stage of stages) yield* inStage(stage);
  },
});

function* inStage(stage: Stage) {
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
      };
      return;
    }
  }
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
