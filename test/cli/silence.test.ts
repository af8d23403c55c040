/** Planted values must come out nowhere: in no format, in no file that is written, in no stream. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { OpenDocument } from '../../lsp/document.ts';
import { diagnostics } from '../../lsp/features/diagnostics.ts';
import { judgeFor } from '../../lsp/judge.ts';
import { formatNames } from '../../src/report/formats.ts';
import { sketchArchive } from '../../src/testing/sketch.ts';
import { alnum, base62Crc, random } from '../src/secrets/samples.ts';
import { folder, run } from './run.ts';

// Other values than the rules' own examples, which rule pages and SARIF print.
const draw = random(77);
const body = draw(alnum, 30);
const planted = {
  github: `ghp_${body}${base62Crc(body)}`,
  password: draw(alnum, 20),
  weak: 'marlinfish7',
  url: `${draw(alnum, 6)}-7Q`,
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.from(draw(alnum, 32))]).toString(
    'base64',
  ),
};
const pem = `-----BEGIN PRIVATE KEY-----\n${planted.key}\n-----END PRIVATE KEY-----\n`;

const dockerfile = `FROM debian:12.9
ARG NPM_TOKEN=${planted.password}
ENV GITHUB=${planted.github} DB_PASSWORD=${planted.weak}
LABEL deploy=${planted.github}
RUN git clone https://app:${planted.url}@git.acme.dev/app.git && cd app && sudo make
RUN <<EOF
cat > /key <<KEY
${pem}KEY
EOF
COPY .env /app/.env
RUN rm /app/.env
CMD app --password=${planted.password}
`;

const image = sketchArchive({
  layers: [
    {
      'app/.env': `DB_PASSWORD=${planted.password}\nGITHUB=${planted.github}\n`,
      'app/key.pem': pem,
      'root/.netrc': `machine a login b password ${planted.url}\n`,
    },
    { 'app/.wh..env': '' },
  ],
  history: [
    `|1 NPM_TOKEN=${planted.password} /bin/sh -c git clone https://app:${planted.url}@git.acme.dev/app.git`,
    `RUN /bin/sh -c curl -H "Authorization: Bearer ${planted.github}" https://api.acme.dev # buildkit`,
  ],
  config: {
    Env: [`GITHUB=${planted.github}`, `DB_PASSWORD=${planted.weak}`],
    Labels: { deploy: planted.github },
    Cmd: ['app', `--password=${planted.password}`],
  },
});

const silent = (text: string, what: string) => {
  for (const [name, value] of Object.entries(planted))
    expect(text.includes(value), `${what} shows the ${name} value`).toBe(false);
};

describe.each(formatNames)('%s', (format) => {
  test('says nothing of what was planted', async () => {
    const cwd = folder({ Dockerfile: dockerfile, 'image.tar': image });
    const env = { HOME: cwd, XDG_CACHE_HOME: join(cwd, 'cache') };
    const lint = await run(['lint', 'Dockerfile', '--format', format], { cwd, env });
    expect(lint.stdout.length).toBeGreaterThan(100);
    silent(lint.stdout + lint.stderr, 'lint');
    const inspected = await run(['image', 'image.tar', '--dockerfile', 'Dockerfile', '--format', format], { cwd, env });
    silent(inspected.stdout + inspected.stderr, 'image');
    for (const path of filesBelow(cwd)) {
      if (!/(?:Dockerfile|image\.tar)$/.test(path)) silent(readFileSync(path, 'latin1'), path);
    }
  });
});

describe('what breaks', () => {
  // A rule that fails with what it had in hand in its words: in text, in a configuration, in a history.
  const plugin = `
const on = (kind, id, words) => ({ id, on: kind, since: '1.0', severity: 'error', category: 'correctness', summary: 'Acme.', why: 'Acme.', bad: [], good: [],
  check: (subject) => { throw new Error('cannot read ' + words(subject)); } });
export default [
  on('dockerfile', 'acme-text', ({ text }) => text),
  on('dockerfile', 'acme-value', ({ text }) => 'the value "' + /DB_PASSWORD=(\\S+)/.exec(text)[1] + '"'),
  on('image', 'acme-env', ({ config }) => config.env.map(({ value }) => value).join(', ')),
  on('image', 'acme-history', ({ history }) => history.map(({ createdBy }) => createdBy).join('; ')),
  on('image', 'acme-labels', ({ config }) => JSON.stringify([...config.labels, config.cmd])),
];
`;
  const broken = {
    Dockerfile: dockerfile,
    'image.tar': image,
    'acme.mjs': plugin,
    'plimsoll.yaml': 'plugins: [./acme.mjs]\n',
  };

  test.each([[], ['--verbose'], ['--format', 'json'], ['--format', 'sarif']])(
    'says what broke, and no value: %s %s',
    async (...flags) => {
      const cwd = folder(broken);
      const env = { HOME: cwd, XDG_CACHE_HOME: join(cwd, 'cache'), PLIMSOLL_DEBUG: '1' };
      const lint = await run(['lint', 'Dockerfile', ...flags], { cwd, env });
      const inspected = await run(['image', 'image.tar', '--dockerfile', 'Dockerfile', ...flags], { cwd, env });
      expect(lint.stdout + lint.stderr).toContain('acme-value');
      expect(inspected.stdout + inspected.stderr).toContain('acme-env');
      silent(lint.stdout + lint.stderr + inspected.stdout + inspected.stderr, 'a failure');
      for (const path of filesBelow(cwd)) {
        if (!/(?:Dockerfile|image\.tar)$/.test(path)) silent(readFileSync(path, 'latin1'), path);
      }
    },
  );

  test('a run that ends in a fault shows no value, nor does its stack', async () => {
    const cwd = folder({ Dockerfile: dockerfile });
    const failing = {
      get HOME(): string {
        throw new Error(`unexpected ${pem} and token ${planted.github}`);
      },
    };
    const io = { cwd, env: { ...{ PLIMSOLL_DEBUG: '1' } } };
    Object.defineProperty(io.env, 'NO_COLOR', Object.getOwnPropertyDescriptor(failing, 'HOME') ?? {});
    const { code, stdout, stderr } = await run(['lint', 'Dockerfile'], io);
    expect(code).toBe(2);
    expect(stderr).toContain('something went wrong');
    silent(stdout + stderr, 'a crash');
  });
});

test('the cache of layers holds no value', async () => {
  const cwd = folder({ 'image.tar': image });
  const env = { HOME: cwd, XDG_CACHE_HOME: join(cwd, 'cache') };
  process.env['PLIMSOLL_CACHE_DIR'] = join(cwd, 'cache');
  try {
    await run(['image', 'image.tar'], { cwd, env });
  } finally {
    delete process.env['PLIMSOLL_CACHE_DIR'];
  }
  const kept = filesBelow(join(cwd, 'cache'));
  expect(kept.length).toBeGreaterThan(0);
  for (const path of kept) {
    const bytes = readFileSync(path);
    silent(bytes.toString('latin1'), path);
    for (const open of [gunzipSync, zstdDecompressSync, inflateSync]) {
      try {
        silent(open(bytes).toString('latin1'), path);
      } catch (error) {
        if (error instanceof Error && error.name === 'AssertionError') throw error;
      }
    }
  }
});

test('what the editor is told holds no value', async () => {
  const uri = 'untitled:Dockerfile';
  const { judge } = await judgeFor(uri, { today: '2026-11-27' });
  const document = new OpenDocument(uri, 1, { text: dockerfile, encoding: 'utf-16', file: 'Dockerfile' });
  const told = diagnostics(document, document.report(judge).findings);
  expect(told.length).toBeGreaterThan(5);
  silent(JSON.stringify(told), 'the editor');
});

function filesBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => join(root, path))
    .filter((path) => statSync(path).isFile());
}
