import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folder, run } from './run.ts';

const digest = `sha256:${'3'.repeat(64)}`;
let server: Server;
let host = '';

beforeAll(async () => {
  server = createServer(({ url }, response) => {
    if (url === '/v2/acme/base/manifests/1.4') response.writeHead(200, { 'docker-content-digest': digest }).end();
    else if (url?.startsWith('/v2/acme/base/tags/list')) response.writeHead(200).end('{"tags":["1.3","1.4"]}');
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  host = `127.0.0.1:${typeof address === 'object' ? address?.port : address}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const world = (dockerfile: string) => {
  const cwd = folder({ Dockerfile: dockerfile });
  return { cwd, env: { PLIMSOLL_CACHE_DIR: join(cwd, 'cache') } };
};

test('the fix pins what the registry says', async () => {
  const at = world(`FROM ${host}/acme/base:1.4\nUSER 1000\n`);
  const { code } = await run(['lint', 'Dockerfile', '--online', '--fix'], at);
  expect(code).toBe(0);
  expect(readFileSync(join(at.cwd, 'Dockerfile'), 'utf8')).toBe(`FROM ${host}/acme/base:1.4@${digest}\nUSER 1000\n`);
});

test('a tag that is not there is said, with the one that is meant', async () => {
  const at = world(`FROM ${host}/acme/base:1.5\nUSER 1000\n`);
  const { code, stdout } = await run(['lint', 'Dockerfile', '--online'], at);
  expect(code).toBe(1);
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    `The registry has no \`${host}/acme/base:1.5\`; did you mean \`${host}/acme/base:1.3\`?`,
  );
});

test('a registry that does not answer is said once, and changes nothing else', async () => {
  const at = world(
    'FROM 127.0.0.1:1/acme/base:1.4 AS build\nFROM 127.0.0.1:1/acme/base:1.3\nCOPY --from=build /app /app\nUSER 1000\n',
  );
  const without = await run(['lint', 'Dockerfile'], at);
  const { code, stdout, stderr } = await run(['lint', 'Dockerfile', '--online'], at);
  expect(stderr).toMatch(/^plimsoll: not checked online: 127\.0\.0\.1:1 cannot be reached: [^\n]+\n$/);
  expect({ code, stdout }).toEqual({ code: without.code, stdout: without.stdout });
});

test('nothing is asked of anybody without --online', async () => {
  const asked: string[] = [];
  const note = ({ url = '' }: { url?: string | undefined }) => void asked.push(url);
  server.on('request', note);
  await run(['lint', 'Dockerfile'], world(`FROM ${host}/acme/base:1.4\nUSER 1000\n`));
  server.off('request', note);
  expect(asked).toEqual([]);
});
