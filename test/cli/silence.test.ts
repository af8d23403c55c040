/** Planted values must come out nowhere: in no format, in no file that is written, in no stream. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
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

function filesBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => join(root, path))
    .filter((path) => statSync(path).isFile());
}
