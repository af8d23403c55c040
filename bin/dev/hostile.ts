/** Archives made to do harm, one for each way that a file can: `npm run fixtures` writes them to `fixtures/hostile`. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { addBlob, addImage, addIndex, archiveOf, closeLayout, type Files } from '../../src/testing/layout.ts';
import { sketchConfig, sketchTar } from '../../src/testing/sketch.ts';
import { type TarEntry, tarArchive, tarEntry, tarHeader } from '../../src/testing/tar.ts';

const passwd = { 'etc/passwd': 'root:x:0:0::/root:/bin/sh\n' };
const honest = { layers: [passwd] };

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** A docker-archive of layers as they are; `diffIDs` are those of `tars`, or what is given. */
function image(layers: readonly Uint8Array[], diffIDs = layers.map(sha256)): Uint8Array {
  const config = JSON.stringify({ os: 'linux', architecture: 'amd64', config: {}, rootfs: { diff_ids: diffIDs } });
  const names = layers.map((_, index) => `layer-${index}.tar`);
  return tarArchive([
    { name: 'manifest.json', content: JSON.stringify([{ Config: 'config.json', RepoTags: null, Layers: names }]) },
    { name: 'config.json', content: config },
    ...layers.map((content, index) => ({ name: names[index] ?? '', content })),
  ]);
}

function layerOf(...entries: TarEntry[]): Uint8Array {
  return image([tarArchive(entries)]);
}

/** A zstd frame of blocks that each stand for 128 KiB of one byte: 4 bytes of it grow to that. */
function zeros(bytes: number): Uint8Array {
  const blocks = Math.ceil(bytes / (128 << 10));
  // Magic; a descriptor without content size; a window of 1 MiB.
  const frame = Buffer.alloc(6 + blocks * 4);
  frame.writeUInt32LE(0xfd2fb528);
  frame.writeUInt8(0x50, 5);
  for (let index = 0; index < blocks; index += 1) {
    const header = ((128 << 10) << 3) | (1 << 1) | (index === blocks - 1 ? 1 : 0);
    frame.writeUIntLE(header, 6 + index * 4, 3);
  }
  return frame;
}

function zstdRaw(bytes: Uint8Array): Uint8Array {
  const head = Buffer.alloc(9);
  head.writeUInt32LE(0xfd2fb528);
  head.writeUInt8(0x50, 5);
  head.writeUIntLE((bytes.length << 3) | 1, 6, 3);
  return Buffer.concat([head, bytes]);
}

function layoutOf(make: (files: Files) => Parameters<typeof closeLayout>[1]): Uint8Array {
  const files: Files = new Map();
  return archiveOf(closeLayout(files, make(files)));
}

const octal = (value: number): string => `${value.toString(8).padStart(11, '0')}\0`;

/** By file name. What ends in `.gz` is packed because it is long and says little. */
export const hostile: Readonly<Record<string, () => Uint8Array>> = {
  'bomb.tar.gz': () => {
    const size = 1.25 * 2 ** 30;
    return gzipSync(image([Buffer.concat([zstdRaw(tarHeader({ name: 'zeros', size })), zeros(size)])], ['sha256:0']), {
      level: 9,
    });
  },
  'many-entries.tar.gz': () =>
    gzipSync(layerOf(...Array.from({ length: 5000 }, (_, index) => ({ name: `f${index}` }))), { level: 9 }),
  'long-pax-header.tar.gz': () =>
    gzipSync(layerOf({ name: 'before' }, { name: 'long', pax: { comment: 'x'.repeat(2 << 20) } }, { name: 'after' }), {
      level: 9,
    }),
  'long-gnu-name.tar.gz': () =>
    gzipSync(layerOf({ name: 'before' }, { name: 'y'.repeat(2 << 20), format: 'gnu' }, { name: 'after' }), {
      level: 9,
    }),
  'deep-path.tar.gz': () =>
    gzipSync(layerOf({ name: `${'d/'.repeat(300)}file` }, { name: 'n'.repeat(5000) }), { level: 9 }),
  'large-xattr.tar.gz': () =>
    gzipSync(layerOf({ name: 'ping', pax: { 'SCHILY.xattr.security.capability': Buffer.alloc(70_000, 1) } }), {
      level: 9,
    }),
  'large-manifest.tar.gz': () =>
    gzipSync(tarArchive([{ name: 'manifest.json', content: `[${' '.repeat(9 << 20)}]` }]), { level: 9 }),
  'large-config.tar.gz': () =>
    gzipSync(
      tarArchive([
        { name: 'manifest.json', content: '[{"Config":"config.json","Layers":[]}]' },
        { name: 'config.json', content: `{"a":"${'x'.repeat(9 << 20)}"}` },
      ]),
      { level: 9 },
    ),
  'deep-json.tar.gz': () =>
    gzipSync(tarArchive([{ name: 'manifest.json', content: `${'['.repeat(200_000)}${']'.repeat(200_000)}` }]), {
      level: 9,
    }),
  'prototype-keys.tar': () => {
    const config =
      '{"__proto__":{"config":{"User":"app"}},"config":{"Labels":{"__proto__":"x"},"constructor":{}},"rootfs":{"diff_ids":[]}}';
    return tarArchive([
      { name: 'manifest.json', content: '[{"Config":"config.json","Layers":[]}]' },
      { name: 'config.json', content: config },
    ]);
  },
  'two-readings.tar': () =>
    layoutOf((files) => {
      const manifest = addImage(files, honest);
      const both = { schemaVersion: 2, manifests: [manifest], layers: [], config: manifest };
      return [addBlob(files, 'application/vnd.oci.image.manifest.v1+json', both)];
    }),
  'folded-names.tar': () =>
    layoutOf((files) => {
      const layers = { layers: [], Layers: [], config: addImage(files, honest) };
      return [addBlob(files, 'application/vnd.oci.image.manifest.v1+json', layers)];
    }),
  'nested-indexes.tar': () =>
    layoutOf((files) => {
      let inner = addImage(files, honest);
      for (let depth = 0; depth < 7; depth += 1) inner = addIndex(files, [inner]);
      return [inner];
    }),
  'wide-index.tar.gz': () =>
    gzipSync(
      layoutOf((files) => {
        const inner = addImage(files, honest);
        return Array.from({ length: 2000 }, () => inner);
      }),
      { level: 9 },
    ),
  'wrong-digest.tar': () => image([sketchTar(passwd)], [`sha256:${'0'.repeat(64)}`]),
  'wrong-size.tar': () =>
    layoutOf((files) => {
      const layer = addBlob(files, 'application/vnd.oci.image.layer.v1.tar', sketchTar(passwd));
      const config = addBlob(files, 'application/vnd.oci.image.config.v1+json', sketchConfig(honest));
      const layers = [{ ...layer, size: layer.size - 512 }];
      return [addBlob(files, 'application/vnd.oci.image.manifest.v1+json', { schemaVersion: 2, config, layers })];
    }),
  'negative-size.tar': () =>
    layoutOf((files) => {
      const config = { ...addBlob(files, 'application/vnd.oci.image.config.v1+json', {}), size: -1 };
      return [addBlob(files, 'application/vnd.oci.image.manifest.v1+json', { schemaVersion: 2, config, layers: [] })];
    }),
  'negative-entry.tar': () => image([tarHeader({ name: 'a', size: -512 })]),
  'layer-count.tar': () => image([sketchTar(passwd), sketchTar({ a: 'b' })], [sha256(sketchTar(passwd))]),
  'link-to-itself.tar': () =>
    tarArchive([
      { name: 'manifest.json', content: '[{"Config":"config.json","Layers":["a/layer.tar","b/layer.tar"]}]' },
      { name: 'config.json', content: '{"rootfs":{"diff_ids":["sha256:1","sha256:2"]}}' },
      { name: 'a/layer.tar', type: '2', link: 'layer.tar' },
      { name: 'b/layer.tar', type: '2', link: '../a/layer.tar' },
    ]),
  'link-out-of-the-archive.tar': () =>
    tarArchive([
      { name: 'manifest.json', content: '[{"Config":"../../etc/passwd","Layers":[]}]' },
      { name: 'config.json', type: '2', link: '/etc/passwd' },
    ]),
  'path-escape.tar': () =>
    layerOf(
      { name: '../../etc/cron.d/evil', content: '* * * * * root id\n' },
      { name: '/etc/absolute' },
      { name: 'out', type: '2', link: '../../../etc' },
      { name: 'out/shadow', content: 'root::1::::::\n' },
      { name: 'hard', type: '1', link: '../../etc/shadow' },
      { name: 'back\\slash\\..\\..' },
      { name: 'x', pax: { path: 'nul\0name' } },
    ),
  'duplicates-and-whiteouts.tar': () =>
    layerOf(
      { name: 'etc/passwd', content: 'root:x:0:0::/root:/bin/sh\n' },
      { name: './etc//passwd', content: 'root::0:0::/root:/bin/sh\n' },
      { name: 'etc/.wh...' },
      { name: '.wh.' },
      { name: '.wh.dir/child' },
    ),
  'terminal.tar': () =>
    layerOf(
      { name: '\u001b[2J\u001b]0;owned\u0007', mode: 0o4755, content: 'x' },
      { name: 'tac\u202etxt.exe', mode: 0o4755, content: 'y' },
    ),
  'sparse.tar': () => {
    const size = 8 * 2 ** 40;
    const map = { 'GNU.sparse.size': String(size), 'GNU.sparse.map': `0,1,${size - 1},0` };
    return layerOf({ name: 'huge', content: 'x', pax: map }, { name: 'after' });
  },
  'sparse-map.tar': () => {
    const patch = { 386: Buffer.from(octal(0) + octal(512)), 482: Buffer.from([1]), 483: Buffer.from(octal(512)) };
    // Every continuation says that another follows.
    const more = Buffer.alloc(512);
    more.write(octal(512) + octal(0));
    more[504] = 1;
    return image([
      Buffer.concat([tarHeader({ name: 's', type: 'S', format: 'gnu', size: 512, patch }), ...Array(20).fill(more)]),
    ]);
  },
  'cut.tar': () => {
    const whole = layerOf({ name: 'etc/passwd', content: passwd['etc/passwd'] });
    return whole.subarray(0, whole.length - 1024 - 1024 - 600);
  },
  'garbage-layer.tar': () => image([Buffer.alloc(2048, 'no tar ')]),
  'archive-of-nothing.tar': () => tarEntry({ name: 'README', content: 'no image\n' }),
};
