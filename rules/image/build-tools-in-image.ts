import type { FileTree } from '../../src/image/model.ts';
import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

const programs: Readonly<Record<string, string>> = {
  gcc: 'gcc',
  cc1: 'gcc',
  'g++': 'gcc',
  clang: 'clang',
  make: 'make',
  cmake: 'cmake',
  ld: 'binutils',
  as: 'binutils',
  gdb: 'gdb',
  rustc: 'rust',
  cargo: 'cargo',
  javac: 'JDK',
  'node-gyp': 'node-gyp',
  ninja: 'ninja',
  bazel: 'bazel',
  mvn: 'maven',
  gradle: 'gradle',
};
const packages =
  /^(gcc|g\+\+|clang|llvm|make|cmake|binutils|gdb|build-essential|build-base|dpkg-dev|rustc|cargo|autoconf|automake|libtool|bison|flex|ninja-build|golang|musl-dev|libc6-dev|libc-dev|linux-libc-dev|linux-headers)(-[\d.]+)?(-|$)|-(dev|devel)$/;

export default defineRule({
  id: 'build-tools-in-image',
  aliases: ['CIS-DI-0003'],
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'size',
  securitySeverity: 3,
  summary: 'An image that runs should hold no tools that build.',
  why: 'Compilers and headers weigh hundreds of megabytes, and let an intruder build what he could not bring.',
  bad: [
    {
      name: 'packages',
      layers: [
        {
          '[|var/lib/dpkg/status|]':
            'Package: gcc-12\nStatus: install ok installed\nInstalled-Size: 60000\nArchitecture: amd64\nVersion: 12.2.0-14\n\nPackage: libssl-dev\nStatus: install ok installed\nInstalled-Size: 11000\nArchitecture: amd64\nVersion: 3.0.15\n\n',
        },
      ],
    },
    { name: 'programs without a package', layers: [{ '[|usr/local/bin/gcc|]': { content: '\x7fELF', mode: 0o755 } }] },
  ],
  good: [
    {
      name: 'what the compiler’s libraries stand on',
      layers: [
        {
          'var/lib/dpkg/status':
            'Package: gcc-12-base\nStatus: install ok installed\nInstalled-Size: 100\nArchitecture: amd64\nVersion: 12.2.0-14\n\n',
        },
      ],
    },
    {
      layers: [
        {
          'var/lib/dpkg/status':
            'Package: libssl3\nStatus: install ok installed\nInstalled-Size: 6000\nArchitecture: amd64\nVersion: 3.0.15\n\n',
        },
      ],
    },
    { layers: [{ 'usr/bin/node': { content: 'x', mode: 0o755 }, 'usr/share/doc/gcc/README': 'x' }] },
  ],

  *check({ packages: installed, files }) {
    const tools = installed.filter(({ name }) => packages.test(name) && !/-(base|doc|common|runtime)$/.test(name));
    for (const group of Map.groupBy(tools, ({ layer }) => layer).values()) {
      const [largest, ...others] = group.toSorted(
        (a, b) => (b.bytes ?? b.size ?? 0) - (a.bytes ?? a.size ?? 0) || (a.name < b.name ? -1 : 1),
      );
      if (!largest) continue;
      const bytes = group.reduce((sum, one) => sum + (one.bytes ?? one.size ?? 0), 0);
      const shown = [largest, ...others].slice(0, 5).map(({ name }) => `\`${name}\``);
      const base = largest.origin.from === 'base';
      yield {
        place: largest.place,
        message: `${group.length === 1 ? 'A package' : `${group.length} packages`} for building ${group.length === 1 ? 'ships' : 'ship'}, ${size(bytes)}: ${shown.join(', ')}${group.length > 5 ? ' …' : ''}.`,
        evidence: group.slice(0, 20).map(({ manager, name, version, bytes: own, size: stated }) => ({
          kind: 'package',
          manager,
          name,
          version,
          size: own ?? stated ?? 0,
        })),
        ...(base && { severity: 'info' as const }),
        help: base
          ? 'Ship on a base without them; build in another stage.'
          : 'Build in another stage and copy the result, or remove them in the RUN that installs them.',
      };
    }
    if (tools.length > 0) return;
    yield* unpackaged(files);
  },
});

/** Where they are put by those who install them without a package; in path order. */
const folders = ['bin', 'go/bin', 'local/bin', 'local/go/bin'].flatMap((folder) => [folder, `usr/${folder}`]).sort();

/** Programs that no package database names. */
function* unpackaged(files: FileTree) {
  const found = folders
    .flatMap((folder) => files.below(folder))
    .filter(({ path, entry }) => entry.type === 'file' && (entry.mode & 0o111) !== 0 && toolOf(path) !== undefined);
  const [first] = found;
  if (!first) return;
  yield {
    place: files.at(first),
    message: `Tools for building ship: ${[...new Set(found.map(({ path }) => `\`${toolOf(path)}\``))].join(', ')}.`,
    evidence: found.slice(0, 20).map(({ path, entry }) => ({ kind: 'file' as const, path, size: entry.size })),
    help: 'Build in another stage and copy the result.',
  };
}

function toolOf(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return Object.hasOwn(programs, name) ? programs[name] : undefined;
}
