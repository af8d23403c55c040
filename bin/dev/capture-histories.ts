/**
 * `node bin/dev/capture-histories.ts WORK [docker|buildah|podman|buildkit]…`: builds every Dockerfile of `fixtures/histories/files`
 * by real builders, as root on Linux, and writes `fixtures/histories/real/<builder>.jsonl`: each image's history, and the line
 * that each step is of. The lines are found without any reader of histories: the file is built again and again, cut off behind
 * each of its instructions, and the steps that the longer file adds are of the instruction that it ends with. No network is
 * needed; bases and context are made here. A builder that refuses a file is no pair, and is named.
 *
 * Debian has the programs: `apt-get install --no-install-recommends docker.io buildah podman skopeo busybox-static`. The newer
 * BuildKit is `go build ./cmd/buildkitd ./cmd/buildctl` in the module `github.com/moby/buildkit`, both on the path.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parse } from '../../src/dockerfile/parse.ts';
import { type Builder, type Built, families, type Request, type Step } from './capture/builders.ts';
import { bases, flagsOf, writeContext } from './capture/context.ts';
import { borrowed, counted, doubtful, same, type Truth } from './capture/truth.ts';

const files = 'fixtures/histories/files';
const out = 'fixtures/histories/real';

interface Site {
  readonly work: string;
  readonly context: string;
}

async function main([work = '', ...chosen]: readonly string[]): Promise<void> {
  const site = { work: resolve(work), context: join(resolve(work), 'context') };
  mkdirSync(site.work, { recursive: true });
  mkdirSync(out, { recursive: true });
  if (!existsSync(site.context)) writeContext(site.context, '/bin/busybox');
  await makeBases(site);
  writeBases(site);
  for (const name of chosen.length > 0 ? chosen : Object.keys(families))
    await withFamily(name, site, (builders) => captureAll(builders, site));
}

async function withFamily(name: string, { work }: Site, use: (builders: readonly Builder[]) => void): Promise<void> {
  const family = await families[name]?.(work);
  try {
    use(family?.builders ?? []);
  } finally {
    await family?.end();
  }
}

const archiveOf = ({ work }: Site, name: string): string => join(work, `${name.replace(/\W/g, '-')}.tar`);

/** Each base by its own builder, on the bases before it. */
async function makeBases(site: Site): Promise<void> {
  for (const [at, { name, family, by, text }] of bases.entries()) {
    const archive = archiveOf(site, name);
    if (existsSync(archive)) continue;
    await withFamily(family, site, (builders) => {
      for (const below of bases.slice(0, at)) builders[0]?.load(archiveOf(site, below.name), below.name);
      const file = join(site.work, 'base.Dockerfile');
      writeFileSync(file, `${text.join('\n')}\n`);
      builders.find((builder) => builder.name === by)?.save(archive, name, { file, context: site.context, flags: [] });
    });
  }
}

/** The bases' own histories, which the pairs only name. */
function writeBases(site: Site): void {
  const all = bases.map(({ name }) => {
    const steps = historyIn(archiveOf(site, name)).map((step) => [
      step.created_by,
      step.comment ?? '',
      step.empty_layer ? 0 : 1,
    ]);
    return `${JSON.stringify({ name, steps })}\n`.replace(/\b([0-9a-f]{12})[0-9a-f]{52}\b/g, '$1');
  });
  writeFileSync(join(out, 'bases.jsonl'), all.join(''));
}

interface Pair {
  readonly name: string;
  readonly base: string | undefined;
  /** The base's steps, as the built image has them. */
  readonly below: readonly Step[];
  readonly own: readonly Step[];
  /** Of each own step. */
  readonly truth: readonly Truth[];
  readonly layers: readonly (readonly string[])[];
}

function captureAll(builders: readonly Builder[], site: Site): void {
  for (const { name } of bases) builders[0]?.load(archiveOf(site, name), name);
  const seen = new Map<string, readonly Pair[]>();
  for (const builder of builders) {
    const like = seen.get(builder.like ?? '');
    const pairs = readdirSync(files)
      .sort()
      .flatMap((file) => captureOne(file.replace('.Dockerfile', ''), { builder, site, like }));
    seen.set(builder.name, pairs);
    writeFileSync(join(out, `${builder.name}.jsonl`), pairs.map((pair) => line(pair, site)).join(''));
    process.stdout.write(`${builder.name}: ${pairs.length} pairs\n`);
  }
}

interface With {
  readonly builder: Builder;
  readonly site: Site;
  readonly like: readonly Pair[] | undefined;
}

/** One pair, or none where the builder refuses the file. What was captured of the same file before is taken again. */
function captureOne(name: string, { builder, site, like }: With): Pair[] {
  const file = resolve(files, `${name}.Dockerfile`);
  const text = readFileSync(file, 'utf8');
  const kept = join(site.work, 'pairs', builder.name, `${name}.json`);
  const before: { text: string; pair: Pair } | undefined = existsSync(kept)
    ? JSON.parse(readFileSync(kept, 'utf8'))
    : undefined;
  if (before?.text === text) return [before.pair];
  const request = { file, context: site.context, flags: flagsOf(text) };
  const sibling = like?.find((pair) => pair.name === name);
  try {
    const pair = pairOf({ name, request, sibling, built: builder.build(request) }, { builder, ...site });
    mkdirSync(dirname(kept), { recursive: true });
    writeFileSync(kept, JSON.stringify({ text, pair }));
    return [pair];
  } catch (error) {
    const said = (error instanceof Error ? error.message : String(error)).trim().split('\n');
    process.stdout.write(`${builder.name} refuses ${name}: ${said.at(-1)}\n`);
    return [];
  }
}

interface Whole {
  readonly name: string;
  readonly request: Request;
  readonly sibling: Pair | undefined;
  readonly built: Built;
}

function pairOf({ name, request, sibling, built }: Whole, site: Site & { readonly builder: Builder }): Pair {
  const dockerfile = parse(readFileSync(request.file, 'utf8'), { file: name });
  const target = request.flags.indexOf('--target') + 1;
  const stage =
    target > 0 ? dockerfile.stages.find((each) => each.name === request.flags[target]) : dockerfile.stages.at(-1);
  if (!stage) throw new Error('it has no such stage');
  const root = stage.root.kind === 'image' ? stage.root.name : '';
  const base = bases.find((each) => each.name.startsWith(`${root}:`));
  const known = base ? historyIn(archiveOf(site, base.name)) : [];
  const lowest = built.history.slice(0, known.length);
  // Squashing may take the base in, steps and all.
  const below = same(lowest, known) ? lowest : [];
  if (below.length < known.length && built.history[0]?.created_by !== sibling?.own[0]?.created_by)
    throw new Error('the base is not below');
  const said = (base?.text ?? []).filter((line) => line.startsWith('ONBUILD')).length;
  const triggers = site.builder.withoutTriggers ? 0 : said;
  const own = built.history.slice(below.length);
  const truth = sibling
    ? borrowed(own, sibling)
    : counted({ dockerfile, stage, own, below: below.length, triggers }, site);
  for (const doubt of doubtful({ own, truth }, dockerfile))
    process.stdout.write(`${site.builder.name} ${name}, to be read by hand: ${doubt}\n`);
  const layers = built.history.some(({ empty_layer }) => !empty_layer) ? built.layers() : [];
  return { name, base: base?.name, below, own, truth, layers };
}

function historyIn(archive: string): readonly Step[] {
  const read = (path: string): string => execFileSync('tar', ['-xOf', archive, path]).toString();
  const [image]: { Config: string }[] = JSON.parse(read('manifest.json'));
  const { history }: { history?: Step[] } = JSON.parse(read(image?.Config ?? ''));
  return history ?? [];
}

/** More than this many paths are not a few files that a COPY brought. */
const fewPaths = 40;

/** `base` stands for that base's steps as they are; digests are cut to what builders show of them. */
function line({ name, base, below, own, truth, layers }: Pair, site: Site): string {
  const flat = (steps: readonly Step[], truths: readonly (Truth | 'base')[]) =>
    steps.map(({ created_by = '', comment = '', empty_layer = false }, at) => [
      ...[created_by, comment, empty_layer ? 0 : 1],
      ...truths.slice(at, at + 1),
    ]);
  const untouched =
    base !== undefined &&
    JSON.stringify(flat(below, [])) === JSON.stringify(flat(historyIn(archiveOf(site, base)), []));
  const steps = [
    ...(untouched
      ? []
      : flat(
          below,
          below.map(() => 'base'),
        )),
    ...flat(own, truth),
  ];
  const paths = layers.map((all) => (all.length > fewPaths ? null : all));
  return `${JSON.stringify({ name, ...(untouched ? { base } : {}), steps, layers: paths })}\n`.replace(
    /\b([0-9a-f]{12})[0-9a-f]{52}\b/g,
    '$1',
  );
}

await main(process.argv.slice(2));
