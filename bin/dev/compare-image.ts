/**
 * `node bin/dev/compare-image.ts LAYOUT:TAG…`: what the reader says of OCI layouts (gzip or plain), held against GNU tar
 * (every entry of every layer), skopeo (digests and sizes) and umoci (the final filesystem). Prints each difference.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, readlinkSync, rmSync, type Stats } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemble } from '../../src/image/assemble.ts';
import type { Entry, LayerFacts } from '../../src/image/facts.ts';
import type { FileTree } from '../../src/image/model.ts';
import { type OpenedImage, openImage } from '../../src/source/open.ts';

type Line = string;

function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'pipe'] });
}

const letters = { file: '-', hardlink: 'h', symlink: 'l', dir: 'd', char: 'c', block: 'b', fifo: 'p', other: '?' };

/** An entry the way it is compared: type, mode, owner, size and link. */
function lineOf(entry: Entry): Line {
  const { type, mode, uid, gid, size, link } = entry;
  return `${letters[type]} ${mode.toString(8)} ${uid}/${gid} ${size} ${entry.path}${link === undefined ? '' : ` > ${link}`}`;
}

function modeOf(text: string): number {
  const bits = [...text.slice(1)].map((letter, index) =>
    letter === '-' || (index % 3 === 2 && /[ST]/.test(letter)) ? 0 : 1,
  );
  const special = [3, 6, 9].map((at) => (/[sStT]/.test(text[at] ?? '') ? 1 : 0));
  return Number.parseInt([...special, ...bits].join(''), 2);
}

function pathOf(name: string): string {
  return name
    .replace(/^(\.?\/)+/, '')
    .replace(/\/+$/, '')
    .replace(/^\.$/, '');
}

/** GNU tar's listing of a layer: the last of each path, whiteouts apart. */
function tarLines(blob: string): { entries: Map<string, Line>; whiteouts: Set<string> } {
  const entries = new Map<string, Line>();
  const whiteouts = new Set<string>();
  // Archives without end padding make tar fail after it has listed them.
  const { stdout: text } = spawnSync(
    'tar',
    ['--numeric-owner', '--full-time', '--quoting-style=literal', '-tvf', blob],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    },
  );
  for (const row of text.split('\n')) {
    const match = /^(\S{10})\s+(\d+)\/(\d+)\s+(\S+)\s+\S+ \S+ (.*)$/.exec(row);
    if (!match) continue;
    const [, flags = '', uid, gid, size = '', rest = ''] = match;
    const [name = '', link] = rest.split(flags[0] === 'h' ? ' link to ' : flags[0] === 'l' ? ' -> ' : '\0');
    const path = pathOf(name);
    if (/(^|\/)\.wh\.[^/]*$/.test(path)) {
      whiteouts.add(path);
      continue;
    }
    const target = link === undefined ? '' : ` > ${flags[0] === 'h' ? pathOf(link) : link}`;
    const bytes = flags[0] === '-' ? size : '0';
    entries.delete(path);
    entries.set(path, `${flags[0]} ${modeOf(flags).toString(8)} ${uid}/${gid} ${bytes} ${path}${target}`);
  }
  return { entries, whiteouts };
}

function compareLayer(facts: LayerFacts, blob: string): string[] {
  const theirs = tarLines(blob);
  const ours = new Map(facts.entries.map((entry) => [entry.path, lineOf(entry)]));
  const hidden = new Set([
    ...facts.whiteouts.map((path) => path.replace(/([^/]*)$/, '.wh.$1')),
    ...facts.opaque.map((path) => (path === '' ? '.wh..wh..opq' : `${path}/.wh..wh..opq`)),
  ]);
  return [...differences(ours, theirs.entries), ...differences(asMap(hidden), asMap(theirs.whiteouts))];
}

function asMap(names: Iterable<string>): Map<string, Line> {
  return new Map(Array.from(names, (name) => [name, name]));
}

function differences(ours: ReadonlyMap<string, Line>, theirs: ReadonlyMap<string, Line>): string[] {
  const paths = new Set([...ours.keys(), ...theirs.keys()]);
  return [...paths].flatMap((path) =>
    ours.get(path) === theirs.get(path) ? [] : [`ours ${ours.get(path)}\n     theirs ${theirs.get(path)}`],
  );
}

function compareSkopeo(image: OpenedImage, layout: string): string[] {
  const said = JSON.parse(run('skopeo', 'inspect', `oci:${layout}`));
  const layers = image.manifest.layers.map(({ digest, size }) => `${digest} ${size}`);
  const raw = JSON.parse(run('skopeo', 'inspect', '--raw', `oci:${layout}`));
  const theirs = raw.layers.map((layer: { digest: string; size: number }) => `${layer.digest} ${layer.size}`);
  const env = image.config.env.map(({ name, value }) => `${name}=${value}`);
  const pairs: [string, unknown, unknown][] = [
    ['digest', image.digest, said.Digest],
    ['layers', layers, theirs],
    ['architecture', image.config.architecture, said.Architecture],
    ['env', env, said.Env ?? []],
    ['labels', Object.fromEntries(image.config.labels), said.Labels ?? {}],
  ];
  return pairs.flatMap(([what, a, b]) =>
    JSON.stringify(a) === JSON.stringify(b) ? [] : [`${what}: ours ${JSON.stringify(a)} theirs ${JSON.stringify(b)}`],
  );
}

function typeLetter(info: Stats): string {
  if (info.isFile()) return '-';
  if (info.isDirectory()) return 'd';
  if (info.isSymbolicLink()) return 'l';
  return info.isCharacterDevice() ? 'c' : info.isBlockDevice() ? 'b' : 'p';
}

/** Every name below a folder; links are not followed. */
function* namesBelow(root: string, name: string): Generator<string> {
  yield name;
  if (!lstatSync(join(root, name)).isDirectory()) return;
  for (const child of readdirSync(join(root, name))) yield* namesBelow(root, name === '' ? child : `${name}/${child}`);
}

function unpacked(root: string): Map<string, Line> {
  const lines = new Map<string, Line>();
  for (const name of namesBelow(root, '')) {
    const info = lstatSync(join(root, name));
    const link = info.isSymbolicLink() ? ` > ${readlinkSync(join(root, name))}` : '';
    const size = info.isFile() ? info.size : 0;
    lines.set(
      name,
      `${typeLetter(info)} ${(info.mode & 0o7777).toString(8)} ${info.uid}/${info.gid} ${size} ${name}${link}`,
    );
  }
  return lines;
}

/** The final filesystem as ours; a hard link is the file it leads to. */
function finalLines(files: FileTree): Map<string, Line> {
  const lines = new Map<string, Line>();
  for (const { entry } of files.all) {
    let end = entry;
    for (let hops = 0; end.type === 'hardlink' && hops < 8; hops += 1) end = files.get(end.link ?? '')?.entry ?? end;
    const { link: _, ...rest } = end;
    lines.set(entry.path, lineOf({ ...(entry.type === 'hardlink' ? rest : end), path: entry.path }));
  }
  return lines;
}

function compareUmoci(files: FileTree, layout: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-compare-'));
  try {
    run('umoci', 'raw', 'unpack', '--image', layout, join(folder, 'rootfs'));
    const theirs = unpacked(join(folder, 'rootfs'));
    const ours = finalLines(files);
    // The root's own attributes are the unpacker's where no layer states them.
    if (!ours.has('')) theirs.delete('');
    return differences(ours, theirs);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

for (const layout of process.argv.slice(2)) {
  const opened = await openImage(`oci:${layout}`, { cache: false });
  if (!opened.ok) {
    console.log(`${layout}: ${opened.problem.message}`);
    process.exitCode = 1;
    continue;
  }
  const image = opened.value;
  const folder = layout.slice(0, layout.lastIndexOf(':'));
  const inTars = image.layers.flatMap((facts, index) =>
    compareLayer(facts, join(folder, 'blobs', facts.digest.replace(':', '/'))).map((line) => `layer ${index}: ${line}`),
  );
  const { files } = assemble({ ...image, facts: { today: '2025-01-01' }, history: [] });
  const found = { tar: inTars, skopeo: compareSkopeo(image, layout), umoci: compareUmoci(files, layout) };
  const entries = image.layers.reduce((sum, { entries: list }) => sum + list.length, 0);
  const counts = Object.entries(found).map(([tool, lines]) => `${tool} ${lines.length}`);
  console.log(`${layout}: ${image.layers.length} layers, ${entries} entries; differences: ${counts.join(', ')}`);
  for (const line of Object.values(found).flat().slice(0, 20)) console.log(`  ${line}`);
  if (Object.values(found).some((lines) => lines.length > 0)) process.exitCode = 1;
}
