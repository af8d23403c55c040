/**
 * LayerFacts: all that reading one layer yields. It depends on nothing but the layer's bytes, the analyzer's version and
 * its options, so it is cached under (digest, analyzer key) and written and read back without loss (JSON).
 * No raw file content is in it.
 */
import type { Skipped } from '../finding.ts';
import type { SecretHit } from '../secrets/hit.ts';

export const layerFactsSchema = 1;

export type EntryType = 'file' | 'dir' | 'symlink' | 'hardlink' | 'char' | 'block' | 'fifo' | 'other';

/** What the first bytes of a file say it is. */
export type FileKind =
  | { readonly is: 'elf'; readonly machine: string; readonly type: 'exec' | 'dyn' | 'rel' | 'core' | 'other' }
  | { readonly is: 'script'; readonly interpreter: string }
  | { readonly is: 'archive'; readonly format: 'gzip' | 'zip' | 'xz' | 'bzip2' | 'zstd' | 'tar' | 'ar' | 'rpm' | '7z' }
  | { readonly is: 'key'; readonly format: 'pem' | 'openssh' | 'putty' | 'pkcs12' | 'jks' | 'pgp' }
  | { readonly is: 'sqlite' | 'pe' | 'macho' | 'pyc' | 'class' | 'heapdump' };

/**
 * One entry of a layer's tar. `path` has no leading `/` or `./` and no trailing `/`; the root itself is ``. Those who make
 * thousands of them write every property, in this order: what looks at entries is fast where all are of one shape.
 */
export interface Entry {
  readonly path: string;
  readonly type: EntryType;
  /** Permission bits only: `mode & 0o7777`. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Logical bytes of a regular file, 0 for everything else. */
  readonly size: number;
  /** Seconds since the epoch. */
  readonly mtime?: number | undefined;
  /** Target of a symbolic link as written; of a hard link, normalised like `path`. */
  readonly link?: string | undefined;
  /**
   * Token of the content of a regular file that is not empty: equal tokens are equal contents. It is made of sums
   * (docs/decisions/0003): never to be compared with digests from elsewhere.
   */
  readonly hash?: string | undefined;
  /** `security.capability`, raw bytes as hex. */
  readonly capability?: string | undefined;
  readonly kind?: FileKind | undefined;
  /** Share of blocks (4 KiB) that are all zero, where it is above 0. */
  readonly zeros?: number | undefined;
}

export interface TarFault {
  readonly kind:
    | 'path-escape'
    | 'duplicate-entry'
    | 'reserved-whiteout'
    | 'symlink-escape'
    | 'nul-in-name'
    | 'bad-header-field';
  readonly path: string;
  readonly detail: string;
}

export interface LimitHit {
  readonly limit: string;
  readonly path?: string;
  readonly detail: string;
}

/** Typed facts by extractor; every one of them is taken on every read, so that a changed rule reads no layer again. */
export interface Extracts {
  readonly passwd: readonly ExtractOf<{
    readonly user: string;
    readonly uid: number;
    readonly gid: number;
    readonly home: string;
    readonly shell: string;
  }>[];
  readonly group: readonly ExtractOf<{
    readonly group: string;
    readonly gid: number;
    readonly members: readonly string[];
  }>[];
  /** Of `shadow`: user and state, never the hash. */
  readonly shadow: readonly ExtractOf<{
    readonly user: string;
    readonly state: 'empty' | 'locked' | 'hashed' | 'des';
  }>[];
  readonly osRelease: readonly ExtractOf<{
    readonly id: string;
    readonly idLike: readonly string[];
    readonly version: string;
    readonly name: string;
  }>[];
  readonly packageJson: readonly ExtractOf<{
    readonly name: string;
    readonly version: string;
    readonly dependencies: readonly string[];
    readonly devDependencies: readonly string[];
  }>[];
  readonly sudoers: readonly ExtractOf<{ readonly who: string; readonly nopasswd: boolean; readonly all: boolean }>[];
  readonly packages: readonly ExtractOf<PackageRecord>[];
}

export type ExtractOf<T> = T & { readonly path: string; readonly line?: number };

/** One record of a package database, as this layer's copy of the database states it. */
export interface PackageRecord {
  readonly manager: 'dpkg' | 'apk' | 'rpm';
  readonly name: string;
  readonly version: string;
  readonly arch?: string;
  /** Installed bytes as the database says. */
  readonly size?: number;
  readonly source?: string;
  readonly essential?: boolean;
}

export interface LayerFacts {
  readonly schema: typeof layerFactsSchema;
  /** Digest of the uncompressed tar, `sha256:…`. */
  readonly diffID: string;
  /** Digest and bytes of the blob as stored. */
  readonly digest: string;
  readonly storedSize: number;
  /** Bytes of the uncompressed tar. */
  readonly tarSize: number;
  readonly compression: 'none' | 'gzip' | 'zstd';
  readonly entries: readonly Entry[];
  /** Paths that whiteouts hide (`a/b` for `a/.wh.b`). */
  readonly whiteouts: readonly string[];
  /** Directories whose lower contents are hidden. */
  readonly opaque: readonly string[];
  readonly secrets: readonly SecretHit[];
  readonly extracts: Extracts;
  /** md5 of the files a package owns, by path, from the databases in this layer (dpkg `.md5sums`, apk `Z:`). */
  readonly owned: readonly {
    readonly path: string;
    readonly package: string;
    readonly md5?: string;
    readonly sha1?: string;
  }[];
  readonly faults: readonly TarFault[];
  readonly limits: readonly LimitHit[];
  /**
   * Why the layer was not read to its end: its entries are those before a limit, or none at all, and what the final
   * filesystem holds is unknown where it could have said so. Absent for a layer that was read and verified whole.
   */
  readonly unread?: Skipped['reason'];
}
