/** The rpm database in the three forms it has had: SQLite, NDB and Berkeley DB; each holds one header a package. */
import type { LayerFacts, PackageRecord } from '../facts.ts';
import { bdbBlobs } from './bdb.ts';
import type { Extractor } from './extractor.ts';
import { ndbBlobs } from './ndb.ts';
import { sqliteBlobs } from './sqlite.ts';

/** Installed packages, and the files they own. */
export const rpmDatabase: Extractor = (path, bytes, { extracts, owned }) => {
  for (const blob of blobsOf(bytes)) {
    const header = new RpmHeader(blob);
    const name = header.text(tags.name);
    // Keys that packages were signed by are kept as packages.
    if (name === undefined || name === 'gpg-pubkey') continue;
    extracts.packages.push({ path, ...recordOf(name, header) });
    for (const file of filesOf(header)) owned.push({ path: file, package: name });
  }
};

function* blobsOf(bytes: Buffer): Generator<Buffer> {
  if (bytes.toString('latin1', 0, 15) === 'SQLite format 3') yield* sqliteBlobs(bytes, 'Packages');
  else if (bytes.toString('latin1', 0, 4) === 'RpmP') yield* ndbBlobs(bytes);
  else yield* bdbBlobs(bytes);
}

const tags = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  size: 1009,
  arch: 1022,
  source: 1044,
  folderOfFile: 1116,
  files: 1117,
  folders: 1118,
  longSize: 5009,
} as const;

const fixedTypes: Readonly<Record<number, number>> = { 3: 2, 4: 4, 5: 8 };

/** An index of tags, each with a type, an offset and a count, and the data they point into. */
class RpmHeader {
  readonly #index = new Map<number, { readonly type: number; readonly at: number; readonly count: number }>();
  readonly #data: Buffer;

  constructor(blob: Buffer) {
    const entries = blob.length < 8 ? 0 : Math.min(blob.readUInt32BE(0), Math.floor((blob.length - 8) / 16));
    this.#data = blob.subarray(8 + entries * 16);
    for (let entry = 0; entry < entries; entry += 1) {
      const at = 8 + entry * 16;
      const [tag, type] = [blob.readUInt32BE(at), blob.readUInt32BE(at + 4)];
      this.#index.set(tag, { type, at: blob.readUInt32BE(at + 8), count: blob.readUInt32BE(at + 12) });
    }
  }

  text(tag: number): string | undefined {
    return this.texts(tag)[0];
  }

  texts(tag: number): string[] {
    const entry = this.#index.get(tag);
    if (!entry || ![6, 8, 9].includes(entry.type)) return [];
    const texts: string[] = [];
    let at = entry.at;
    while (texts.length < entry.count && at < this.#data.length) {
      const end = this.#data.indexOf(0, at);
      texts.push(this.#data.toString('utf8', at, end < 0 ? this.#data.length : end));
      if (end < 0) break;
      at = end + 1;
    }
    return texts;
  }

  numbers(tag: number): number[] {
    const entry = this.#index.get(tag);
    const width = entry && fixedTypes[entry.type];
    if (!entry || !width) return [];
    const count = Math.min(entry.count, Math.max(0, Math.floor((this.#data.length - entry.at) / width)));
    return Array.from({ length: count }, (_, index) => {
      const at = entry.at + index * width;
      return width === 8 ? Number(this.#data.readBigUInt64BE(at)) : this.#data.readUIntBE(at, width);
    });
  }
}

function recordOf(name: string, header: RpmHeader): PackageRecord {
  const [epoch] = header.numbers(tags.epoch);
  const version = `${header.text(tags.version) ?? ''}-${header.text(tags.release) ?? ''}`;
  const size = header.numbers(tags.longSize)[0] ?? header.numbers(tags.size)[0];
  const arch = header.text(tags.arch);
  // `bash-5.1.8-6.el9.src.rpm` is the source package `bash`.
  const source = header.text(tags.source)?.replace(/-[^-]*-[^-]*\.src\.rpm$/, '');
  return {
    manager: 'rpm',
    name,
    version: epoch ? `${epoch}:${version}` : version,
    ...(arch === undefined ? {} : { arch }),
    ...(size === undefined ? {} : { size }),
    ...(source === undefined || source === '(none)' ? {} : { source }),
  };
}

function filesOf(header: RpmHeader): LayerFacts['owned'][number]['path'][] {
  const folders = header.texts(tags.folders);
  const folderOf = header.numbers(tags.folderOfFile);
  return header
    .texts(tags.files)
    .map((name, index) => `${folders[folderOf[index] ?? -1] ?? ''}${name}`.replace(/^\/+/, ''));
}
