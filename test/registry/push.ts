/** A small push: an image sketch into a registry, by the distribution protocol. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { ImageSketch } from '../../src/rule.ts';
import { sketchConfig, sketchTar } from '../../src/testing/sketch.ts';

export interface Pushed {
  readonly manifest: string;
  /** Bytes of the manifest. */
  readonly size: number;
  readonly config: string;
  readonly layers: readonly string[];
}

/** What is asked of the registry; it adds what authorizes it. */
export type Ask = (path: string, init?: RequestInit) => Promise<Response>;

/** Pushes it under `acme/app` and a tag; digests are those of what was sent. */
export async function push(sketch: ImageSketch, tag: string, ask: Ask): Promise<Pushed> {
  const config = await blob(Buffer.from(JSON.stringify(sketchConfig(sketch))), ask);
  const layers: { readonly digest: string; readonly size: number }[] = [];
  for (const layer of sketch.layers ?? []) layers.push(await blob(gzipSync(sketchTar(layer)), ask));
  const type = 'application/vnd.docker.distribution.manifest.v2+json';
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: type,
      config: { mediaType: 'application/vnd.docker.container.image.v1+json', ...config },
      layers: layers.map((layer) => ({ mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip', ...layer })),
    }),
  );
  await done(
    await ask(`/v2/acme/app/manifests/${tag}`, { method: 'PUT', body: manifest, headers: { 'content-type': type } }),
  );
  return {
    manifest: digestOf(manifest),
    size: manifest.length,
    config: config.digest,
    layers: layers.map(({ digest }) => digest),
  };
}

/** Pushes an index of images that are there, each for its architecture. */
export async function pushIndex(images: Readonly<Record<string, Pushed>>, tag: string, ask: Ask): Promise<void> {
  const type = 'application/vnd.docker.distribution.manifest.list.v2+json';
  const manifests = Object.entries(images).map(([architecture, { manifest, size }]) => ({
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    digest: manifest,
    size,
    platform: { os: 'linux', architecture },
  }));
  const body = JSON.stringify({ schemaVersion: 2, mediaType: type, manifests });
  await done(await ask(`/v2/acme/app/manifests/${tag}`, { method: 'PUT', body, headers: { 'content-type': type } }));
}

async function blob(bytes: Buffer, ask: Ask): Promise<{ readonly digest: string; readonly size: number }> {
  const digest = digestOf(bytes);
  const begun = await done(await ask('/v2/acme/app/blobs/uploads/', { method: 'POST' }));
  const to = new URL(begun.headers.get('location') ?? '', 'http://localhost');
  to.searchParams.set('digest', digest);
  const headers = { 'content-type': 'application/octet-stream' };
  await done(await ask(to.pathname + to.search, { method: 'PUT', body: new Uint8Array(bytes), headers }));
  return { digest, size: bytes.length };
}

async function done(response: Response): Promise<Response> {
  if (!response.ok) throw new Error(`The registry answered ${response.status}: ${await response.text()}`);
  return response;
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
