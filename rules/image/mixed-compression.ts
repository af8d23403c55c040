import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'mixed-compression',
  on: 'image',
  since: '1.0',
  severity: 'info',
  category: 'size',
  summary: 'The layers of an image must be compressed one way.',
  why: 'Who cannot read zstd cannot run the image for its one zstd layer, and who can gains little from the rest.',
  bad: [
    {
      source: 'oci-layout',
      whole: '[||]',
      layers: [{ a: 'x' }, { b: 'x' }],
      stored: [{ compression: 'gzip' }, { compression: 'zstd' }],
      message: '1 layer is compressed by gzip and 1 by zstd.',
    },
  ],
  good: [
    {
      source: 'oci-layout',
      layers: [{ a: 'x' }, { b: 'x' }],
      stored: [{ compression: 'zstd' }, { compression: 'zstd' }],
    },
    { source: 'oci-layout', layers: [{ a: 'x' }, { b: 'x' }], stored: [{ compression: 'gzip' }, {}] },
  ],

  *check({ layers }) {
    const by = (compression: string) => layers.filter(({ facts }) => facts.compression === compression).length;
    const [gzip, zstd] = [by('gzip'), by('zstd')];
    if (gzip === 0 || zstd === 0) return;
    yield {
      place: { kind: 'image' },
      message: `${gzip} ${gzip === 1 ? 'layer is' : 'layers are'} compressed by gzip and ${zstd} by zstd.`,
      evidence: [{ kind: 'value', name: 'zstd layers', value: String(zstd) }],
      help: 'Push the image again with one compression, forced for layers that are there.',
    };
  },
});
