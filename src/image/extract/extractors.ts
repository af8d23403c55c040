/** Which extractor reads which file. A change here, or in any of them, is a new version of the analyzer: see `layer.ts`. */
import { group, passwd, shadow, sudoers } from './accounts.ts';
import { apkInstalled } from './apk.ts';
import { dpkgStatus, dpkgSums } from './dpkg.ts';
import type { Extractor } from './extractor.ts';
import { osRelease } from './os-release.ts';
import { packageJson } from './package-json.ts';
import { rpmDatabase } from './rpm.ts';

const byPath: ReadonlyMap<string, Extractor> = new Map([
  ['etc/passwd', passwd],
  ['etc/group', group],
  ['etc/shadow', shadow],
  ['etc/sudoers', sudoers],
  ['etc/os-release', osRelease],
  ['usr/lib/os-release', osRelease],
  ['var/lib/dpkg/status', dpkgStatus],
  ['lib/apk/db/installed', apkInstalled],
  ['usr/lib/apk/db/installed', apkInstalled],
]);

const rpmFolders = ['var/lib/rpm/', 'usr/lib/sysimage/rpm/', 'usr/share/rpm/'];
const rpmFiles = ['rpmdb.sqlite', 'Packages.db', 'Packages'];

const readers: ReadonlyMap<string, Extractor> = new Map([
  ...byPath,
  ...rpmFolders.flatMap((folder) => rpmFiles.map((file) => [`${folder}${file}`, rpmDatabase] as const)),
]);

const infoFolder = 'var/lib/dpkg/info/';
const statusFolder = 'var/lib/dpkg/status.d/';

/** The extractor that reads a path, if any does. */
export function extractorOf(path: string): Extractor | undefined {
  const exact = readers.get(path);
  if (exact) return exact;
  if (path.endsWith('/package.json') || path === 'package.json') {
    return path.includes('node_modules/') ? undefined : packageJson;
  }
  if (path.startsWith('etc/sudoers.d/')) return sudoers;
  if (path.startsWith(infoFolder)) return path.endsWith('.md5sums') ? dpkgSums : undefined;
  if (path.startsWith(statusFolder)) return path.endsWith('.md5sums') ? dpkgSums : dpkgStatus;
  return undefined;
}
