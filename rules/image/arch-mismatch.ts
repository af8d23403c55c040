import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'arch-mismatch',
  on: 'image',
  since: '1.0',
  severity: 'error',
  category: 'runtime',
  summary: 'The programs of an image must be of the platform that it names.',
  why: 'Otherwise nothing in it starts, or all of it runs in slow emulation.',
  bad: [
    {
      top: { '[|architecture|]': 'arm64' },
      layers: [
        {
          'app/server': {
            content: new Uint8Array([
              0x7f,
              0x45,
              0x4c,
              0x46,
              2,
              1,
              1,
              0,
              0,
              0,
              0,
              0,
              0,
              0,
              0,
              0,
              2,
              0,
              62,
              0,
              1,
              0,
              0,
              0,
              ...new Array(40).fill(0),
            ]),
            mode: 0o755,
          },
        },
      ],
    },
  ],
  good: [
    {
      top: { architecture: 'amd64' },
      layers: [
        {
          'app/server': {
            content: new Uint8Array([
              0x7f,
              0x45,
              0x4c,
              0x46,
              2,
              1,
              1,
              0,
              0,
              0,
              0,
              0,
              0,
              0,
              0,
              0,
              2,
              0,
              62,
              0,
              1,
              0,
              0,
              0,
              ...new Array(40).fill(0),
            ]),
            mode: 0o755,
          },
        },
      ],
    },
    { top: { architecture: 'arm64' }, layers: [{ 'app/server.js': 'x' }] },
  ],

  *check({ files, config: { architecture } }) {
    if (architecture === '') return;
    const counts = new Map<string, number>();
    for (const { entry } of files.all.filter(({ entry: { kind } }) => kind?.is === 'elf')) {
      if (entry.kind?.is !== 'elf' || (entry.kind.type !== 'exec' && entry.kind.type !== 'dyn')) continue;
      counts.set(entry.kind.machine, (counts.get(entry.kind.machine) ?? 0) + 1);
    }
    const [most] = [...counts].toSorted((a, b) => b[1] - a[1]);
    if (!most || most[0] === architecture || most[0].startsWith('elf-')) return;
    yield {
      place: { kind: 'config', key: 'architecture' },
      message: `The image says \`${architecture}\`, and ${most[1]} of its programs and libraries are for \`${most[0]}\`.`,
      evidence: [{ kind: 'value', name: 'machine', value: most[0] }],
      help: 'Build on the base of the wanted platform: `docker buildx build --platform`.',
    };
  },
});
