import type { FileTree } from '../../src/image/model.ts';
import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

const archive = /\.(tar|tar\.(gz|xz|bz2|zst)|tgz|txz|zip|deb|rpm|7z|run)$/;

export default defineRule({
  id: 'archive-left-after-extract',
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'size',
  summary: 'An archive must not stay beside what came out of it.',
  why: 'It is the same files a second time.',
  options: (z) =>
    z.strictObject({
      minimum: z
        .number()
        .int()
        .nonnegative()
        .default(500_000)
        .describe('Bytes of an archive below which nothing is said.'),
    }),
  bad: [
    { layers: [{ '[|opt/tool-1.2.tar.gz|]': { size: 600_000 }, 'opt/tool-1.2/bin/tool': { size: 900_000 } }] },
    { layers: [{ '[|tmp/pkg.deb|]': { size: 600_000 } }] },
  ],
  good: [
    { layers: [{ 'srv/downloads/tool-1.2.tar.gz': { size: 600_000 } }] },
    { layers: [{ 'opt/small.zip': { size: 100 }, 'opt/small/x': 'x' }] },
    {
      name: 'what packages bring',
      layers: [{ 'usr/share/doc/x/examples.tar.gz': { size: 600_000 }, 'usr/share/doc/x/examples/a': 'x' }],
    },
  ],

  *check({ layers, files }, { minimum }) {
    const list = listing(files);
    for (const { index, facts } of layers) {
      for (const { path, size: bytes } of facts.entries.filter(
        ({ type, size }) => type === 'file' && size >= minimum,
      )) {
        if (!archive.test(path) || /^(usr\/(share|lib)|var\/(lib|cache))\//.test(path)) continue;
        const folder = path.slice(0, path.lastIndexOf('/') + 1);
        const stem = path.slice(folder.length).replace(archive, '');
        const extracted = list(folder.slice(0, -1)).some(
          (name) =>
            name === stem ||
            (stem.startsWith(name) &&
              name.length >= 4 &&
              `${folder}${name}` !== path &&
              list(`${folder}${name}`).length > 0),
        );
        if (!extracted && !/^(tmp|var\/tmp|root)\//.test(path)) continue;
        yield {
          place: { kind: 'layer', layer: index, path },
          message: extracted
            ? `\`/${path}\`, ${size(bytes)}, stays beside what came out of it.`
            : `\`/${path}\`, ${size(bytes)}, stays where downloads are left.`,
          evidence: [{ kind: 'file', path, size: bytes }],
          help: 'Unpack it from a pipe, or remove it in the RUN that fetched it.',
        };
      }
    }
  },
});

/** Archives mostly lie beside each other: what else is there is listed once. */
function listing(files: FileTree): (folder: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (folder) => {
    const names = known.get(folder) ?? files.list(folder);
    known.set(folder, names);
    return names;
  };
}
