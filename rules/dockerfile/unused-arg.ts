import { baseOf } from '../../src/dockerfile/bases.ts';
import { fix, removeInstruction } from '../../src/dockerfile/edits.ts';
import type { ArgInstruction, Dockerfile, Instruction, Stage } from '../../src/dockerfile/model.ts';
import { mentioning } from '../../src/dockerfile/variables.ts';
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
    const uses = new Uses(file);
    for (const arg of file.instructions.filter((one) => one.kind === 'arg')) {
      if (uses.mayBeUnseen(arg)) continue;
      // `ARG NAME # a note` declares the words of the note, too.
      const note = arg.pairs.findIndex(({ key }) => key.raw.startsWith('#'));
      for (const { key } of note === -1 ? arg.pairs : arg.pairs.slice(0, note)) {
        const name = key.raw;
        if (uses.has(arg, name) || !/^[A-Za-z_]\w*$/.test(name) || special.test(name)) continue;
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

/** Who uses what in a file: asked about every ARG, and looked up once. */
class Uses {
  readonly #file: Dockerfile;
  /** The last instruction of a stage that every ARG may be for. */
  readonly #lastRun = new Map<Stage, number>();
  /** Stages on which one with such an instruction is built. */
  readonly #runsLater = new Set<Stage>();
  readonly #unseen = new Map<Stage, boolean>();
  #triggers: boolean | undefined;
  #repeated: ReadonlySet<string> | undefined;

  constructor(file: Dockerfile) {
    this.#file = file;
    // Heirs stand below what they are built on.
    for (const stage of file.stages.toReversed()) {
      const last = stage.instructions.findLast(runs)?.index ?? -1;
      this.#lastRun.set(stage, last);
      if ((last >= 0 || this.#runsLater.has(stage)) && stage.base.kind === 'stage')
        this.#runsLater.add(stage.base.stage);
    }
  }

  /** A RUN has it in its environment, or a base may have a trigger for it. */
  mayBeUnseen({ stage, index }: ArgInstruction): boolean {
    if (stage === undefined) {
      this.#triggers ??= mayHaveTriggers(this.#file);
      return this.#triggers;
    }
    if ((this.#lastRun.get(stage) ?? -1) >= index || this.#runsLater.has(stage)) return true;
    const unseen = this.#unseen.get(stage) ?? mayHaveUnseenHeirs(this.#file, stage);
    this.#unseen.set(stage, unseen);
    return unseen;
  }

  /** By what can see it: of a stage its rest, and every stage that is built on it. */
  has({ stage, index }: ArgInstruction, name: string): boolean {
    const mentioned = mentioning(this.#file, name);
    if (stage === undefined) return mentioned.some(({ kind }) => !starts.has(kind)) || this.#isRepeated(name);
    const use = mentioned.findLast(
      (one) =>
        !starts.has(one.kind) &&
        (one.stage === stage ? one.index >= index : one.stage?.lineage.includes(stage) === true),
    );
    return use !== undefined;
  }

  /** A global ARG is used by a stage that repeats it; that one is judged by itself. */
  #isRepeated(name: string): boolean {
    this.#repeated ??= new Set(
      this.#file.instructions.flatMap((one) =>
        one.kind === 'arg' && one.stage !== undefined ? one.pairs.map(({ key }) => key.raw) : [],
      ),
    );
    return this.#repeated.has(name);
  }
}

/** CMD and ENTRYPOINT run when no ARG is left. */
const starts: ReadonlySet<Instruction['kind']> = new Set(['cmd', 'entrypoint', 'healthcheck'] as const);

/** `FROM build-$TARGETARCH` may be any stage, or one that is built on it. */
function mayHaveUnseenHeirs({ stages }: Dockerfile, stage: Stage): boolean {
  const unseen = stages.filter(({ base }) => base.kind === 'unknown');
  const family = unseen.length === 0 ? [] : stages.filter(({ lineage }) => lineage.includes(stage));
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
