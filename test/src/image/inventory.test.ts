import { expect, test } from 'vitest';
import { image, layer } from './layers.ts';

const dpkg = (name: string, version: string) => ({
  manager: 'dpkg' as const,
  name,
  version,
  path: 'var/lib/dpkg/status',
  line: 1,
});
const status = { 'var/lib/dpkg/status': { size: 100 } };

test('a package is of the first layer whose database names it in its version', () => {
  const made = image({
    layers: [
      layer({ files: status, extracts: { packages: [dpkg('libc6', '2.36'), dpkg('curl', '7.88')] } }),
      layer({
        files: status,
        extracts: { packages: [dpkg('libc6', '2.36'), dpkg('curl', '7.89'), dpkg('gcc', '12.2')] },
      }),
    ],
    base: { diffIDs: [] },
  });
  expect(made.packages.map(({ name, version, layer: at }) => [name, version, at])).toEqual([
    ['libc6', '2.36', 0],
    ['curl', '7.89', 1],
    ['gcc', '12.2', 1],
  ]);
  expect(made.packages[2]?.place).toEqual({ kind: 'layer', layer: 1, path: 'var/lib/dpkg/status', line: 1 });
});

test('a database that a later layer removed names nothing', () => {
  const packages = [dpkg('curl', '7.88')];
  expect(
    image({ layers: [layer({ files: status, extracts: { packages } }), layer({ gone: ['var/lib/dpkg'] })] }).packages,
  ).toEqual([]);
});

test('bytes are those of the files that are still there', () => {
  const facts = layer({
    files: {
      ...status,
      'usr/bin/curl': { size: 500 },
      'usr/share/doc/curl/x': { size: 40 },
      lib: { link: 'usr/lib' },
      'usr/lib/x.so': { size: 7 },
    },
    extracts: { packages: [dpkg('curl', '7.88'), dpkg('gcc', '12.2')] },
  });
  const owned = ['usr/bin/curl', 'usr/share/doc/curl/x', 'lib/x.so'].map((path) => ({ path, package: 'curl' }));
  const made = image({ layers: [{ ...facts, owned }, layer({ gone: ['usr/share/doc'] })] });
  expect(made.packages.map(({ bytes }) => bytes)).toEqual([507, undefined]);
});
