import { expect, test } from 'vitest';
import { emptyConfig, image, layer } from './layers.ts';

const accounts = layer({
  files: { 'etc/passwd': { size: 1 }, 'etc/group': { size: 1 } },
  extracts: {
    passwd: [
      { path: 'etc/passwd', line: 1, user: 'root', uid: 0, gid: 0, home: '/root', shell: '/bin/sh' },
      { path: 'etc/passwd', line: 2, user: 'app', uid: 1000, gid: 50, home: '/', shell: '' },
      { path: 'etc/passwd', line: 3, user: 'toor', uid: 0, gid: 0, home: '/', shell: '' },
    ],
    group: [{ path: 'etc/group', line: 1, group: 'staff', gid: 50, members: [] }],
  },
});

test.each([
  ['', 0, 0, undefined],
  ['root', 0, 0, undefined],
  ['0:0', 0, 0, undefined],
  ['00', 0, 0, undefined],
  ['toor', 0, 0, undefined],
  ['app', 1000, 50, undefined],
  ['1000', 1000, 50, undefined],
  ['4000', 4000, 0, undefined],
  ['app:staff', 1000, 50, undefined],
  ['app:7', 1000, 7, undefined],
  ['4000:staff', 4000, 50, undefined],
  ['app:nobody', 1000, undefined, 'group'],
  ['ghost', undefined, undefined, 'user'],
] as const)('%j is uid %s, gid %s, missing %s', (text, uid, gid, missing) => {
  const { user } = image({ config: { ...emptyConfig, user: text }, layers: [accounts] });
  expect(user).toEqual({ text, uid, gid, missing });
});

test('root without accounts is still uid 0, and its account is missing', () => {
  expect(image({ config: { ...emptyConfig, user: 'root' }, layers: [layer({})] }).user).toMatchObject({
    uid: 0,
    missing: 'user',
  });
  expect(image({ layers: [] }).user).toMatchObject({ uid: 0, missing: undefined });
});

test('nothing is missing where a layer was not read', () => {
  const config = { ...emptyConfig, user: 'ghost' };
  expect(image({ config, layers: [undefined, layer({})] }).user).toMatchObject({ uid: undefined, missing: undefined });
  expect(image({ config, layers: [{ ...layer({}), unread: 'limit-exceeded' }] }).user.missing).toBeUndefined();
});

test('extracts of the final filesystem only', () => {
  const made = image({ layers: [accounts, layer({ gone: ['etc/passwd'] })] });
  expect(made.passwd).toEqual([]);
  expect(made.group[0]?.place).toEqual({ kind: 'layer', layer: 0, path: 'etc/group', line: 1 });
});
