import { createHash } from 'node:crypto';
import { deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ExpectedLayer, type LayerResult, readLayer, readTar } from '../../../src/image/layer.ts';
import { defaultLimits, type Limits } from '../../../src/image/limits.ts';
import { tarArchive } from '../../../src/testing/tar.ts';

const tar = Buffer.from(
  tarArchive([
    { name: 'app/main.js', content: 'run()' },
    { name: 'app/data', content: Buffer.alloc(300_000, 'some data ') },
    { name: 'etc/os-release', content: 'ID=debian\nVERSION_ID="12"\n' },
  ]),
);
const diffID = digestOf(tar);

function digestOf(bytes: Uint8Array, algorithm = 'sha256'): string {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}

async function* chunked(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size));
}

function read(bytes: Uint8Array, expected: ExpectedLayer = {}, limits: Limits = defaultLimits): Promise<LayerResult> {
  return readLayer(chunked(bytes), { expected, limits });
}

function skippable(content: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(0x184d2a53);
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content]);
}

const forms: Readonly<Record<string, Buffer>> = {
  plain: tar,
  'gzip of one member': gzipSync(tar),
  'gzip of many members': Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(''), gzipSync(tar.subarray(700))]),
  'gzip with zeros after it': Buffer.concat([gzipSync(tar), Buffer.alloc(600)]),
  'zstd of one frame': zstdCompressSync(tar),
  'zstd of many frames': Buffer.concat(
    [tar.subarray(0, 512), tar.subarray(512, 9000), tar.subarray(9000)].map((part) => zstdCompressSync(part)),
  ),
  'zstd with skippable frames': Buffer.concat([
    skippable(Buffer.from('toc')),
    zstdCompressSync(tar),
    skippable(Buffer.alloc(9)),
    skippable(Buffer.alloc(0)),
  ]),
};

for (const [form, blob] of Object.entries(forms)) {
  test(`${form} is the same layer`, async () => {
    const plain = readTar(tar);
    const result = await read(blob, { digest: digestOf(blob), size: blob.length, diffID });
    if (!result.ok || !plain.ok) throw new Error('not read');
    const { digest, storedSize, compression } = result.value;
    expect(result.value).toEqual({ ...plain.value, digest, storedSize, compression });
    expect(digest).toBe(digestOf(blob));
    expect(storedSize).toBe(blob.length);
    expect(compression).toBe(form.split(' ')[0] === 'plain' ? 'none' : form.split(' ')[0]);
  });

  test(`${form}, cut anywhere, is truncated`, async () => {
    for (const share of [0.1, 0.35, 0.6, 0.85, 0.999]) {
      const cut = blob.subarray(0, Math.floor(blob.length * share));
      expect(await read(cut, { digest: digestOf(blob), size: blob.length, diffID })).toMatchObject({
        ok: false,
        problem: { reason: 'truncated' },
      });
      // Zeros after the last member are no part of the layer.
      const unstated = await read(cut, { diffID });
      expect(unstated.ok).toBe(form === 'gzip with zeros after it' && cut.length >= blob.length - 600);
    }
  });

  test(`${form} with a bit flipped is not the blob that was stated`, async () => {
    for (const share of [0.02, 0.5, 0.9]) {
      const wrong = Buffer.from(blob);
      const at = Math.floor(blob.length * share);
      wrong[at] = (wrong[at] ?? 0) ^ 0x04;
      expect(await read(wrong, { digest: digestOf(blob), size: blob.length, diffID })).toMatchObject({
        ok: false,
        problem: { reason: 'digest-mismatch' },
      });
    }
  });
}

test('a blob that is longer than stated is not read to its end', async () => {
  const result = await read(forms['plain'] ?? tar, { size: 1500 });
  expect(result).toMatchObject({ ok: false, problem: { reason: 'size-mismatch' } });
});

test('a wrong diffID is told from a wrong digest', async () => {
  const blob = gzipSync(tar);
  const result = await read(blob, { digest: digestOf(blob), diffID: digestOf(blob) });
  expect(result).toMatchObject({
    ok: false,
    problem: { reason: 'digest-mismatch', message: expect.stringContaining('diffID') },
  });
});

test('sha512 is verified, and a digest nothing computes is said', async () => {
  expect(await read(tar, { digest: digestOf(tar, 'sha512') })).toMatchObject({ ok: true, value: { diffID } });
  expect(await read(tar, { digest: digestOf(gzipSync(tar), 'sha512') })).toMatchObject({ ok: false });
  expect(await read(tar, { digest: 'blake3:ab' })).toMatchObject({ ok: false, problem: { reason: 'unsupported' } });
});

test('compressions that are not read are named', async () => {
  for (const [magic, name] of [
    ['\xfd7zXZ\0', 'xz'],
    ['BZh91AY&SY', 'bzip2'],
  ] as const) {
    const result = await read(Buffer.from(magic, 'latin1'));
    expect(result).toMatchObject({
      ok: false,
      problem: { reason: 'unsupported', message: expect.stringContaining(name) },
    });
  }
});

test('garbage after a stream is no part of it', async () => {
  for (const blob of [gzipSync(tar), zstdCompressSync(tar)]) {
    const result = await read(Buffer.concat([blob, Buffer.from('garbage')]));
    expect(result).toMatchObject({ ok: false, problem: { reason: 'malformed' } });
  }
});

test('an empty blob holds nothing', async () => {
  expect(await read(Buffer.alloc(0))).toMatchObject({ ok: true, value: { entries: [], storedSize: 0 } });
});

test('a bomb is stopped by its size and by its ratio', async () => {
  const bomb = gzipSync(Buffer.concat([tarArchive([{ name: 'zeros', size: 8 << 20 }], false), Buffer.alloc(8 << 20)]));
  const small = await read(bomb, {}, { ...defaultLimits, layerBytes: 1 << 20 });
  expect(small).toMatchObject({
    ok: false,
    problem: { reason: 'limit-exceeded' },
    partial: { entries: [{ path: 'zeros' }] },
  });
  const steep = await read(bomb, {}, { ...defaultLimits, ratio: 100, ratioFrom: 1 << 20 });
  expect(steep).toMatchObject({ ok: false, problem: { reason: 'limit-exceeded' } });
  expect(await read(bomb)).toMatchObject({ ok: true, value: { entries: [{ zeros: 1 }] } });
});

test('a small zstd frame that grows large is streamed', async () => {
  const size = 40 << 20;
  const bomb = zstdCompressSync(Buffer.concat([tarArchive([{ name: 'zeros', size }], false), Buffer.alloc(size)]));
  expect(bomb.length).toBeLessThan(1 << 16);
  expect(await read(bomb)).toMatchObject({ ok: true, value: { entries: [{ path: 'zeros', size }] } });
});

test('a zstd window beyond 128 MiB is refused', async () => {
  // A frame header that asks for a window of 2 GiB, and one raw block.
  const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0x09, 0x00, 0x00, 0x41]);
  expect(await read(frame)).toMatchObject({ ok: false, problem: { reason: 'limit-exceeded' } });
});

test('what a stream throws is the reason it cannot be read', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield gzipSync(tar).subarray(0, 20);
    throw new Error('the connection was lost');
  }
  expect(await readLayer(broken())).toMatchObject({
    ok: false,
    problem: { reason: 'unreadable', message: 'the connection was lost' },
  });
});

test('files are scanned for secrets as they pass', async () => {
  const seen: string[] = [];
  const hit = {
    detector: 'x',
    title: 'X',
    confidence: 'likely',
    masked: 'a…b',
    length: 9,
    offset: 3,
    end: 12,
    why: 'test',
  } as const;
  const scan = {
    file: (path: string, size: number) => {
      if (path !== 'app/data') return undefined;
      let bytes = 0;
      return {
        push: (chunk: Uint8Array) => {
          bytes += chunk.length;
        },
        end: () => {
          seen.push(`${path} ${size} ${bytes}`);
          return [hit];
        },
      };
    },
  };
  const limits = [{ path: 'app/data', detail: 'too long' }];
  const result = await readLayer(chunked(gzipSync(tar)), { scan: { ...scan, limits } });
  expect(seen).toEqual(['app/data 300000 300000']);
  expect(result).toMatchObject({
    ok: true,
    value: { secrets: [{ ...hit, path: 'app/data' }], limits: [{ limit: 'secrets', ...limits[0] }] },
  });
});

const magics = fc.constantFrom('', '1f8b0800000000000003', '28b52ffd', '502a4d1804000000', '28b52ffd20');

test('random bytes never make the reader throw, whatever they begin with', async () => {
  await fc.assert(
    fc.asyncProperty(magics, fc.uint8Array({ maxLength: 3000 }), async (magic, bytes) => {
      const result = await read(Buffer.concat([Buffer.from(magic, 'hex'), bytes]));
      expect(typeof result.ok).toBe('boolean');
    }),
    { numRuns: 120 },
  );
});

test('random changes of a compressed layer never make the reader throw', async () => {
  const blobs = [gzipSync(tar), zstdCompressSync(tar), Buffer.concat([deflateRawSync(tar)])];
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 2 }), fc.nat(), fc.nat({ max: 255 }), async (which, where, byte) => {
      const blob = Buffer.from(blobs[which] ?? tar);
      blob[where % blob.length] = byte;
      const result = await read(blob, { diffID });
      expect(result.ok === false || result.value.diffID === diffID).toBe(true);
    }),
    { numRuns: 60 },
  );
});
