/** Alpine's package database, `installed`: packages and the sums of the files they own. */
import type { LayerFacts, PackageRecord } from '../facts.ts';
import { type Extractor, numberedLines } from './extractor.ts';

interface Pending {
  fields: Map<string, string>;
  line: number;
  folder: string;
}

/** Installed packages and owned files. */
export const apkInstalled: Extractor = (path, bytes, { extracts, owned }) => {
  let pending: Pending = { fields: new Map(), line: 1, folder: '' };
  let owns: { path: string; sum: string | undefined }[] = [];
  const flush = (): void => {
    const name = pending.fields.get('P');
    if (name !== undefined) {
      extracts.packages.push({ path, line: pending.line, ...recordOf(name, pending.fields) });
      for (const file of owns) owned.push({ path: file.path, package: name, ...sumOf(file.sum) });
    }
    owns = [];
    pending = { fields: new Map(), line: 1, folder: '' };
  };
  for (const [line, text] of numberedLines(bytes)) {
    if (text === '') {
      flush();
      continue;
    }
    if (text[1] !== ':') continue;
    const value = text.slice(2);
    if (text[0] === 'F') pending.folder = value;
    else if (text[0] === 'R')
      owns.push({ path: pending.folder === '' ? value : `${pending.folder}/${value}`, sum: undefined });
    else if (text[0] === 'Z') {
      const last = owns.at(-1);
      if (last) last.sum = value;
    } else {
      if (text[0] === 'P') pending.line = line;
      pending.fields.set(text[0] ?? '', value);
    }
  }
  flush();
};

function recordOf(name: string, fields: ReadonlyMap<string, string>): PackageRecord {
  const arch = fields.get('A');
  const size = Number(fields.get('I') ?? Number.NaN);
  const source = fields.get('o');
  return {
    manager: 'apk',
    name,
    version: fields.get('V') ?? '',
    ...(arch === undefined ? {} : { arch }),
    ...(Number.isSafeInteger(size) && size >= 0 ? { size } : {}),
    ...(source === undefined ? {} : { source }),
  };
}

/** `Q1` and base64 is SHA-1; other sums are of algorithms nothing is compared by. */
function sumOf(sum: string | undefined): Pick<LayerFacts['owned'][number], 'sha1'> {
  return sum?.startsWith('Q1') ? { sha1: Buffer.from(sum.slice(2), 'base64').toString('hex') } : {};
}
