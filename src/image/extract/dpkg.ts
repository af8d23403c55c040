/** Debian's package database: `status`, distroless images' `status.d`, and the sums of the files that packages own. */
import { type Extractor, numberedLines } from './extractor.ts';

/** Installed packages. */
export const dpkgStatus: Extractor = (path, bytes, { extracts }) => {
  let fields = new Map<string, string>();
  let start = 1;
  const flush = (): void => {
    const name = fields.get('Package');
    const status = fields.get('Status') ?? 'installed';
    if (name !== undefined && status.split(' ').includes('installed')) {
      extracts.packages.push({ path, line: start, ...recordOf(name, fields) });
    }
    fields = new Map();
  };
  for (const [line, text] of numberedLines(bytes)) {
    if (text === '') flush();
    else if (text.startsWith(' ') || text.startsWith('\t')) continue;
    else {
      const colon = text.indexOf(':');
      if (colon <= 0) continue;
      const key = text.slice(0, colon);
      if (key === 'Package') start = line;
      fields.set(key, text.slice(colon + 1).trim());
    }
  }
  flush();
};

function recordOf(name: string, fields: ReadonlyMap<string, string>) {
  const arch = fields.get('Architecture');
  const kibibytes = Number(fields.get('Installed-Size') ?? Number.NaN);
  const source = fields.get('Source')?.split(' ')[0];
  return {
    manager: 'dpkg' as const,
    name,
    version: fields.get('Version') ?? '',
    ...(arch === undefined ? {} : { arch }),
    ...(Number.isSafeInteger(kibibytes) && kibibytes >= 0 ? { size: kibibytes * 1024 } : {}),
    ...(source === undefined ? {} : { source }),
    ...(fields.get('Essential') === 'yes' ? { essential: true } : {}),
  };
}

/** md5 of the files a package owns, `NAME.md5sums` or `NAME:ARCH.md5sums`. */
export const dpkgSums: Extractor = (path, bytes, { owned }) => {
  const name = path.slice(path.lastIndexOf('/') + 1, -'.md5sums'.length).split(':')[0] ?? '';
  for (const [, text] of numberedLines(bytes)) {
    if (/^[0-9a-f]{32} [ *]./.test(text)) {
      owned.push({ path: text.slice(34).replace(/^(\.?\/)+/, ''), package: name, md5: text.slice(0, 32) });
    }
  }
};
