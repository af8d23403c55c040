/** An image of 1 GB for the bench, made of the files of this machine: `big.tar`, a docker-archive, and `big.oci`, gzip. */
import { createHash } from 'node:crypto';
import { closeSync, lstatSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { tarEntry, tarHeader } from '../../../../src/testing/tar.ts';

const layers = 8;
const layerBytes = (1 << 30) / layers;
const largestFile = 64 << 20;

/** Writes both forms into a folder, and names it. */
export async function makeImage(folder: string): Promise<string> {
  const tars: string[] = [];
  const files = glob('/usr/**');
  for (let index = 0; index < layers; index += 1) {
    const tar = join(folder, `layer-${index}.tar`);
    if ((await writeLayer(tar, files)) === 0) break;
    tars.push(tar);
  }
  const diffIDs = tars.map(digestOf);
  const config = Buffer.from(
    JSON.stringify({ architecture: 'amd64', os: 'linux', config: {}, rootfs: { type: 'layers', diff_ids: diffIDs } }),
  );
  writeDockerArchive(join(folder, 'big.tar'), tars, config);
  await writeLayout(join(folder, 'big.oci'), tars, config);
  return folder;
}

async function writeLayer(tar: string, files: AsyncIterator<string>): Promise<number> {
  const fd = openSync(tar, 'w');
  let size = 0;
  while (size < layerBytes) {
    const next = await files.next();
    if (next.done) break;
    const info = lstatSync(next.value, { throwIfNoEntry: false });
    if (!info?.isFile() || info.size > largestFile) continue;
    const bytes = tarEntry({ name: next.value.slice(1), mode: info.mode & 0o7777, content: readFileSync(next.value) });
    size += writeSync(fd, bytes);
  }
  writeSync(fd, Buffer.alloc(1024));
  closeSync(fd);
  return size;
}

function digestOf(file: string): string {
  return sha256(readFileSync(file));
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function writeDockerArchive(file: string, tars: readonly string[], config: Buffer): void {
  const fd = openSync(file, 'w');
  for (const [index, tar] of tars.entries()) {
    writeSync(fd, tarHeader({ name: `layer-${index}.tar`, size: statSync(tar).size }));
    writeSync(fd, readFileSync(tar));
  }
  const manifest = [
    { Config: 'config.json', RepoTags: ['acme/big:1.0'], Layers: tars.map((_, index) => `layer-${index}.tar`) },
  ];
  writeSync(fd, tarEntry({ name: 'config.json', content: config }));
  writeSync(fd, tarEntry({ name: 'manifest.json', content: JSON.stringify(manifest) }));
  writeSync(fd, Buffer.alloc(1024));
  closeSync(fd);
}

async function writeLayout(folder: string, tars: readonly string[], config: Buffer): Promise<void> {
  mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
  const put = (mediaType: string, bytes: Buffer) => {
    const digest = sha256(bytes);
    writeFileSync(join(folder, 'blobs', digest.replace(':', '/')), bytes);
    return { mediaType, digest, size: bytes.length };
  };
  const blobs = [];
  for (const tar of tars) {
    blobs.push(put('application/vnd.oci.image.layer.v1.tar+gzip', await promisify(gzip)(readFileSync(tar))));
  }
  const manifest = {
    schemaVersion: 2,
    config: put('application/vnd.oci.image.config.v1+json', config),
    layers: blobs,
  };
  const top = put('application/vnd.oci.image.manifest.v1+json', Buffer.from(JSON.stringify(manifest)));
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [top] }));
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
}
