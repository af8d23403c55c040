/** What the first bytes of a file say it is. */
import type { FileKind } from './facts.ts';

/** Bytes of a file's start that `kindOf` looks at. */
export const headBytes = 512;

type Magic = readonly [bytes: string, kind: FileKind, at?: number];

const archive = (format: Extract<FileKind, { is: 'archive' }>['format']): FileKind => ({ is: 'archive', format });
const key = (format: Extract<FileKind, { is: 'key' }>['format']): FileKind => ({ is: 'key', format });

/** Latin1 texts that files of a kind begin with. */
const magics: readonly Magic[] = [
  ['\x1f\x8b\x08', archive('gzip')],
  ['PK\x03\x04', archive('zip')],
  ['PK\x05\x06', archive('zip')],
  ['\xfd7zXZ\0', archive('xz')],
  ['BZh', archive('bzip2')],
  ['\x28\xb5\x2f\xfd', archive('zstd')],
  ['!<arch>\n', archive('ar')],
  ['\xed\xab\xee\xdb', archive('rpm')],
  ['7z\xbc\xaf\x27\x1c', archive('7z')],
  ['SQLite format 3\0', { is: 'sqlite' }],
  ['JAVA PROFILE 1.0', { is: 'heapdump' }],
  ['\xfe\xed\xfa\xce', { is: 'macho' }],
  ['\xfe\xed\xfa\xcf', { is: 'macho' }],
  ['\xce\xfa\xed\xfe', { is: 'macho' }],
  ['\xcf\xfa\xed\xfe', { is: 'macho' }],
  ['PuTTY-User-Key-File-', key('putty')],
  ['\xfe\xed\xfe\xed', key('jks')],
  ['\xce\xce\xce\xce', key('jks')],
];

const ustarAt = 257;
const inside: readonly Magic[] = [['ustar', archive('tar'), ustarAt]];
/** By the first byte: most files begin with one that none of them has. */
const atStart: ReadonlyMap<number, readonly Magic[]> = Map.groupBy(magics, ([text]) => text.charCodeAt(0));
const pyc: FileKind = { is: 'pyc' };

/** The kind of a file by its first bytes (`headBytes` of them, or all of a shorter file) and its path. */
export function kindOf(head: Buffer, path: string): FileKind | undefined {
  if (head.length < 2) return undefined;
  const first = head[0] ?? 0;
  if (first === 0x7f) return elf(head);
  if (first === 0x23) return script(head);
  if (first === 0x2d) return armoured(head);
  if (first === 0x4d && head[1] === 0x5a) return pe(head);
  if (first === 0xca) return javaClass(head);
  if (first === 0x30) return pkcs12(head);
  if (head[2] === 0x0d && head[3] === 0x0a && path.endsWith('.pyc')) return pyc;
  const known = atStart.get(first);
  return (known && magicOf(head, known)) ?? (head[ustarAt] === 0x75 ? magicOf(head, inside) : undefined);
}

function magicOf(head: Buffer, known: readonly Magic[]): FileKind | undefined {
  return known.find(([text, , at = 0]) => head.toString('latin1', at, at + text.length) === text)?.[1];
}

/** ELF machines by number, named as image configs name architectures; the second name is the big-endian one. */
const machines: ReadonlyMap<number, readonly [string, string?]> = new Map([
  [3, ['386']],
  [8, ['mipsle', 'mips']],
  [20, ['ppc']],
  [21, ['ppc64le', 'ppc64']],
  [22, ['s390x']],
  [40, ['arm']],
  [62, ['amd64']],
  [183, ['arm64']],
  [243, ['riscv64']],
  [247, ['bpf']],
  [258, ['loong64']],
]);

const elfTypes = ['other', 'rel', 'exec', 'dyn', 'core'] as const;

function elf(head: Buffer): FileKind | undefined {
  if (head.length < 20 || head.readUInt32BE(0) !== 0x7f454c46) return undefined;
  const big = head[5] === 2;
  const type = big ? head.readUInt16BE(16) : head.readUInt16LE(16);
  const machine = big ? head.readUInt16BE(18) : head.readUInt16LE(18);
  const [name, bigName] = machines.get(machine) ?? [`elf-${machine}`];
  return shared({ is: 'elf', machine: big ? (bigName ?? name) : name, type: elfTypes[type] ?? 'other' });
}

/** Programs of one layer are alike: one object says it of all of them. */
const elfs = new Map<string, FileKind>();

function shared(kind: Extract<FileKind, { is: 'elf' }>): FileKind {
  const key = `${kind.machine} ${kind.type}`;
  const known = elfs.get(key) ?? kind;
  elfs.set(key, known);
  return known;
}

function script(head: Buffer): FileKind | undefined {
  if (head[1] !== 0x21) return undefined;
  const newline = head.indexOf(0x0a);
  const line = head.toString('latin1', 2, newline < 0 ? Math.min(head.length, 128) : Math.min(newline, 128)).trim();
  return line.startsWith('/') ? { is: 'script', interpreter: line } : undefined;
}

function armoured(head: Buffer): FileKind | undefined {
  const line = head.toString('latin1', 0, 64);
  if (line.startsWith('-----BEGIN OPENSSH PRIVATE KEY-----')) return key('openssh');
  if (line.startsWith('-----BEGIN PGP PRIVATE KEY BLOCK-----')) return key('pgp');
  return /^-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(line) ? key('pem') : undefined;
}

function pe(head: Buffer): FileKind | undefined {
  const at = head.length >= 64 ? head.readUInt32LE(60) : head.length;
  return head.toString('latin1', at, at + 4) === 'PE\0\0' ? { is: 'pe' } : undefined;
}

/** Java classes and fat Mach-O files begin alike; a class has a version of 45 or more where the other counts its few parts. */
function javaClass(head: Buffer): FileKind | undefined {
  if (head.length < 8 || head.readUInt32BE(0) !== 0xcafebabe) return undefined;
  return head.readUInt32BE(4) < 45 ? { is: 'macho' } : { is: 'class' };
}

/** A PFX: SEQUENCE, INTEGER 3, SEQUENCE, OBJECT IDENTIFIER of PKCS #7 data or signed data. */
function pkcs12(head: Buffer): FileKind | undefined {
  const start = head.toString('latin1', 0, 48);
  return /^0[\x80-\xff][\x00-\xff]{0,4}?\x02\x01\x030[\x00-\xff]{1,5}?\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07/.test(
    start,
  )
    ? key('pkcs12')
    : undefined;
}
