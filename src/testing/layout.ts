/** Image sketches → OCI layouts in memory: the files of a layout by path, and the pieces to make odd ones of. */
import { createHash } from 'node:crypto';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { ImageSketch } from '../rule.ts';
import { sketchConfig, sketchTar } from './sketch.ts';
import { type TarEntry, tarArchive } from './tar.ts';

export interface DescriptorJson {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly platform?: Readonly<Record<string, string>>;
  readonly [other: string]: unknown;
}

/** Files of a layout by path; grows as blobs are added. */
export type Files = Map<string, Uint8Array>;

export type Form = 'none' | 'gzip' | 'zstd';

const layerTypes = { none: '', gzip: '+gzip', zstd: '+zstd' } as const;
const index = 'application/vnd.oci.image.index.v1+json';

/** Adds a blob; its descriptor. */
export function addBlob(files: Files, mediaType: string, content: Uint8Array | object): DescriptorJson {
  const bytes = content instanceof Uint8Array ? content : new TextEncoder().encode(JSON.stringify(content));
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  files.set(`blobs/${digest.replace(':', '/')}`, bytes);
  return { mediaType, digest, size: bytes.length };
}

/** Adds an image: config, layers, manifest; the manifest's descriptor. */
export function addImage(files: Files, sketch: ImageSketch, form: Form = 'gzip'): DescriptorJson {
  const layers = (sketch.layers ?? []).map((layer) =>
    addBlob(files, `application/vnd.oci.image.layer.v1.tar${layerTypes[form]}`, compress(sketchTar(layer), form)),
  );
  return addBlob(files, 'application/vnd.oci.image.manifest.v1+json', {
    schemaVersion: 2,
    config: addBlob(files, 'application/vnd.oci.image.config.v1+json', sketchConfig(sketch)),
    layers,
    ...(sketch.annotations && { annotations: sketch.annotations }),
  });
}

export function compress(bytes: Uint8Array, form: Form): Uint8Array {
  if (form === 'gzip') return gzipSync(bytes);
  return form === 'zstd' ? zstdCompressSync(bytes) : bytes;
}

/** Adds an index of manifests; its descriptor. */
export function addIndex(files: Files, manifests: readonly DescriptorJson[]): DescriptorJson {
  return addBlob(files, index, { schemaVersion: 2, mediaType: index, manifests });
}

/** Writes what makes a layout of the blobs: `index.json` and `oci-layout`. */
export function closeLayout(files: Files, manifests: readonly DescriptorJson[]): Files {
  const text = new TextEncoder();
  files.set('index.json', text.encode(JSON.stringify({ schemaVersion: 2, mediaType: index, manifests })));
  files.set('oci-layout', text.encode('{"imageLayoutVersion":"1.0.0"}'));
  return files;
}

/** The layout of one image. */
export function sketchLayout(sketch: ImageSketch, form: Form = 'gzip'): Files {
  const files: Files = new Map();
  const manifest = addImage(files, sketch, form);
  const tag = (sketch.reference ?? 'acme/app:1.0').split(':').at(-1) ?? '1.0';
  return closeLayout(files, [{ ...manifest, annotations: { 'org.opencontainers.image.ref.name': tag } }]);
}

/** Files as a tar archive, in their order. */
export function archiveOf(files: Files, more: readonly TarEntry[] = []): Uint8Array {
  return tarArchive([...Array.from(files, ([name, content]) => ({ name, content })), ...more]);
}
