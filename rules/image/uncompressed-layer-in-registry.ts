import { size } from '../../src/image/size.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'uncompressed-layer-in-registry',
  on: 'image',
  since: '1.0',
  severity: 'info',
  category: 'size',
  summary: 'Layers in a registry must be compressed.',
  why: 'A registry stores and sends layers as they are: uncompressed ones cost two to four times the room and the time of every pull.',
  bad: [
    {
      source: 'registry',
      whole: '[||]',
      layers: [{ a: { size: 5000 } }, { b: 'x' }],
      stored: [{}, { compression: 'gzip' }],
      message: '1 of 2 layers is stored uncompressed, 5.0 kB of files.',
    },
  ],
  good: [
    { source: 'registry', layers: [{ a: { size: 5000 } }], stored: [{ compression: 'zstd' }] },
    { name: 'archives of docker hold no other layers', layers: [{ a: { size: 5000 } }] },
    { name: 'nothing to compress', source: 'registry', layers: [{}] },
  ],

  *check({ source, layers }) {
    const plain = layers.filter(({ facts, size: bytes }) => facts.compression === 'none' && !facts.unread && bytes > 0);
    if (source !== 'registry' || plain.length === 0) return;
    const bytes = plain.reduce((sum, layer) => sum + layer.size, 0);
    yield {
      place: { kind: 'image' },
      message: `${plain.length} of ${layers.length} layers ${plain.length === 1 ? 'is' : 'are'} stored uncompressed, ${size(bytes)} of files.`,
      evidence: [{ kind: 'bytes', what: 'uncompressed layers', bytes, count: plain.length }],
      help: 'Push them compressed: `skopeo copy --dest-compress`.',
    };
  },
});
