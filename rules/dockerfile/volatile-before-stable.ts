import { isCopy } from '../../src/dockerfile/brought.ts';
import { fix, insertAbove, removeInstruction } from '../../src/dockerfile/edits.ts';
import type { ArgInstruction, Dockerfile, Instruction, KeyValue, Stage } from '../../src/dockerfile/model.ts';
import { between, from } from '../../src/dockerfile/order.ts';
import { type PackageRan, packageCommandsOf } from '../../src/dockerfile/package-commands.ts';
import { defineRule } from '../../src/rule.ts';

/** Names of build arguments that are another with every build. */
const volatile =
  /^(?:\w+_)?(?:GIT_?(?:SHA|COMMIT|REF|REV|REVISION|HASH|DESCRIBE)(?:_\w+)?|COMMIT(?:_?(?:SHA|HASH|ID|REF))?|VCS_REF|GITHUB_SHA|CI_COMMIT_\w+|BUILD_?(?:DATE|TIME|TIMESTAMP|NUMBER|ID|SHA|REVISION)|REVISION|TIMESTAMP)$/i;

export default defineRule({
  id: 'volatile-before-stable',
  on: 'dockerfile',
  needs: {
    within: [{ kinds: ['arg'], texts: ['git', 'commit', 'vcs_ref', 'build', 'revision', 'timestamp'] }],
    and: { actions: ['install', 'sync', 'upgrade'] },
  },
  since: '1.0',
  severity: 'info',
  category: 'caching',
  summary: 'What changes with every build must come after what does not.',
  why: 'Every RUN below an ARG sees its value as part of its environment: with a new commit or date all of them run again, installs included.',
  bad: [
    {
      code: 'FROM debian:12.9\n[|ARG GIT_SHA|]\nRUN apt-get update && apt-get install -y curl\nENV REVISION=$GIT_SHA',
      fixed: 'FROM debian:12.9\nRUN apt-get update && apt-get install -y curl\nARG GIT_SHA\nENV REVISION=$GIT_SHA',
    },
    'FROM node:22\n[|ARG BUILD_DATE=unknown|]\nLABEL org.opencontainers.image.created=$BUILD_DATE\nCOPY package.json ./\nRUN npm install',
  ],
  good: [
    'FROM debian:12.9\nRUN apt-get update && apt-get install -y curl\nARG GIT_SHA\nENV REVISION=$GIT_SHA',
    'FROM debian:12.9\nARG NODE_VERSION\nRUN apt-get install -y nodejs=$NODE_VERSION',
    'FROM debian:12.9\nARG GIT_SHA\nRUN pip install git+https://example.com/app@$GIT_SHA',
    'ARG GIT_SHA\nFROM debian:12.9\nRUN apt-get install -y curl',
    'FROM debian:12.9\nARG APP_COMMIT=9af0e0d0\nRUN apt-get install -y curl',
    'FROM debian:12.9\nARG APP_GIT_REF=v1.2.0\nRUN apt-get install -y curl',
    'FROM debian:12.9\nARG BUILD_ID\nRUN make ID=$BUILD_ID',
    'FROM golang:1.26\nARG COMMIT\nCOPY . .\nRUN go mod download && go build ./cmd/app',
    'FROM golang:1.26\nARG VERSION\nARG COMMIT\nARG LDFLAGS="-X main.commit=$COMMIT"\nRUN go build -ldflags "$LDFLAGS" ./cmd/app',
  ],

  *check(file) {
    for (const stage of file.stages) {
      const installs = installsIn(stage);
      for (const arg of stage.of('arg')) {
        const names = arg.pairs.flatMap((pair) => (volatile.test(pair.key.raw) && !isPin(pair) ? [pair.key.raw] : []));
        const [name] = names;
        if (name === undefined || arg.onbuild) continue;
        const heard = withDerived(stage, names);
        const install = from(installs, arg.index).find((ran) => isStable(ran, heard));
        if (install === undefined || bringsSources(stage, arg, install) || isReadBefore(stage, arg, install, heard))
          continue;
        yield {
          place: arg.place,
          message: `With every new \`${name}\`, \`${install.command.name} ${install.verb}\` runs again.`,
          help: 'Declare it just above the first instruction that reads it.',
          related: [{ place: install.command.place, message: 'This runs again each time.' }],
          fixes: moved(file, stage, arg, names),
        };
      }
    }
  },
});

/** A default that is a commit or a version pins some dependency: it changes when somebody changes it. */
function isPin({ key, value }: KeyValue): boolean {
  const text = value?.text ?? '';
  if (/^[0-9a-f]{7,40}$/.test(text)) return true;
  return /COMMIT|HASH|REF|SHA|REV/i.test(key.raw) && /^v?\d+(?:\.\d+)+\S*$/.test(text);
}

/** What installs in a stage, in order. */
function installsIn(stage: Stage): readonly (PackageRan & { readonly index: number })[] {
  const all = packageCommandsOf([stage]).filter(({ action }) => ['install', 'sync', 'upgrade'].includes(action));
  return all.map((ran) => ({ ...ran, index: ran.run.index }));
}

function isStable({ command }: PackageRan, names: readonly string[]): boolean {
  return !reads(command.script.commands, names);
}

const derived = new WeakMap<Stage, ReadonlyMap<string, ReadonlySet<string>>>();

/** By a variable, what has its value from it. */
function derivedIn(stage: Stage): ReadonlyMap<string, ReadonlySet<string>> {
  const made = new Map<string, Set<string>>();
  for (const { key, value } of stage.of('arg', 'env').flatMap(({ pairs }) => pairs))
    for (const { name } of value?.variables ?? []) made.set(name, (made.get(name) ?? new Set()).add(key.raw));
  return made;
}

/** The names, and those whose value is made from them: `ARG LDFLAGS="-X main.commit=$COMMIT"`. */
function withDerived(stage: Stage, names: readonly string[]): readonly string[] {
  const made = derived.get(stage) ?? derivedIn(stage);
  derived.set(stage, made);
  return [...names, ...names.flatMap((name) => [...(made.get(name) ?? [])])];
}

/** With the sources, which are others with every build too, the cache is lost between the two anyhow. */
function bringsSources(stage: Stage, arg: ArgInstruction, { run }: PackageRan): boolean {
  return between(stage, arg.index, run.index)
    .filter(isCopy)
    .some(
      ({ from, sources }) =>
        !from &&
        sources.some(({ text = '' }) => /^(?:\.?\/?|(?:\.\/)?(?:src|app|cmd|pkg|internal|lib|server)\/?)$/.test(text)),
    );
}

function reads(commands: PackageRan['command']['script']['commands'], names: readonly string[]): boolean {
  return commands.some((one) =>
    [...one.args, ...one.assignments.flatMap(({ value }) => value ?? [])].some(({ raw, variables }) =>
      names.some((name) => variables.includes(name) || raw.includes(`$${name}`) || raw.includes(`\${${name}`)),
    ),
  );
}

/** A RUN between them that reads the argument has to run again anyhow, and all that follows with it. */
function isReadBefore(stage: Stage, arg: ArgInstruction, install: PackageRan, names: readonly string[]): boolean {
  return between(stage, arg.index, install.run.index).some(
    (one) => one.kind === 'run' && (!one.script?.parsed || reads(one.script.commands, names)),
  );
}

/** To just above the first instruction that names it. */
function moved(file: Dockerfile, stage: Stage, arg: ArgInstruction, names: readonly string[]) {
  const later = between(stage, arg.index, Number.POSITIVE_INFINITY);
  const reader = later.find((one) => mentions(file, one, names));
  if (arg.pairs.length !== 1 || reader === undefined || arg.comments.length > 0) return [];
  // Among ARGs that all stand there already, one would only change places with the next.
  if (between(stage, arg.index, reader.index).every(({ kind }) => kind === 'arg')) return [];
  const text = file.text.slice(arg.span.start, arg.span.end);
  return [fix('Move it down', 'unsafe', removeInstruction(file, arg), insertAbove(file, reader, text))];
}

function mentions({ text }: Dockerfile, { span }: Instruction, names: readonly string[]): boolean {
  const said = text.slice(span.start, span.end);
  return names.some((name) => said.includes(name));
}
