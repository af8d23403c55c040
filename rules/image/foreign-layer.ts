import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'foreign-layer',
  on: 'image',
  since: '1.0',
  severity: 'info',
  category: 'security',
  summary: 'Every layer must come from the registry of the image.',
  why: 'A foreign layer is fetched from an address that the manifest names: who runs that server sees who pulls, and can stop it.',
  bad: [
    {
      whole: '[||]',
      layers: [{ a: 'x' }, { b: 'x' }],
      stored: [{ urls: ['https://example.com/layers/1'] }],
      message: 'Layer 0 is to be fetched from `example.com`.',
    },
    {
      name: 'by its media type',
      whole: '[||]',
      layers: [{ a: 'x' }],
      stored: [{ mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip' }],
      message: 'Layer 0 is a foreign layer.',
    },
  ],
  good: [{ layers: [{ a: 'x' }], stored: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' }] }],

  *check({ manifest }) {
    for (const [index, { mediaType = '', urls }] of manifest.layers.entries()) {
      const [first] = urls;
      if (first === undefined && !/\.foreign\.|nondistributable/.test(mediaType)) continue;
      const host = first === undefined ? undefined : /^\w+:\/\/(?:[^/@]*@)?([^/?#]+)/.exec(first)?.[1];
      yield {
        place: { kind: 'image' },
        message:
          host === undefined
            ? `Layer ${index} is a foreign layer.`
            : `Layer ${index} is to be fetched from \`${host}\`.`,
        evidence: [{ kind: 'value', name: 'layer', value: String(index) }],
        help: 'Push the layer to your own registry with the image.',
      };
    }
  },
});
