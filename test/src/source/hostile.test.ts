/** Every archive of `fixtures/hostile`: what is said of it, and that saying it costs little. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { defaultLimits } from '../../../src/image/limits.ts';
import { openImage } from '../../../src/source/open.ts';

const folder = 'fixtures/hostile';
const any = expect.anything();

function layer(facts: object) {
  return { ok: true, value: expect.objectContaining({ layers: [expect.objectContaining(facts)] }) };
}

function paths(...names: string[]) {
  return names.map((path) => expect.objectContaining({ path }));
}

function refused(reason: string, words: string) {
  return { ok: false, problem: expect.objectContaining({ reason, message: expect.stringContaining(words) }) };
}

function skips(reason: string, words: string) {
  const detail = expect.stringContaining(words);
  return { ok: true, value: expect.objectContaining({ skipped: [expect.objectContaining({ reason, detail })] }) };
}

const expected: Readonly<Record<string, object>> = {
  'archive-of-nothing.tar': refused('not-an-image', 'neither `index.json` nor `manifest.json`'),
  'bomb.tar.gz': skips('limit-exceeded', 'grows by more than 1000 times'),
  'cut.tar': {
    ok: true,
    value: expect.objectContaining({ skipped: [expect.objectContaining({ reason: 'truncated' }), any] }),
  },
  'deep-json.tar.gz': refused('malformed', '`manifest.json`'),
  'deep-path.tar.gz': layer({
    entries: [],
    limits: [expect.objectContaining({ limit: 'path' }), expect.objectContaining({ limit: 'path' })],
  }),
  'duplicates-and-whiteouts.tar': layer({
    entries: paths('etc/passwd'),
    whiteouts: [],
    faults: ['duplicate-entry', 'reserved-whiteout', 'reserved-whiteout', 'reserved-whiteout'].map((kind) =>
      expect.objectContaining({ kind }),
    ),
  }),
  'folded-names.tar': refused('malformed', 'twice in different spelling'),
  'garbage-layer.tar': skips('malformed', 'no tar header at byte 0'),
  'large-config.tar.gz': refused('limit-exceeded', 'larger than 8388608 bytes'),
  'large-manifest.tar.gz': refused('limit-exceeded', 'larger than 8388608 bytes'),
  'large-xattr.tar.gz': layer({ entries: [expect.objectContaining({ path: 'ping', capability: '01'.repeat(64) })] }),
  'layer-count.tar': skips('malformed', '2 layers and the config 1'),
  'link-out-of-the-archive.tar': refused('missing', 'the config `../../etc/passwd`'),
  'link-to-itself.tar': {
    ok: true,
    value: expect.objectContaining({ skipped: Array(2).fill(expect.objectContaining({ reason: 'missing' })) }),
  },
  'long-gnu-name.tar.gz': layer({
    entries: paths('before', 'after'),
    limits: [expect.objectContaining({ limit: 'special-header' })],
  }),
  'long-pax-header.tar.gz': layer({
    entries: paths('before', 'after'),
    limits: [expect.objectContaining({ limit: 'special-header' })],
  }),
  'many-entries.tar.gz': skips('limit-exceeded', 'more than 4000 entries'),
  'negative-entry.tar': skips('malformed', 'no valid size'),
  'negative-size.tar': refused('malformed', '`config` is no descriptor'),
  'nested-indexes.tar': refused('limit-exceeded', 'nested deeper than 4'),
  'path-escape.tar': layer({
    entries: paths('etc/cron.d/evil', 'etc/absolute', 'out', 'out/shadow', 'hard', 'back\\slash\\..\\..', 'nul'),
    faults: ['path-escape', 'symlink-escape', 'path-escape', 'nul-in-name'].map((kind) =>
      expect.objectContaining({ kind }),
    ),
  }),
  'prototype-keys.tar': {
    ok: true,
    value: expect.objectContaining({
      config: expect.objectContaining({ user: '', labels: new Map([['__proto__', 'x']]) }),
    }),
  },
  'sparse-map.tar': skips('truncated', 'inside an entry'),
  'sparse.tar': layer({ entries: [expect.objectContaining({ path: 'huge', size: 8 * 2 ** 40 }), any] }),
  'terminal.tar': layer({ entries: paths('\u001b[2J\u001b]0;owned\u0007', 'tac\u202etxt.exe') }),
  'two-readings.tar': refused('malformed', 'both `manifests` and `layers`'),
  'wide-index.tar.gz': refused('limit-exceeded', 'names more than 1024 blobs'),
  'wrong-digest.tar': skips('digest-mismatch', 'not `sha256:0000'),
  'wrong-size.tar': skips('size-mismatch', 'longer than the 1536 bytes'),
};

const limits = { ...defaultLimits, layerEntries: 4000, ratioFrom: 1 << 26 };

test('every archive has its expectation', () => {
  expect(readdirSync(folder).sort()).toEqual(Object.keys(expected));
});

for (const [name, outcome] of Object.entries(expected)) {
  test(name, async () => {
    expect(await openImage(`${folder}/${name}`, { cache: false, limits })).toEqual(outcome);
  });
}

test('what a name does to a terminal is never done', () => {
  const args = ['bin/plimsoll.ts', 'image', `${folder}/terminal.tar`, '--no-cache', '--no-config', '--color'];
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(stdout).toContain('terminal.tar');
  // The only escapes are those of colours.
  expect(stdout.replaceAll(/\u001b\[[0-9;]*m/g, '')).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e]/);
});
