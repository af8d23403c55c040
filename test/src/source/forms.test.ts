/** One image in every container form is one image. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultLimits } from '../../../src/image/limits.ts';
import { type OpenedImage, type OpenOptions, openImage } from '../../../src/source/open.ts';
import {
  addBlob,
  addImage,
  addIndex,
  archiveOf,
  closeLayout,
  type DescriptorJson,
  type Files,
  sketchLayout,
} from '../../../src/testing/layout.ts';
import { sketchArchive, sketchConfig, sketchTar } from '../../../src/testing/sketch.ts';
import { type TarEntry, tarArchive } from '../../../src/testing/tar.ts';

const sketch = {
  layers: [
    { 'etc/passwd': 'root:x:0:0::/root:/bin/sh\n', 'etc/os-release': 'ID=alpine\n' },
    { 'app/.env': 'A=b' },
    { 'app/.wh..env': '' },
  ],
  config: { User: 'app', Env: ['A=b'] },
  history: ['ADD rootfs', 'COPY .env', 'RUN rm'],
} as const;
const tars = sketch.layers.map((layer) => sketchTar(layer));
const config = JSON.stringify(sketchConfig(sketch));

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-forms-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function onDisk(bytes: Uint8Array, name = 'image.tar'): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, bytes);
  return file;
}

async function inFolder(files: Files): Promise<string> {
  const root = join(folder, 'layout');
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), bytes);
  }
  return root;
}

async function* chunked(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size));
}

async function opened(reference: string, options: OpenOptions = {}): Promise<OpenedImage> {
  const result = await openImage(reference, { cache: false, ...options });
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

function failed(reference: string, options: OpenOptions = {}) {
  return openImage(reference, { cache: false, ...options });
}

/** What is left of an image when its form is taken away. */
function essence({ config: parsed, history, layers, skipped }: OpenedImage) {
  const facts = layers.map(({ digest: _, storedSize: __, compression: ___, ...rest }) => rest);
  return JSON.parse(JSON.stringify({ parsed: { ...parsed, labels: [...parsed.labels] }, history, facts, skipped }));
}

function dockerArchive(
  names: readonly string[],
  layerOf: (index: number) => Uint8Array,
  manifestFirst = false,
): TarEntry[] {
  const manifest = {
    name: 'manifest.json',
    content: JSON.stringify([{ Config: 'config.json', RepoTags: ['acme/app:1.0'], Layers: names }]),
  };
  const layers = names.map((name, index) => ({ name, content: layerOf(index) }));
  const all = [...layers, { name: 'config.json', content: config }];
  return manifestFirst ? [manifest, ...all] : [...all, manifest];
}

const plainNames = ['a/layer.tar', 'b/layer.tar', 'c/layer.tar'];
const plain = (index: number): Uint8Array => tars[index] ?? new Uint8Array();

function dirLayout(): Files {
  const files = sketchLayout(sketch);
  const dir: Files = new Map();
  for (const [path, bytes] of files) {
    if (path.startsWith('blobs/')) dir.set(path.slice('blobs/sha256/'.length), bytes);
  }
  const [manifest] = JSON.parse(Buffer.from(files.get('index.json') ?? '').toString()).manifests;
  dir.set('manifest.json', files.get(`blobs/${manifest.digest.replace(':', '/')}`) ?? new Uint8Array());
  dir.set('version', Buffer.from('Directory Transport Version: 1.1\n'));
  return dir;
}

/** What `ctr export` and newer `docker save` write: a layout, and a `manifest.json` that points into it. */
function hybrid(): Uint8Array {
  const files = sketchLayout(sketch, 'none');
  const blob = (bytes: string | Uint8Array): string =>
    addBlob(new Map(), '', Buffer.from(bytes)).digest.replace(':', '/');
  const manifest = [
    { Config: `blobs/${blob(config)}`, RepoTags: ['acme/app:1.0'], Layers: tars.map((tar) => `blobs/${blob(tar)}`) },
  ];
  return archiveOf(files, [{ name: 'manifest.json', content: JSON.stringify(manifest) }]);
}

const forms: Readonly<Record<string, () => Promise<string>>> = {
  'docker-archive': () => onDisk(sketchArchive(sketch)),
  'docker-archive, manifest first': () => onDisk(tarArchive(dockerArchive(plainNames, plain, true))),
  'docker-archive of gzip layers, as kaniko writes it': () =>
    onDisk(tarArchive(dockerArchive(['1.tar.gz', '2.tar.gz', '3.tar.gz'], (index) => gzipSync(plain(index))))),
  'docker-archive in gzip': () => onDisk(gzipSync(sketchArchive(sketch)), 'image.tar.gz'),
  'docker-archive in zstd': () => onDisk(zstdCompressSync(sketchArchive(sketch)), 'image.tar.zst'),
  'OCI archive, gzip': () => onDisk(archiveOf(sketchLayout(sketch))),
  'OCI archive, zstd': () => onDisk(archiveOf(sketchLayout(sketch, 'zstd'))),
  'OCI archive, gzip, in gzip': () => onDisk(gzipSync(archiveOf(sketchLayout(sketch))), 'image.tar.gz'),
  'OCI layout, gzip': () => inFolder(sketchLayout(sketch)),
  'OCI layout, zstd': () => inFolder(sketchLayout(sketch, 'zstd')),
  'OCI layout, plain': () => inFolder(sketchLayout(sketch, 'none')),
  'layout with a manifest.json': () => onDisk(hybrid()),
  'dir:': () => inFolder(dirLayout()),
  'nested index': () => {
    const files: Files = new Map();
    const inner = addIndex(files, [{ ...addImage(files, sketch), platform: { os: 'linux', architecture: 'amd64' } }]);
    return inFolder(closeLayout(files, [addIndex(files, [inner])]));
  },
};

for (const [form, make] of Object.entries(forms)) {
  test(`${form} is the same image`, async () => {
    const expected = essence(await opened(await onDisk(sketchArchive(sketch), 'plain.tar')));
    expect(essence(await opened(await make()))).toEqual(expected);
  });
}

for (const [form, bytes] of Object.entries({
  'docker-archive': sketchArchive(sketch),
  'OCI archive': archiveOf(sketchLayout(sketch)),
  'docker-archive in gzip': gzipSync(sketchArchive(sketch)),
  'OCI archive in zstd': zstdCompressSync(archiveOf(sketchLayout(sketch, 'zstd'))),
})) {
  test(`${form} from a pipe is the same image, in chunks of any size`, async () => {
    const expected = essence(await opened(await onDisk(sketchArchive(sketch))));
    for (const size of [100, 777, 4096, 1 << 20]) {
      expect(essence(await opened('-', { stdin: chunked(bytes, size) }))).toEqual(expected);
    }
  });

  test(`${form} from a pipe, cut anywhere, is the same image or says what is not`, async () => {
    const expected = essence(await opened(await onDisk(sketchArchive(sketch))));
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), async (at) => {
        const result = await failed('-', { stdin: chunked(bytes.subarray(0, at), 3000) });
        if (result.ok && result.value.skipped.length === 0) expect(essence(result.value)).toEqual(expected);
        else expect(result.ok || result.problem.message.endsWith('.')).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
}

test('an archive cut anywhere never throws, and what was whole is read', async () => {
  const bytes = tarArchive(dockerArchive(plainNames, plain, true));
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), async (at) => {
      const result = await failed(await onDisk(bytes.subarray(0, at)));
      if (result.ok) expect(result.value.layers).toHaveLength(3);
      else expect(result.problem.message).toMatch(/\.$/);
    }),
    { numRuns: 80 },
  );
  const lastLayer = Buffer.from(bytes).indexOf('c/layer.tar');
  // Everything but the last layer and the config that follows it.
  const entries = dockerArchive(plainNames, plain, true);
  const configFirst = tarArchive([...entries.slice(0, 1), ...entries.slice(-1), ...entries.slice(1, -1)]);
  const cut = configFirst.subarray(0, configFirst.length - 1024 - 1000);
  const image = await opened(await onDisk(cut));
  expect(lastLayer).toBeGreaterThan(0);
  expect(image.layers.map(({ unread }) => unread)).toEqual([undefined, undefined, 'truncated']);
  expect(image.layers[2]?.entries).toEqual([]);
  expect(image.skipped.map(({ reason, what }) => [reason, what])).toEqual([
    ['truncated', expect.stringMatching(/image\.tar$/)],
    ['truncated', expect.stringMatching(/^layer 2 /)],
  ]);
});

test('a layer of a wrong digest is left out, and the others are read', async () => {
  const image = await opened(
    await onDisk(tarArchive(dockerArchive(plainNames, (index) => plain(index === 1 ? 0 : index)))),
  );
  expect(image.layers.map(({ entries }) => entries.length)).toEqual([2, 0, 0]);
  expect(image.layers[1]?.unread).toBe('digest-mismatch');
  expect(image.skipped).toMatchObject([{ reason: 'digest-mismatch', place: { kind: 'layer', layer: 1 } }]);
});

test('a layer that is not there is said, with where it is kept', async () => {
  const files: Files = new Map();
  const foreign = {
    ...addBlob(new Map(), 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', Buffer.from('x')),
    urls: ['https://example.com/base'],
  };
  const manifest = addBlob(files, 'application/vnd.oci.image.manifest.v1+json', {
    config: addBlob(files, 'application/vnd.oci.image.config.v1+json', sketchConfig({ layers: [{}] })),
    layers: [foreign],
  });
  const image = await opened(await inFolder(closeLayout(files, [manifest])));
  expect(image.skipped).toMatchObject([
    { reason: 'missing', detail: expect.stringContaining('https://example.com/base') },
  ]);
});

test('layers that are links to others are those others', async () => {
  const twice = { layers: [sketch.layers[1], sketch.layers[1]] };
  const manifest = JSON.stringify([{ Config: 'config.json', RepoTags: null, Layers: ['a/layer.tar', 'b/layer.tar'] }]);
  for (const type of ['2', '1'] as const) {
    const archive = tarArchive([
      { name: 'a/layer.tar', content: plain(1) },
      { name: 'b/layer.tar', type, link: type === '2' ? '../a/layer.tar' : 'a/layer.tar' },
      { name: 'config.json', content: JSON.stringify(sketchConfig(twice)) },
      { name: 'manifest.json', content: manifest },
    ]);
    for (const image of [await opened(await onDisk(archive)), await opened('-', { stdin: chunked(archive, 5000) })]) {
      expect(image.layers.map(({ entries }) => entries[0]?.path)).toEqual(['app/.env', 'app/.env']);
      expect(image.skipped).toEqual([]);
    }
  }
});

test('a layer that links to itself is not there', async () => {
  const manifest = JSON.stringify([{ Config: 'config.json', Layers: ['a/layer.tar'] }]);
  const archive = tarArchive([
    { name: 'a/layer.tar', type: '2', link: 'layer.tar' },
    { name: 'config.json', content: JSON.stringify(sketchConfig({ layers: [{}] })) },
    { name: 'manifest.json', content: manifest },
  ]);
  const image = await opened(await onDisk(archive));
  expect(image.skipped).toMatchObject([{ reason: 'missing' }]);
});

test('a root filesystem is an image of one layer', async () => {
  const rootfs = tarArchive([
    { name: '.dockerenv' },
    { name: 'etc/', type: '5' },
    { name: 'etc/os-release', content: 'ID=alpine\n' },
  ]);
  for (const image of [
    await opened(await onDisk(rootfs)),
    await opened('-', { stdin: chunked(rootfs, 300) }),
    await opened(await onDisk(gzipSync(rootfs), 'rootfs.tar.gz')),
  ]) {
    expect(image).toMatchObject({ source: 'rootfs', format: 'rootfs', skipped: [] });
    expect(image.digest).toBe(image.layers[0]?.digest);
    expect(image.layers[0]?.extracts.osRelease).toMatchObject([{ id: 'alpine' }]);
  }
});

test('an image archive whose first file is none of its parts is an image all the same', async () => {
  const archive = archiveOf(
    new Map<string, Uint8Array>([['README.md', Buffer.from('hello')], ...sketchLayout(sketch)]),
  );
  const image = await opened('-', { stdin: chunked(archive, 3000) });
  expect(image.source).toBe('oci-archive');
  expect(image.layers).toHaveLength(3);
});

test('what is no image is said in one sentence', async () => {
  const cases: [Uint8Array, string, string][] = [
    [tarArchive([{ name: 'README.md' }]), 'not-an-image', 'holds neither `index.json` nor `manifest.json`'],
    [Buffer.from('FROM debian'), 'not-an-image', 'it is no tar archive'],
    [Buffer.alloc(0), 'not-an-image', 'it is no tar archive'],
    [Buffer.from('\xfd7zXZ\0 more', 'latin1'), 'unsupported', 'compressed by xz'],
    [tarArchive([{ name: 'manifest.json', content: 'no json' }]), 'malformed', '`manifest.json`'],
    [tarArchive([{ name: 'manifest.json', content: '[{}]' }]), 'malformed', 'names no config'],
    [tarArchive([{ name: 'manifest.json', content: '[{"Config":"x","Layers":[]}]' }]), 'missing', 'the config `x`'],
    [tarArchive([{ name: 'repositories', content: '{}' }]), 'unsupported', 'older than 1.10'],
    [
      tarArchive([{ name: 'index.json', content: '{"layers":[],"manifests":[]}' }]),
      'malformed',
      'both `manifests` and `layers`',
    ],
    [tarArchive([{ name: 'index.json', content: '{"manifests":[],"Manifests":[]}' }]), 'malformed', 'twice'],
    [tarArchive([{ name: 'index.json', content: '{"manifests":[]}' }]), 'not-an-image', 'holds no image manifest'],
    [
      tarArchive([{ name: 'index.json', content: '{"manifests":[{"digest":"sha256:1","size":2}]}' }]),
      'malformed',
      'descriptor 0',
    ],
  ];
  for (const [bytes, reason, words] of cases) {
    for (const result of [await failed(await onDisk(bytes)), await failed('-', { stdin: chunked(bytes, 600) })]) {
      expect(result).toMatchObject({ ok: false, problem: { reason, message: expect.stringContaining(words) } });
    }
  }
});

test('one of several images is chosen by its tag', async () => {
  const files: Files = new Map();
  const name = 'org.opencontainers.image.ref.name';
  const one = { ...addImage(files, sketch), annotations: { [name]: 'one' } };
  const two = {
    ...addImage(files, { layers: [{ two: '2' }] }),
    annotations: { [name]: 'two', 'io.containerd.image.name': 'acme/app:two' },
  };
  const archive = await onDisk(archiveOf(closeLayout(files, [one, two])));
  expect(await failed(archive)).toMatchObject({
    ok: false,
    problem: { message: expect.stringContaining('`one`, `acme/app:two`, `two`') },
  });
  expect((await opened(`${archive}:one`)).layers).toHaveLength(3);
  expect((await opened(`oci:${archive}:acme/app:two`)).layers).toHaveLength(1);
  expect(await failed(`${archive}:three`)).toMatchObject({ ok: false, problem: { reason: 'missing' } });
});

test('one image under two tags is one image', async () => {
  const files: Files = new Map();
  const image = addImage(files, sketch);
  const tagged = ['1.0', 'stable'].map((tag) => ({
    ...image,
    annotations: { 'org.opencontainers.image.ref.name': tag },
  }));
  expect((await opened(await inFolder(closeLayout(files, tagged)))).tags).toEqual(['1.0', 'stable']);
});

function multiPlatform(files: Files): DescriptorJson[] {
  const linux = (architecture: string, variant?: string) => ({
    os: 'linux',
    architecture,
    ...(variant && { variant }),
  });
  const image = (architecture: string) => addImage(files, { layers: [{ arch: architecture }], top: { architecture } });
  return [
    { ...image('arm64'), platform: linux('arm64', 'v8') },
    { ...image('arm'), platform: linux('arm', 'v6') },
    { ...image('amd64'), platform: linux('amd64') },
  ];
}

test('of several platforms the usual one is read, or the one that was asked for', async () => {
  const files: Files = new Map();
  const layout = await inFolder(closeLayout(files, multiPlatform(files)));
  expect((await opened(layout)).config.architecture).toBe('amd64');
  expect((await opened(layout, { platform: 'linux/arm64' })).config.architecture).toBe('arm64');
  expect((await opened(layout, { platform: 'aarch64' })).config.architecture).toBe('arm64');
  expect((await opened(layout, { platform: 'linux/arm/v6' })).config.architecture).toBe('arm');
  expect(await failed(layout, { platform: 'linux/s390x' })).toMatchObject({
    ok: false,
    problem: { reason: 'missing', message: expect.stringContaining('`linux/arm64/v8`, `linux/arm/v6`, `linux/amd64`') },
  });
  expect(await failed(layout, { platform: 'a/b/c/d' })).toMatchObject({ ok: false, problem: { reason: 'malformed' } });
});

test('a platform is held against the config where the index states none', async () => {
  for (const reference of [await inFolder(sketchLayout(sketch)), await onDisk(sketchArchive(sketch))]) {
    expect((await opened(reference, { platform: 'linux/amd64' })).layers).toHaveLength(3);
    expect(await failed(reference, { platform: 'linux/arm64' })).toMatchObject({
      ok: false,
      problem: { reason: 'missing' },
    });
  }
});

test('platforms that are named and not there leave the others readable', async () => {
  const files: Files = new Map();
  const manifests = multiPlatform(files);
  files.delete(`blobs/${manifests[2]?.digest.replace(':', '/')}`);
  const image = await opened(await inFolder(closeLayout(files, manifests)));
  expect(image.config.architecture).toBe('arm64');
  files.clear();
  const absent = multiPlatform(files);
  files.clear();
  await rm(join(folder, 'layout'), { recursive: true });
  expect(await failed(await inFolder(closeLayout(files, absent)))).toMatchObject({
    ok: false,
    problem: { reason: 'missing' },
  });
});

test('attestations are read beside the image they speak of, and are never taken for one', async () => {
  const files: Files = new Map();
  const image = { ...addImage(files, sketch), platform: { os: 'linux', architecture: 'amd64' } };
  const statement = { predicateType: 'https://slsa.dev/provenance/v1', predicate: { a: 1 } };
  const attestation = (of: string): DescriptorJson => ({
    ...addBlob(files, 'application/vnd.oci.image.manifest.v1+json', {
      // The older form: a config that looks like an image's.
      config: addBlob(files, 'application/vnd.oci.image.config.v1+json', { rootfs: { diff_ids: ['sha256:x'] } }),
      layers: [
        {
          ...addBlob(files, 'application/vnd.in-toto+json', statement),
          annotations: { 'in-toto.io/predicate-type': statement.predicateType },
        },
      ],
      of,
    }),
    platform: { os: 'unknown', architecture: 'unknown' },
    annotations: { 'vnd.docker.reference.type': 'attestation-manifest', 'vnd.docker.reference.digest': of },
  });
  const manifests = [attestation('sha256:other'), image, attestation(image.digest)];
  const layout = await inFolder(closeLayout(files, [addIndex(files, manifests)]));
  const { layers, attestations, skipped } = await opened(layout);
  expect(layers).toHaveLength(3);
  expect(attestations).toMatchObject([{ predicateType: statement.predicateType, statement }]);
  expect(skipped).toEqual([]);
});

test('a broken attestation is skipped, and the image is not', async () => {
  const files: Files = new Map();
  const image = addImage(files, sketch);
  const attestation = addBlob(new Map(), 'application/vnd.oci.image.manifest.v1+json', { config: 1 });
  const annotations = {
    'vnd.docker.reference.type': 'attestation-manifest',
    'vnd.docker.reference.digest': image.digest,
  };
  const opened1 = await opened(await inFolder(closeLayout(files, [image, { ...attestation, annotations }])));
  expect(opened1.layers).toHaveLength(3);
  expect(opened1.skipped).toMatchObject([{ what: expect.stringContaining('attestation'), reason: 'missing' }]);
});

test('artifacts that are no images are named for what they are', async () => {
  const chart = 'application/vnd.cncf.helm.config.v1+json';
  const artifacts: object[] = [
    { config: addBlob(new Map(), chart, {}), layers: [] },
    { config: addBlob(new Map(), 'application/vnd.oci.empty.v1+json', {}), layers: [] },
    {
      artifactType: 'application/vnd.example.sbom',
      config: addBlob(new Map(), 'application/vnd.oci.empty.v1+json', {}),
      layers: [],
    },
  ];
  for (const [index, type] of [chart, 'application/vnd.oci.empty.v1+json', 'application/vnd.example.sbom'].entries()) {
    const files: Files = new Map();
    const manifest = addBlob(files, 'application/vnd.oci.image.manifest.v1+json', artifacts[index] ?? {});
    const archive = await onDisk(archiveOf(closeLayout(files, [manifest])));
    expect(await failed(archive)).toMatchObject({
      ok: false,
      problem: { reason: 'not-an-image', message: expect.stringContaining(`\`${type}\``) },
    });
  }
});

test('blobs that a descriptor embeds are read from it', async () => {
  const files: Files = new Map();
  const bytes = Buffer.from(JSON.stringify(sketchConfig({ layers: [] })));
  const config1 = {
    ...addBlob(new Map(), 'application/vnd.oci.image.config.v1+json', bytes),
    data: bytes.toString('base64'),
  };
  const manifest = addBlob(files, 'application/vnd.oci.image.manifest.v1+json', { config: config1, layers: [] });
  expect((await opened(await inFolder(closeLayout(files, [manifest])))).config.os).toBe('linux');
});

test('manifests and configs of a wrong digest are never used', async () => {
  for (const at of [0, 1]) {
    const files = sketchLayout(sketch);
    const documents = [...files.keys()].filter(
      (path) =>
        Buffer.from(files.get(path) ?? '')
          .toString()
          .startsWith('{') && path.startsWith('blobs/'),
    );
    const path = documents[at] ?? '';
    const changed = Buffer.from(files.get(path) ?? '');
    changed[changed.length - 1] = 0x20;
    files.set(path, changed);
    await rm(join(folder, 'layout'), { recursive: true, force: true });
    expect(await failed(await inFolder(files))).toMatchObject({ ok: false, problem: { reason: 'digest-mismatch' } });
  }
});

test('indexes that nest too deep, name too much or name themselves end', async () => {
  const files: Files = new Map();
  let deep = addIndex(files, [addImage(files, sketch)]);
  for (let depth = 0; depth < 5; depth += 1) deep = addIndex(files, [deep]);
  expect(await failed(await inFolder(closeLayout(files, [deep])))).toMatchObject({
    ok: false,
    problem: { reason: 'limit-exceeded' },
  });
  await rm(join(folder, 'layout'), { recursive: true });
  const wide = closeLayout(
    files,
    Array.from({ length: 1025 }, () => deep),
  );
  expect(await failed(await inFolder(wide))).toMatchObject({ ok: false, problem: { reason: 'limit-exceeded' } });
});

test('documents are bounded in size and depth', async () => {
  const limits = { ...defaultLimits, manifestBytes: 400, configBytes: 100 };
  expect(await failed(await onDisk(archiveOf(sketchLayout(sketch))), { limits })).toMatchObject({
    ok: false,
    problem: { reason: 'limit-exceeded' },
  });
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  expect(await failed(await onDisk(tarArchive([{ name: 'manifest.json', content: deep }])))).toMatchObject({
    ok: false,
  });
});

test('`layers` is null where BuildKit made an image of settings alone', async () => {
  const files: Files = new Map();
  const config = addBlob(files, 'application/vnd.oci.image.config.v1+json', sketchConfig({ layers: [] }));
  const type = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = addBlob(files, type, { schemaVersion: 2, config, layers: null });
  const image = await opened(await inFolder(closeLayout(files, [manifest])));
  expect([image.layers, image.skipped]).toEqual([[], []]);
});

test('a count of layers that the config does not share is said, and layers are read', async () => {
  const one = JSON.stringify({ ...sketchConfig(sketch), rootfs: { diff_ids: ['sha256:1'] } });
  const entries = dockerArchive(plainNames, plain).map((entry) =>
    entry.name === 'config.json' ? { ...entry, content: one } : entry,
  );
  const image = await opened(await onDisk(tarArchive(entries)));
  expect(image.layers).toHaveLength(3);
  expect(image.skipped).toMatchObject([{ what: 'config', reason: 'malformed' }]);
});

test('names from `Object` are names like others', async () => {
  const odd = {
    ...sketch,
    config: { Labels: { __proto__x: '1', constructor: 'me', toString: 'x' }, ExposedPorts: { __proto__: {} } },
  };
  const image = await opened(await onDisk(sketchArchive(odd)));
  expect(image.config.labels.get('constructor')).toBe('me');
  expect(image.config.labels.get('valueOf')).toBeUndefined();
  const raw = '{"config":{"Labels":{"__proto__":"x"},"__proto__":{"User":"evil"}},"rootfs":{"diff_ids":[]}}';
  const archive = tarArchive([
    { name: 'config.json', content: raw },
    { name: 'manifest.json', content: '[{"Config":"config.json","Layers":[]}]' },
  ]);
  const { config: parsed } = await opened(await onDisk(archive));
  expect(parsed.user).toBe('');
  expect(parsed.labels.get('__proto__')).toBe('x');
});

test('an encrypted layer is said to be one', async () => {
  const files: Files = new Map();
  const manifest = addBlob(files, 'application/vnd.oci.image.manifest.v1+json', {
    config: addBlob(files, 'application/vnd.oci.image.config.v1+json', sketchConfig({ layers: [{}] })),
    layers: [addBlob(files, 'application/vnd.oci.image.layer.v1.tar+gzip+encrypted', Buffer.from('cipher'))],
  });
  const image = await opened(await inFolder(closeLayout(files, [manifest])));
  expect(image.skipped).toMatchObject([{ reason: 'unsupported', detail: 'It is encrypted.' }]);
});

test('the layers of an image are held to limits together', async () => {
  const reference = await inFolder(sketchLayout(sketch));
  const image = await opened(reference, { limits: { ...defaultLimits, imageEntries: 1 } });
  expect(image.layers.map(({ unread }) => unread)).toEqual([undefined, 'limit-exceeded', 'limit-exceeded']);
});

test('the config alone is had without reading a layer', async () => {
  let read = 0;
  const image = await opened(await inFolder(sketchLayout(sketch)), {
    only: 'config',
    progress: (bytes) => {
      read += bytes;
    },
  });
  expect(image.config.diffIDs).toHaveLength(3);
  expect([image.layers, image.skipped, read]).toEqual([[], [], 0]);
});

test('a manifest of schema 1 is read as far as it says', async () => {
  const tar = gzipSync(plain(0));
  const digest = addBlob(new Map(), '', tar).digest;
  const compatibility = [
    { config: { User: 'app' }, os: 'linux', container_config: { Cmd: ['/bin/sh', '-c', 'true'] }, throwaway: true },
    { container_config: { Cmd: ['ADD'] } },
  ];
  const manifest = {
    schemaVersion: 1,
    architecture: 'amd64',
    fsLayers: [{ blobSum: digest }],
    history: compatibility.map((one) => ({ v1Compatibility: JSON.stringify(one) })),
  };
  const files: Files = new Map([
    ['manifest.json', Buffer.from(JSON.stringify(manifest))],
    [digest.slice('sha256:'.length), tar],
  ]);
  const image = await opened(await inFolder(files));
  expect(image.config).toMatchObject({ user: 'app', architecture: 'amd64' });
  expect(image.history.map(({ created_by, empty_layer }) => [created_by, empty_layer])).toEqual([
    ['ADD', false],
    ['/bin/sh -c true', true],
  ]);
  expect(image.layers[0]?.entries).toHaveLength(2);
});
