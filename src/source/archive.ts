/** A tar archive on disk: one pass over its headers says where every entry lies, whatever their order. */
import { type FileHandle, open, stat } from 'node:fs/promises';
import { problemOf, ReadFault, type ReadProblem } from '../image/fault.ts';
import type { Limits } from '../image/limits.ts';
import { normalPath } from '../image/path.ts';
import { type TarItem, TarReader } from '../image/tar.ts';
import { readExtent } from './extent.ts';
import type { ArchiveStore } from './store.ts';

interface Member {
  readonly start: number;
  readonly size: number;
  /** The path it links to. */
  readonly link: string | undefined;
}

/** Opens a plain tar archive. A fault in it leaves the entries before it readable. */
export async function archiveStore(name: string, limits: Limits): Promise<ArchiveStore> {
  const members = new Map<string, Member>();
  const { size } = await stat(name);
  const fault = await indexFile(name, members, limits);
  return {
    kind: 'archive',
    name,
    paths: [...members.keys()],
    fault,
    whole: { size, open: () => readExtent({ file: name, start: 0, size }), extent: { file: name, start: 0, size } },
    find: async (path) => {
      const member = memberOf(members, path);
      if (!member) return undefined;
      const extent = { file: name, start: member.start, size: member.size };
      return { size: member.size, open: () => readExtent(extent), extent };
    },
  };
}

/** The member of a path; one link is followed, as builders write them for layers that occur twice. */
function memberOf(members: ReadonlyMap<string, Member>, path: string): Member | undefined {
  const member = members.get(normalPath(path).path);
  if (member?.link === undefined) return member;
  const target = members.get(member.link);
  return target?.link === undefined ? target : undefined;
}

/** Where the link of an archive's entry leads. */
export function linkTarget(path: string, item: TarItem): string | undefined {
  if (item.type === 'hardlink') return normalPath(item.link).path;
  if (item.type !== 'symlink') return undefined;
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return normalPath(item.link.startsWith('/') ? item.link : folder + item.link).path;
}

async function indexFile(name: string, members: Map<string, Member>, limits: Limits): Promise<ReadProblem | undefined> {
  let last = 0;
  const reader = new TarReader(
    {
      entry: (item) => {
        const { path } = normalPath(item.name);
        const link = linkTarget(path, item);
        if (link !== undefined || item.type === 'file')
          members.set(path, { start: item.start, size: item.stored, link });
        if (members.size > limits.layerEntries) {
          throw new ReadFault('limit-exceeded', `it has more than ${limits.layerEntries} entries.`);
        }
        last = item.start + item.stored;
        return undefined;
      },
      limit: () => {},
    },
    limits,
  );
  const handle = await open(name);
  try {
    const { size } = await handle.stat();
    await walk(handle, reader, size);
    if (last > size) throw new ReadFault('truncated', `the archive ends inside an entry at byte ${size}.`);
    return undefined;
  } catch (error) {
    return problemOf(error);
  } finally {
    await handle.close();
  }
}

/** Reads headers only: bodies nobody wants are passed over without being read. */
async function walk(handle: FileHandle, reader: TarReader, size: number): Promise<void> {
  const buffer = Buffer.allocUnsafe(512);
  let at = 0;
  while (at < size && !reader.ended) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) break;
    reader.push(buffer.subarray(0, bytesRead));
    at += bytesRead;
    at += reader.skip();
  }
  reader.end();
}
