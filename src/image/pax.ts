/** PAX extended headers: the records that say more, or say better, what a tar header says. */
import { ReadFault } from './fault.ts';
import { nameOf } from './path.ts';
import type { SparseRegion } from './sparse.ts';

/** What is kept of an extended header; everything else in it is passed over. */
export interface Pax {
  path?: string;
  link?: string;
  size?: number;
  uid?: number;
  gid?: number;
  mtime?: number;
  /** `security.capability`, raw. */
  capability?: Buffer;
  /** A key whose value could not be used. */
  badField?: string;
  nul?: boolean;
  sparse?: {
    name?: string;
    size?: number;
    regions: SparseRegion[];
    /** Version 1.0: the map stands at the start of the data. */
    inData?: boolean;
  };
}

/** Reads the records of one extended header into `pax`; throws where the records themselves cannot be told apart. */
export function parsePax(bytes: Buffer, pax: Pax): void {
  let at = 0;
  while (at < bytes.length && bytes[at] !== 0) {
    const space = bytes.indexOf(0x20, at);
    const length = space < 0 || space - at > 8 ? Number.NaN : Number(bytes.toString('latin1', at, space));
    const end = at + length;
    if (!Number.isInteger(length) || end <= space || end > bytes.length || bytes[end - 1] !== 0x0a) {
      throw new ReadFault('malformed', 'a PAX header holds a record of no valid length.');
    }
    const equals = bytes.indexOf(0x3d, space);
    if (equals < 0 || equals >= end) throw new ReadFault('malformed', 'a PAX header holds a record without `=`.');
    take(pax, bytes.toString('latin1', space + 1, equals), bytes.subarray(equals + 1, end - 1));
    at = end;
  }
}

function take(pax: Pax, key: string, value: Buffer): void {
  // An empty value takes back what an earlier header said, so the tar header's own field holds.
  switch (key) {
    case 'path':
      takeName(pax, 'path', value);
      return;
    case 'linkpath':
      takeName(pax, 'link', value);
      return;
    case 'size':
      takeSize(pax, value);
      return;
    case 'uid':
    case 'gid':
    case 'mtime':
      takeNumber(pax, key, value);
      return;
    case 'SCHILY.xattr.security.capability':
      pax.capability = Buffer.from(value.subarray(0, 64));
      return;
    case 'LIBARCHIVE.xattr.security.capability':
      pax.capability ??= Buffer.from(value.toString('latin1', 0, 96), 'base64');
      return;
    default:
      if (key.startsWith('GNU.sparse.')) takeSparse(pax, key.slice('GNU.sparse.'.length), value);
  }
}

function takeName(pax: Pax, field: 'path' | 'link', value: Buffer): void {
  const nul = value.indexOf(0);
  if (nul >= 0) pax.nul = true;
  if (value.length === 0) delete pax[field];
  else pax[field] = nameOf(nul < 0 ? value : value.subarray(0, nul));
}

function takeSize(pax: Pax, value: Buffer): void {
  const size = decimal(value);
  if (size === undefined) throw new ReadFault('malformed', 'a PAX header states no valid size.');
  pax.size = size;
}

function takeNumber(pax: Pax, key: 'uid' | 'gid' | 'mtime', value: Buffer): void {
  const text = value.toString('latin1');
  const number = /^-?\d{1,15}(\.\d*)?$/.test(text) ? Math.floor(Number(text)) : undefined;
  if (number === undefined || (key !== 'mtime' && number < 0)) pax.badField ??= key;
  else pax[key] = number;
}

function decimal(value: Buffer): number | undefined {
  const text = value.toString('latin1', 0, 24);
  const number = Number(text);
  return /^\d+$/.test(text) && Number.isSafeInteger(number) ? number : undefined;
}

function takeSparse(pax: Pax, key: string, value: Buffer): void {
  pax.sparse ??= { regions: [] };
  const sparse = pax.sparse;
  if (key === 'name') {
    sparse.name = nameOf(value);
    return;
  }
  if (key === 'map') {
    sparse.regions = regionsOf(value.toString('latin1').split(',').map(Number));
    return;
  }
  const number = decimal(value);
  if (key === 'major') sparse.inData = number === 1;
  else if (key === 'size' || key === 'realsize') {
    if (number !== undefined) sparse.size = number;
  } else if (key === 'offset') sparse.regions.push({ offset: number ?? Number.NaN, length: 0 });
  else if (key === 'numbytes') {
    const last = sparse.regions.pop();
    if (last) sparse.regions.push({ offset: last.offset, length: number ?? Number.NaN });
  }
}

/** `[offset, length, offset, length …]` as regions. */
export function regionsOf(numbers: readonly number[]): SparseRegion[] {
  const regions: SparseRegion[] = [];
  for (let at = 0; at + 1 < numbers.length; at += 2) {
    regions.push({ offset: numbers[at] ?? Number.NaN, length: numbers[at + 1] ?? Number.NaN });
  }
  return regions;
}
