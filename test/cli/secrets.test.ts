/** What a run is told of secrets: an organisation's key, detectors of its own, and what it accepts. */
import { expect, test } from 'vitest';
import { sketchArchive } from '../../src/testing/sketch.ts';
import { alnum, base62Crc, random } from '../src/secrets/samples.ts';
import { folder, run } from './run.ts';

const body = random(31)(alnum, 30);
const token = `ghp_${body}${base62Crc(body)}`;
const own = 'acme_k3j4h5g6f7d8s9a0';
const key = 'an organisation’s key of some length';
const files = {
  'one.tar': sketchArchive({ layers: [{ 'app/a.yml': `x: ${token}\ny: ${own}\n` }] }),
  'two.tar': sketchArchive({ layers: [{ 'srv/b.py': `TOKEN = "${token}"\n` }], config: { Env: [`GITHUB=${token}`] } }),
  Dockerfile: `FROM debian:12.9\nENV GITHUB=${token}\n`,
  key,
};
const config = `secrets:
  detectors:
    - { id: acme-token, description: Acme token, keywords: [acme_], expression: 'acme_[a-z0-9]{16}' }
`;

async function tokensOf(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const { stdout } = await run([...args, '--format', 'json'], { cwd: folder(files), env });
  const {
    reports,
  }: { reports: { findings: { evidence: { kind: string; detector?: string; token?: string }[] }[] }[] } =
    JSON.parse(stdout);
  const evidence = reports.flatMap(({ findings }) => findings.flatMap((finding) => finding.evidence));
  return evidence.flatMap((one) =>
    one.kind === 'secret' && one.detector === 'github-token' ? (one.token ?? 'none') : [],
  );
}

test('with a key one secret is one, in files, variables and Dockerfiles, in every run', async () => {
  const fromFile = await tokensOf(['image', 'one.tar', 'two.tar', '--no-cache', '--fingerprint-key', 'key']);
  expect(fromFile).toHaveLength(3);
  const [first = ''] = fromFile;
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  const lint = await tokensOf(['lint', 'Dockerfile'], { PLIMSOLL_FINGERPRINT_KEY: key });
  expect(new Set([...fromFile, ...lint])).toEqual(new Set([first]));
  const other = await tokensOf(['image', 'one.tar', '--no-cache'], { PLIMSOLL_FINGERPRINT_KEY: `${key}!` });
  expect(other).not.toContain(first);
});

test('without a key there are no fingerprints', async () => {
  expect(await tokensOf(['image', 'one.tar', '--no-cache'])).toEqual(['none']);
});

test('a key that could be guessed, or that is not there, is refused', async () => {
  const short = await run(['lint', 'Dockerfile'], { cwd: folder(files), env: { PLIMSOLL_FINGERPRINT_KEY: 'hunter2' } });
  expect(short).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('a key of 7 characters, which could be guessed'),
  });
  expect(short.stderr).not.toContain('hunter2');
  const missing = await run(['lint', 'Dockerfile', '--fingerprint-key', 'none'], { cwd: folder(files) });
  expect(missing).toMatchObject({
    code: 2,
    stderr: 'plimsoll: --fingerprint-key: `none` cannot be read: there is no such file.\n',
  });
});

test('a detector of the configuration finds in layers, and what is accepted is accepted for as long as it is said', async () => {
  const allow = `${config}  allow:\n    - { detector: acme-token, path: /app, reason: Made for the demo., until: 2027-01-31 }\n`;
  const said = async (yaml: string, today: string) => {
    const cwd = folder({ ...files, 'plimsoll.yaml': yaml });
    const args = ['image', 'one.tar', '--no-cache', '--format', 'short', '--today', today];
    const { stdout } = await run(args, { cwd });
    return stdout.split('\n').filter((line) => line.includes('secret-in-file'));
  };
  const of = (what: string) => expect.stringContaining(what);
  expect(await said(config, '2026-11-27')).toEqual([of('a GitHub'), of('holds an Acme token.')]);
  expect(await said(allow, '2026-11-27')).toEqual([of('a GitHub')]);
  expect(await said(allow, '2027-02-01')).toEqual([of('a GitHub'), of('an Acme token')]);
});

test('a fingerprint can be accepted', async () => {
  const [first = ''] = await tokensOf(['image', 'one.tar', '--no-cache', '--fingerprint-key', 'key']);
  const cwd = folder({
    ...files,
    'plimsoll.yaml': `secrets:\n  allow:\n    - { fingerprint: ${first}, reason: Revoked. }\n`,
  });
  const { stdout } = await run(['image', 'one.tar', '--no-cache', '--format', 'json', '--fingerprint-key', 'key'], {
    cwd,
  });
  const { reports }: { reports: { findings: { rule: string; suppressed?: { reason: string } }[] }[] } =
    JSON.parse(stdout);
  const [found] = reports.flatMap(({ findings }) => findings.filter(({ rule }) => rule === 'secret-in-file'));
  expect(found?.suppressed?.reason).toBe('Revoked.');
});
