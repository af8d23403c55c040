/**
 * `node bin/dev/known-keys.ts NAME=FOLDER-OR-GIT-DIRECTORY…`: gathers the private keys that projects publish (for tests, as
 * examples), and writes their identities to `src/secrets/known-keys.ts`. Names that are not given keep what they had.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { detectors } from '../../src/secrets/catalogue.ts';
import { identityOf } from '../../src/secrets/detectors/keys.ts';
import { keyText, knownKeys } from '../../src/secrets/known-keys.ts';
import { streamScanner } from '../../src/secrets/stream.ts';
import { keystoreIdentity, keystores } from '../../src/secrets/structured/keystores.ts';

const target = join(import.meta.dirname, '../../src/secrets/known-keys.ts');
const gathered = new Map<string, Set<string>>();
for (const [identity, name] of knownKeys()) gathered.set(name, (gathered.get(name) ?? new Set()).add(identity));

for (const argument of process.argv.slice(2)) {
  const [name = '', folder = ''] = argument.split('=');
  const found = gathered.get(name) ?? new Set<string>();
  for (const bytes of contents(folder)) for (const identity of identities(bytes)) found.add(identity);
  gathered.set(name, found);
  process.stderr.write(`${name}: ${found.size} keys\n`);
}
writeFileSync(target, readFileSync(target, 'utf8').replace(/(?<=const text = `\n)[^`]*(?=`;)/, keyText(gathered)));

function* contents(folder: string): Iterable<Uint8Array> {
  if (existsSync(join(folder, 'objects'))) {
    const git = (...args: string[]) => execFileSync('git', ['--git-dir', folder, ...args], { maxBuffer: 1 << 30 });
    const head = git('rev-parse', '--verify', 'HEAD').toString().trim();
    // Status 1 says that nothing matches.
    const grep = spawnSync('git', ['--git-dir', folder, 'grep', '-l', '-a', '-z', '-e', 'PRIVATE KEY-----', head]);
    const names = grep.stdout
      .toString()
      .split('\0')
      .filter((path) => path !== '');
    for (const path of names) {
      try {
        yield git('cat-file', 'blob', path);
      } catch {
        process.stderr.write(`${path} is not there\n`);
      }
    }
    return;
  }
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, entry);
    const status = lstatSync(path, { throwIfNoEntry: false });
    if (status?.isFile() && status.size < 64 * 1024 * 1024) yield readFileSync(path);
  }
}

function* identities(bytes: Uint8Array): Iterable<string> {
  const keys = detectors().filter(({ id }) => ['private-key', 'putty-private-key', 'jwk-private-key'].includes(id));
  const whole = Buffer.from(bytes).toString('latin1');
  if (keystores.reads('', whole.slice(0, 32)) && [...keystores.find(whole, '')].length > 0)
    yield keystoreIdentity(whole);
  const session = streamScanner(keys).file('', bytes.length);
  session.push(bytes);
  for (const { value } of session.end()) {
    const identity = identityOf(value);
    if (identity) yield identity;
  }
}
