import { baseOf } from '../../src/dockerfile/bases.ts';
import { fix, removeInstruction } from '../../src/dockerfile/edits.ts';
import type { ArgInstruction, Dockerfile, Instruction, Stage } from '../../src/dockerfile/model.ts';
import { mentions } from '../../src/dockerfile/variables.ts';
import { defineRule } from '../../src/rule.ts';

/** The builder itself reads these. */
const special = /^(?:BUILDKIT_\w+|SOURCE_DATE_EPOCH|DOCKER_BUILDKIT|(?:HTTPS?|FTP|NO|ALL)_PROXY)$/i;

export default defineRule({
  id: 'unused-arg',
  on: 'dockerfile',
  needs: { instructions: ['arg'] },
  since: '1.0',
  severity: 'info',
  category: 'correctness',
  tags: 'unnecessary',
  summary: 'An ARG must be used.',
  why: 'Whoever passes the argument thinks that it does something.',
  bad: [
    {
      code: 'ARG TAG=12.9\nARG [|EDITION|]=slim\nFROM debian:$TAG',
      fixed: 'ARG TAG=12.9\nFROM debian:$TAG',
    },
    { code: 'FROM debian:12.9\nRUN true\nARG [|PORT|]=80\nEXPOSE 80', fixed: 'FROM debian:12.9\nRUN true\nEXPOSE 80' },
    'FROM debian:12.9\nARG [|PORT|]=80\nCMD ["app", "$PORT"]',
    'FROM debian:12.9\nARG [|NAME|]\nENV TITLE=$NAMES',
  ],
  good: [
    'ARG TAG=12.9\nFROM debian:$TAG',
    'ARG RELEASE=1\nFROM debian:12.9\nARG RELEASE\nLABEL release=$RELEASE',
    'FROM debian:12.9\nARG DEBIAN_FRONTEND=noninteractive\nRUN apt-get update',
    'FROM debian:12.9 AS base\nARG PORT=80\nFROM base\nRUN true',
    'FROM debian:12.9\nARG HTTP_PROXY\nEXPOSE 80',
    'FROM debian:12.9\nARG A=1\nARG B=$A\nLABEL b=$B',
    'FROM debian:12.9\nARG TARGET=/a\nCOPY --chown=$TARGET a /a',
    'ARG A=1\nFROM debian:$A',
    'ARG EXTENSIONS="a b"\nFROM acme/php:8-onbuild',
    'FROM debian:12.9 AS base-amd64\nARG SUFFIX=\nFROM base-$TARGETARCH\nRUN echo $SUFFIX',
    'FROM debian:12.9\nARG A # a note\nLABEL a=$A',
  ],

  *check(file) {
    for (const arg of file.instructions.filter((one) => one.kind === 'arg')) {
      const scope = arg.stage ? stageScope(file, arg.stage, arg) : file.instructions;
      if (arg.stage ? scope.some(runs) || mayHaveUnseenHeirs(file, arg.stage) : mayHaveTriggers(file)) continue;
      // `ARG NAME # a note` declares the words of the note, too.
      const note = arg.pairs.findIndex(({ key }) => key.raw.startsWith('#'));
      for (const { key } of note === -1 ? arg.pairs : arg.pairs.slice(0, note)) {
        const name = key.raw;
        if (!/^[A-Za-z_]\w*$/.test(name) || special.test(name) || used(file, arg, { scope, name })) continue;
        yield {
          place: key.place,
          message: `Nothing uses \`${name}\`.`,
          help: 'Remove it, or use it.',
          fixes: arg.pairs.length === 1 ? [fix('Remove the ARG', 'unsafe', removeInstruction(file, arg))] : [],
        };
      }
    }
  },
});

/** What can see an ARG of a stage: the rest of the stage, and every stage that is built on it. */
function stageScope({ stages }: Dockerfile, stage: Stage, arg: ArgInstruction): readonly Instruction[] {
  const heirs = stages.filter((other) => other !== stage && other.lineage.includes(stage));
  return [
    ...stage.instructions.filter(({ index }) => index >= arg.index),
    ...heirs.flatMap((heir) => heir.instructions),
  ];
}

/** `FROM build-$TARGETARCH` may be any stage, or one that is built on it. */
function mayHaveUnseenHeirs({ stages }: Dockerfile, stage: Stage): boolean {
  const family = stages.filter(({ lineage }) => lineage.includes(stage));
  const unseen = stages.filter(({ base }) => base.kind === 'unknown');
  return unseen.some((later) =>
    family.some(({ name, index }) => index < later.index && name?.startsWith(prefixOf(later))),
  );
}

function prefixOf({ from }: Stage): string {
  return (from.image?.raw ?? '').replace(/["']/g, '').split('$')[0]?.toLowerCase() ?? '';
}

/** An `ONBUILD ARG` of a base takes the default of a global one. */
function mayHaveTriggers({ stages }: Dockerfile): boolean {
  return stages.some(({ root }) => root.kind === 'unknown' || (root.kind === 'image' && !baseOf(root).known));
}

/** Every RUN has every ARG in its environment, named in its text or not; so may a trigger's. */
function runs({ kind }: Instruction): boolean {
  return kind === 'run' || kind === 'onbuild';
}

function used(
  file: Dockerfile,
  arg: ArgInstruction,
  { scope, name }: { readonly scope: readonly Instruction[]; readonly name: string },
): boolean {
  return scope.some((one) => {
    // CMD and ENTRYPOINT run when no ARG is left.
    if (one.kind === 'cmd' || one.kind === 'entrypoint' || one.kind === 'healthcheck') return false;
    if (mentions(file, one, name)) return true;
    // A global ARG is used by a stage that repeats it; that one is judged by itself.
    return (
      arg.stage === undefined &&
      one.stage !== undefined &&
      one.kind === 'arg' &&
      one.pairs.some(({ key }) => key.raw === name)
    );
  });
}
