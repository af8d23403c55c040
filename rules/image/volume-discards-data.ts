import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'volume-discards-data',
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'Nothing should be written below a VOLUME once it is declared.',
  why: 'The classic builder throws away what later instructions write there, and a mounted volume hides it.',
  bad: [
    {
      history: [
        'ADD rootfs.tar /',
        { by: 'VOLUME [/data]', empty: true },
        'RUN /bin/sh -c echo seed > /data/seed # buildkit',
      ],
      config: { Volumes: { '/data': {} } },
      layers: [{ 'etc/os-release': 'ID=debian\n' }, { '[|data/seed|]': 'seed\n' }],
    },
  ],
  good: [
    {
      history: [
        'ADD rootfs.tar /',
        'RUN /bin/sh -c echo seed > /data/seed # buildkit',
        { by: 'VOLUME [/data]', empty: true },
      ],
      config: { Volumes: { '/data': {} } },
      layers: [{ 'etc/os-release': 'ID=debian\n' }, { 'data/seed': 'seed\n' }],
    },
  ],

  *check({ history, layers }) {
    const declared: string[] = [];
    for (const step of history) {
      if (step.instruction?.keyword === 'VOLUME') declared.push(...volumesOf(step.instruction.args));
      const facts = step.layer === undefined ? undefined : layers[step.layer]?.facts;
      if (!facts || step.layer === undefined) continue;
      for (const volume of declared) {
        const written = facts.entries.filter(({ path, type }) => type === 'file' && path.startsWith(`${volume}/`));
        const [first] = written;
        if (!first) continue;
        yield {
          place: { kind: 'layer', layer: step.layer, path: first.path },
          message: `${written.length === 1 ? `\`/${first.path}\` is` : `\`/${first.path}\` and ${written.length - 1} more are`} written below \`/${volume}\`, which is a volume by then.`,
          evidence: [{ kind: 'file', path: first.path, size: first.size }],
          help: 'Declare the volume after everything that belongs into it.',
        };
      }
    }
  },
});

/** `[/a /b]`, `["/a"]`, `/a`. */
function volumesOf(args: string): string[] {
  return args
    .replaceAll(/[[\]",]/g, ' ')
    .split(/\s+/)
    .filter((path) => path.startsWith('/') && path !== '/')
    .map((path) => path.slice(1).replace(/\/+$/, ''));
}
