import { expect, test } from 'vitest';
import { sketchArchive, sketchLayers } from '../../../src/testing/sketch.ts';

test('a sketch is read by the real reader', () => {
  const [layer] = sketchLayers({ layers: [{ 'etc/shadow': 'root::19000:0:99999:7:::\n', 'app/.wh..env': '' }] });
  expect(layer?.entries.map(({ path }) => path)).toEqual(['etc/shadow']);
  expect(layer?.whiteouts).toEqual(['app/.env']);
  expect(layer?.extracts.shadow).toEqual([{ path: 'etc/shadow', line: 1, user: 'root', state: 'empty' }]);
});

test('what a sketch says of a file is what its entry says', () => {
  const [layer] = sketchLayers({
    layers: [
      {
        'usr/bin/ping': {
          content: 'ping',
          mode: 0o4755,
          uid: 3,
          xattrs: { 'security.capability': Buffer.from('0100000200200000000000000000000000000000', 'hex') },
        },
        'usr/bin/traceroute': { link: 'ping' },
        'usr/bin/pong': { type: 'hardlink', link: 'usr/bin/ping' },
        'var/log/lastlog': { size: 8192 },
      },
    ],
  });
  expect(layer?.entries).toMatchObject([
    { mode: 0o4755, uid: 3, size: 4, capability: '0100000200200000000000000000000000000000' },
    { type: 'symlink', link: 'ping', size: 0 },
    { type: 'hardlink', link: 'usr/bin/ping', size: 0 },
    { type: 'file', size: 8192, zeros: 1 },
  ]);
});

test('one sketch makes one archive, byte for byte', () => {
  const sketch = { layers: [{ 'app/main.js': 'run()' }], config: { User: 'app' } };
  expect(sketchArchive(sketch)).toEqual(sketchArchive(sketch));
});
