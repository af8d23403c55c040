import type { CopyInstruction, RunInstruction, Stage } from '../../src/dockerfile/model.ts';
import { packageCommand } from '../../src/dockerfile/packages.ts';
import type { Join, Layer } from '../../src/image/model.ts';
import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

/** Package managers of distributions: what they install comes from their own servers, whatever was copied. */
const distribution = new Set(['apt', 'apk', 'yum', 'dnf', 'microdnf', 'tdnf', 'zypper', 'pacman']);
/** Commands beside them that look at nothing of the context. */
const neutral = new Set('addgroup adduser curl echo groupadd ln mkdir rm set true useradd wget'.split(' '));

export default defineRule({
  id: 'costly-layer-order',
  on: 'build',
  since: '1.0',
  severity: 'warning',
  category: 'caching',
  summary: 'What changes often must stand after what is costly.',
  why: 'Every instruction after a COPY that changed runs again, and its layer is built, pushed and pulled again.',
  options: (z) =>
    z.strictObject({
      minimum: z
        .number()
        .int()
        .nonnegative()
        .default(50_000_000)
        .describe('Bytes that are rebuilt for nothing below which nothing is said.'),
    }),
  bad: [
    {
      options: { minimum: 1000 },
      dockerfile:
        'FROM debian:12.9\n[|COPY . /app|]\nRUN apt-get update && apt-get install -y curl\nRUN make -C /app\n',
      base: 1,
      layers: [
        { etc: 'x' },
        { 'app/a': { size: 400 } },
        { 'usr/bin/curl': { size: 1500 } },
        { 'app/b': { size: 9000 } },
      ],
      history: [
        'ADD rootfs.tar / # buildkit',
        'COPY . /app # buildkit',
        'RUN /bin/sh -c apt-get update && apt-get install -y curl # buildkit',
        'RUN /bin/sh -c make -C /app # buildkit',
      ],
      message: 'A change of these 400 B rebuilds 1.5 kB that do not need them.',
    },
  ],
  good: [
    {
      options: { minimum: 1000 },
      dockerfile: 'FROM debian:12.9\nRUN apt-get install -y curl\nCOPY . /app\n',
      base: 1,
      layers: [{ etc: 'x' }, { 'usr/bin/curl': { size: 1500 } }, { 'app/a': { size: 400 } }],
      history: [
        'ADD rootfs.tar / # buildkit',
        'RUN /bin/sh -c apt-get install -y curl # buildkit',
        'COPY . /app # buildkit',
      ],
    },
    {
      name: 'an install that needs what was copied',
      options: { minimum: 1000 },
      dockerfile: 'FROM debian:12.9\nCOPY . /app\nRUN apt-get install -y /app/tool.deb\n',
      base: 1,
      layers: [{ etc: 'x' }, { 'app/a': { size: 400 } }, { 'usr/bin/tool': { size: 1500 } }],
      history: [
        'ADD rootfs.tar / # buildkit',
        'COPY . /app # buildkit',
        'RUN /bin/sh -c apt-get install -y /app/tool.deb # buildkit',
      ],
    },
  ],

  *check({ dockerfile, image: { join, layers } }, { minimum }) {
    const stage = join.stage ?? dockerfile.stages.at(-1);
    const instructions = stage?.lineage.toReversed().flatMap((each: Stage) => each.instructions) ?? [];
    const at = instructions.findIndex((each) => (each.kind === 'copy' || each.kind === 'add') && brings(each));
    const copied = instructions[at];
    const from = copied && layerOf(copied, { join, layers });
    if (!copied || !from) return;
    const costly = instructions.slice(at + 1).flatMap((each) => {
      const layer = each.kind === 'run' && standsAlone(each) ? layerOf(each, { join, layers }) : undefined;
      return layer ? [{ run: each, layer }] : [];
    });
    const bytes = costly.reduce((sum, { layer }) => sum + layer.size, 0);
    if (bytes < minimum || costly.length === 0) return;
    yield {
      place: copied.place,
      message: `A change of these ${size(from.size)} rebuilds ${size(bytes)} that do not need them.`,
      evidence: [{ kind: 'bytes', what: 'rebuilt', bytes, count: costly.length }],
      help: `Move this \`${copied.keyword}\` below the instructions that do not need it.`,
      related: costly.map(({ run, layer }) => ({
        place: run.place,
        message: `${size(layer.size)} that need nothing of it.`,
      })),
    };
  },
});

/** A copy of sources out of the context: a directory, for single files are often what an install reads. */
function brings({ from, sources }: CopyInstruction): boolean {
  return !from && sources.some(({ text }) => text !== undefined && /(?:^|\/)\.?$/.test(text));
}

function layerOf(
  instruction: Parameters<Join['stepOf']>[0],
  { join, layers }: { readonly join: Join; readonly layers: readonly Layer[] },
): Layer | undefined {
  const step = join.stepOf(instruction);
  return layers.find((layer) => layer.step?.index === step && join.instructionOf(layer.index) === instruction);
}

/** Installs packages of the distribution, and does nothing that could look at files of the context. */
function standsAlone({ script, mounts }: RunInstruction): boolean {
  if (!script?.parsed || mounts.some(({ type }) => type === 'bind')) return false;
  const installs = script.commands.map((command) => packageCommand(command));
  const own = script.commands.every((command, at) => {
    const install = installs[at];
    if (!install) return neutral.has(command.name ?? '');
    return (
      distribution.has(install.manager.name) &&
      install.packages.every(({ kind }) => kind === 'package' || kind === 'group')
    );
  });
  return own && installs.some((install) => install?.action === 'install');
}
