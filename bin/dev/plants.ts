/** Secrets of many kinds put into an image by code, each with the place where it must be found. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { crc32, gzipSync } from 'node:zlib';
import type { Place } from '../../src/finding.ts';
import { type TarEntry, tarArchive } from '../../src/testing/tar.ts';
import { gitPack, secondInPack, zipArchive } from './containers.ts';

/** One secret, and the finding that must tell of it. */
export interface Plant {
  readonly what: string;
  readonly rule: string;
  readonly place: Place;
  /** The secret itself: what no report may show. */
  readonly value: string;
  /** What the message must say besides. */
  readonly says?: string;
}

export interface Planted {
  readonly archive: Buffer;
  readonly plants: readonly Plant[];
}

export interface PlantOptions {
  /** Other seeds, other values. */
  readonly seed: string;
  /** How deep in a binary the deepest secret lies, in bytes. */
  readonly depth: number;
}

const alnum = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Draws texts from a seed, the same on every machine. */
function drawer(seed: string): (length: number, alphabet?: string) => string {
  let block = 0;
  return (length, alphabet = alnum) => {
    let text = '';
    for (; text.length < length; block++) {
      for (const byte of createHash('sha512').update(`${seed} ${block}`).digest())
        text += alphabet[byte % alphabet.length] ?? '';
    }
    return text.slice(0, length);
  };
}

/** Six digits of base 62 of the CRC32, as GitHub and npm end their tokens. */
function checked(prefix: string, body: string): string {
  let text = '';
  for (let rest = crc32(body); text.length < 6; rest = Math.floor(rest / 62))
    text = `${digits62[rest % 62] ?? ''}${text}`;
  return prefix + body + text;
}
const digits62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

interface Step {
  readonly by: string;
  /** Absent for a step that changed no file. */
  readonly files?: readonly (readonly [path: string, content: string | Uint8Array])[];
}

/** What is planted: steps with their files, and what the configuration is to say besides. */
interface Garden {
  readonly steps: readonly Step[];
  readonly env: string;
  readonly label: readonly [name: string, value: string];
  /** The places are told once the number of layers and steps before is known. */
  readonly plants: (layer: number, step: number) => readonly Plant[];
}

function garden({ seed, depth }: PlantOptions): Garden {
  const draw = drawer(seed);
  const github = checked('ghp_', draw(30));
  const npm = checked('npm_', draw(30));
  const password = `7a${draw(18)}`;
  const overwritten = `dckr_pat_${draw(27)}`;
  const stripe = `sk_live_${draw(24)}`;
  const gitlab = `glpat-${draw(20)}`;
  const mongo = `9z${draw(14)}`;
  const sendgrid = `SG.${draw(22)}.${draw(43)}`;
  const wide = `hf_${draw(34, alnum.slice(0, 52))}`;
  const deep = `xoxb-${draw(12, '123456789')}-${draw(12, '123456789')}-${draw(24)}`;
  const wheel = `figd_${draw(40)}`;
  const pyc = `sk-ant-api03-${draw(93)}AA`;
  const inTar = `dop_v1_${draw(64, '0123456789abcdef')}`;
  const inDatabase = `shpat_${draw(32, '0123456789abcdef')}`;
  const hidden = checked('ghp_', draw(30));
  const pem = String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const login = `7b${draw(20)}`;

  const base = '# settings of the service\nnothing else is here, and it is long enough to be the base of a delta\n';
  const jar = zipArchive({
    'META-INF/MANIFEST.MF': 'Manifest-Version: 1.0\n',
    'app.yml': `uri: mongodb://app:${mongo}@db.acme.dev/app\n`,
  });
  const whl = zipArchive({ 'acme/__init__.py': '', 'acme/settings.py': `# settings\nFIGMA = "${wheel}"\n` });
  const pack = gitPack(base, `mail: ${sendgrid}\n`);
  const backup = gzipSync(
    tarArchive([
      { name: 'srv/notes', content: 'x\n' },
      { name: 'srv/app.conf', content: `a=1\ntoken ${inTar}\n` },
    ]),
  );
  const utf16 = Buffer.from(`\ufeffWindows Registry\r\n\r\n"Token"="${wide}"\r\n`, 'utf16le');
  const binary = Buffer.alloc(depth + 4096, 0xc3);
  binary.write(`\0${deep}\0`, depth - 1, 'latin1');
  const bytecode = Buffer.concat([
    Buffer.from('cb0d0d0a00000000', 'hex'),
    Buffer.alloc(24, 0xe3),
    Buffer.from(`\xfa${String.fromCharCode(pyc.length)}${pyc}`, 'latin1'),
    Buffer.alloc(40, 0x53),
  ]);
  const database = sqlite(inDatabase);
  const encoded = Buffer.from(`{"note": "for the robot", "token": "${hidden}"}`).toString('base64');
  const auths = `{"auths":{"r.acme.dev":{"auth":"${Buffer.from(`app:${login}`).toString('base64')}"}}}`;

  const steps: readonly Step[] = [
    {
      by: 'COPY . / # buildkit',
      files: [
        ['srv/app/config.yml', `# settings\nname: app\ngithub: ${github}\n`],
        ['srv/app/.env', `NAME=app\nDB_PASSWORD=${password}\n`],
        ['srv/app/login.txt', `hub ${overwritten}\n`],
        ['srv/app/app.jar', jar],
        ['srv/app/.git/objects/pack/pack-1.pack', pack],
        ['srv/app/settings.reg', utf16],
        ['srv/app/bin/app', binary],
        ['srv/app/acme-1.0-py3-none-any.whl', whl],
        ['srv/app/__pycache__/settings.cpython-312.pyc', bytecode],
        ['srv/app/backup.tar.gz', backup],
        ['srv/app/app.db', database],
        ['srv/app/robot.txt', `# hidden from nobody\nrobot: ${encoded}\n`],
        ['root/.ssh/id_ed25519', pem],
        ['root/.docker/config.json', auths],
      ],
    },
    {
      by: 'RUN /bin/sh -c rm /srv/app/.env && : > /srv/app/login.txt # buildkit',
      files: [
        ['srv/app/.wh..env', ''],
        ['srv/app/login.txt', 'nothing\n'],
      ],
    },
    { by: `RUN |1 NPM_TOKEN=${npm} /bin/sh -c npm ci # buildkit` },
  ];

  const plants = (layer: number, step: number): readonly Plant[] => {
    const inLayer = (path: string, place: { line?: number; offset?: number } = {}): Place => ({
      kind: 'layer',
      layer,
      path,
      ...place,
    });
    const line = (content: string, value: string) => content.slice(0, content.indexOf(value)).split('\n').length;
    const contentOf = (path: string) => String(steps[0]?.files?.find(([name]) => name === path)?.[1]);
    const inText = (path: string, value: string) =>
      inLayer(path, { line: line(contentOf(path), value), offset: contentOf(path).indexOf(value) });
    const member = (archive: Buffer, name: string) => archive.indexOf(name) + name.length;
    return [
      { what: 'a token in a text', rule: 'secret-in-file', place: inText('srv/app/config.yml', github), value: github },
      {
        what: 'a file deleted later',
        rule: 'secret-in-deleted-file',
        place: inText('srv/app/.env', password),
        value: password,
      },
      {
        what: 'a file overwritten later',
        rule: 'secret-in-deleted-file',
        place: inText('srv/app/login.txt', overwritten),
        value: overwritten,
      },
      { what: 'a variable', rule: 'secret-in-env', place: { kind: 'config', key: 'Env.STRIPE_KEY' }, value: stripe },
      {
        what: 'a label',
        rule: 'secret-in-label',
        place: { kind: 'config', key: 'Labels.com.acme.deploy' },
        value: gitlab,
      },
      {
        what: 'a build argument in the history',
        rule: 'secret-in-build-arg',
        place: { kind: 'history', step: step + 2 },
        value: npm,
      },
      {
        what: 'a member of a jar',
        rule: 'secret-in-file',
        place: inLayer('srv/app/app.jar', { offset: member(jar, 'app.yml') }),
        value: mongo,
        says: 'app.jar!/app.yml',
      },
      {
        what: 'a delta in a git pack',
        rule: 'secret-in-file',
        place: inLayer('srv/app/.git/objects/pack/pack-1.pack', { offset: secondInPack(pack, base) }),
        value: sendgrid,
        says: 'pack-1.pack!/blob ',
      },
      {
        what: 'UTF-16',
        rule: 'secret-in-file',
        place: inLayer('srv/app/settings.reg', { line: 3, offset: utf16.indexOf(Buffer.from(wide, 'utf16le')) }),
        value: wide,
        says: 'UTF-16',
      },
      {
        what: `${Math.round(depth / 1e6)} MB into a binary`,
        rule: 'secret-in-file',
        place: inLayer('srv/app/bin/app', { offset: depth }),
        value: deep,
      },
      {
        what: 'a module in a wheel',
        rule: 'secret-in-file',
        place: inLayer('srv/app/acme-1.0-py3-none-any.whl', { offset: member(whl, 'acme/settings.py') }),
        value: wheel,
        says: 'any.whl!/acme/settings.py',
      },
      {
        what: 'Python bytecode',
        rule: 'secret-in-file',
        place: inLayer('srv/app/__pycache__/settings.cpython-312.pyc', { offset: bytecode.indexOf(pyc) }),
        value: pyc,
      },
      {
        what: 'a tar in gzip',
        rule: 'secret-in-file',
        place: inLayer('srv/app/backup.tar.gz', { offset: 0 }),
        value: inTar,
        says: 'backup.tar!/srv/app.conf',
      },
      {
        what: 'a sqlite database',
        rule: 'secret-in-file',
        place: inLayer('srv/app/app.db', { offset: database.indexOf(inDatabase) }),
        value: inDatabase,
      },
      {
        what: 'base 64',
        rule: 'secret-in-file',
        place: inText('srv/app/robot.txt', encoded),
        value: hidden,
        says: 'base64',
      },
      {
        what: 'an SSH key',
        rule: 'ssh-private-key',
        place: inLayer('root/.ssh/id_ed25519'),
        value: pem.split('\n')[1] ?? '',
      },
      {
        what: 'a login to a registry',
        rule: 'cloud-credentials-file',
        place: inLayer('root/.docker/config.json', { line: 1 }),
        value: login,
      },
    ];
  };
  return { steps, env: `STRIPE_KEY=${stripe}`, label: ['com.acme.deploy', gitlab], plants };
}

/** A database with one table that holds the value. */
function sqlite(value: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-plants-'));
  try {
    const database = new DatabaseSync(join(folder, 'app.db'));
    database.exec('CREATE TABLE settings (name TEXT, value TEXT)');
    database.prepare('INSERT INTO settings VALUES (?, ?)').run('shop', value);
    database.close();
    return readFileSync(join(folder, 'app.db'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Listed {
  readonly name: string;
  readonly content: Buffer;
  readonly whole: Buffer;
}

/** The entries of an archive whose headers are plain; what precedes one (PAX) is part of it. */
function* entriesOf(archive: Buffer): Iterable<Listed> {
  let from = 0;
  for (let at = 0; at + 512 <= archive.length && archive[at] !== 0; ) {
    const text = (start: number, width: number) =>
      archive.toString('latin1', at + start, at + start + width).replace(/\0.*$/s, '');
    const size = Number.parseInt(text(124, 12).trim(), 8) || 0;
    const end = at + 512 + Math.ceil(size / 512) * 512;
    if (!/[xgLK]/.test(text(156, 1))) {
      yield {
        name: text(0, 100),
        content: archive.subarray(at + 512, at + 512 + size),
        whole: archive.subarray(from, end),
      };
      from = end;
    }
    at = end;
  }
}

interface Config {
  config?: { Env?: string[] | null; Labels?: Record<string, string> | null };
  history?: { created_by: string; empty_layer?: true }[];
  rootfs: { type: string; diff_ids: string[] };
}

/** The archive (as `docker save` writes it) with layers, steps and settings added that hold secrets. */
export function plant(archive: Buffer, options: PlantOptions): Planted {
  const entries = [...entriesOf(archive)];
  const json = <T>(name: string): T => JSON.parse(String(entries.find((entry) => entry.name === name)?.content));
  const [image] = json<{ Config: string; RepoTags: string[]; Layers: string[] }[]>('manifest.json');
  if (!image) throw new Error('the archive holds no image');
  const config = json<Config>(image.Config);
  const { steps, env, label, plants } = garden(options);
  const history = config.history ?? [];
  const found = plants(config.rootfs.diff_ids.length, history.length);
  const added: TarEntry[] = [];
  for (const { by, files } of steps) {
    history.push({ created_by: by, ...(files === undefined && { empty_layer: true as const }) });
    if (!files) continue;
    const layer = tarArchive(files.map(([name, content]) => ({ name, content })));
    const name = `planted-${added.length}.tar`;
    config.rootfs.diff_ids.push(`sha256:${createHash('sha256').update(layer).digest('hex')}`);
    image.Layers.push(name);
    added.push({ name, content: layer });
  }
  const settings = {
    ...config.config,
    Env: [...(config.config?.Env ?? []), env],
    Labels: { ...config.config?.Labels, [label[0]]: label[1] },
  };
  const kept = entries
    .filter(({ name }) => name !== 'manifest.json' && name !== image.Config)
    .map(({ whole }) => whole);
  const rest = tarArchive([
    ...added,
    { name: 'planted.json', content: JSON.stringify({ ...config, history, config: settings }) },
    { name: 'manifest.json', content: JSON.stringify([{ ...image, Config: 'planted.json' }]) },
  ]);
  return { archive: Buffer.concat([...kept, rest]), plants: found };
}
