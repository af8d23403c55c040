/** Image sketches → archives and layer facts, through the real reader: what an example says is what an image would hold. */
import { createHash } from 'node:crypto';
import type { LayerFacts } from '../image/facts.ts';
import { type LayerOptions, readTar } from '../image/layer.ts';
import type { FileSketch, ImageSketch } from '../rule.ts';
import { type TarEntry, tarArchive } from './tar.ts';

type LayerSketch = Readonly<Record<string, FileSketch>>;

const typeFlags = { file: '0', hardlink: '1', symlink: '2', char: '3', block: '4', dir: '5', fifo: '6' } as const;

/** The tar of one layer, entries in the order of the sketch. */
export function sketchTar(layer: LayerSketch): Uint8Array {
  return tarArchive(Object.entries(layer).map(([path, file]) => entryOf(path, file)));
}

function entryOf(path: string, file: FileSketch): TarEntry {
  if (typeof file === 'string') return { name: path, content: file };
  const type = file.type ?? (file.link === undefined ? (path.endsWith('/') ? 'dir' : 'file') : 'symlink');
  const pax = Object.entries(file.xattrs ?? {}).map(([name, value]) => [`SCHILY.xattr.${name}`, value] as const);
  return {
    name: type === 'dir' && !path.endsWith('/') ? `${path}/` : path,
    type: typeFlags[type],
    mode: file.mode ?? (type === 'dir' ? 0o755 : type === 'symlink' ? 0o777 : 0o644),
    content: type === 'file' ? contentOf(file) : '',
    uid: file.uid ?? 0,
    gid: file.gid ?? 0,
    mtime: file.mtime ?? 0,
    link: file.link ?? '',
    pax: Object.fromEntries(pax),
  };
}

function contentOf(file: Exclude<FileSketch, string>): Uint8Array {
  const content = typeof file.content === 'string' ? new TextEncoder().encode(file.content) : file.content;
  const bytes = new Uint8Array(Math.max(file.size ?? 0, content?.length ?? 0));
  if (content) bytes.set(content);
  return bytes;
}

/** The facts of every layer of a sketch. */
export function sketchLayers(sketch: ImageSketch, options: LayerOptions = {}): LayerFacts[] {
  return (sketch.layers ?? []).map((layer, index) => {
    const result = readTar(sketchTar(layer), options);
    if (!result.ok) throw new Error(`layer ${index} of the sketch cannot be read: ${result.problem.message}`);
    return result.value;
  });
}

/** The image config of a sketch, as its JSON would be parsed. */
export function sketchConfig(sketch: ImageSketch): Record<string, unknown> {
  const history = sketch.history ?? (sketch.layers ?? []).map(() => '');
  return {
    architecture: 'amd64',
    os: 'linux',
    ...sketch.top,
    config: { ...sketch.config },
    rootfs: { type: 'layers', diff_ids: (sketch.layers ?? []).map((layer) => sha256(sketchTar(layer))) },
    history: history.map((step) =>
      typeof step === 'string'
        ? { created_by: step }
        : {
            created_by: step.by,
            ...(step.empty === undefined ? {} : { empty_layer: step.empty }),
            ...(step.comment === undefined ? {} : { comment: step.comment }),
            ...(step.created === undefined ? {} : { created: step.created }),
          },
    ),
  };
}

/** The whole image as `docker save` writes it. */
export function sketchArchive(sketch: ImageSketch): Uint8Array {
  const config = new TextEncoder().encode(JSON.stringify(sketchConfig(sketch)));
  const layers = (sketch.layers ?? []).map(sketchTar);
  const names = layers.map((tar) => `${sha256(tar).slice('sha256:'.length)}/layer.tar`);
  const configName = `${sha256(config).slice('sha256:'.length)}.json`;
  const manifest = [{ Config: configName, RepoTags: [tagOf(sketch.reference ?? 'acme/app:1.0')], Layers: names }];
  const entries = new Map<string, Uint8Array>([[configName, config]]);
  for (const [index, tar] of layers.entries()) entries.set(names[index] ?? '', tar);
  entries.set('manifest.json', new TextEncoder().encode(JSON.stringify(manifest)));
  return tarArchive(Array.from(entries, ([name, content]) => ({ name, content })));
}

function tagOf(reference: string): string {
  return /:[^/]+$/.test(reference) ? reference : `${reference}:latest`;
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
