/** A repository in miniature through the command and every format: configurations, suppressions, a baseline, an image. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { formatNames } from '../../src/report/formats.ts';
import { sketchArchive } from '../../src/testing/sketch.ts';
import { folder, run } from '../cli/run.ts';
import { checkstyle, github, gitlab, hadolint, json, junit, ndjson, rdjson, sonarqube } from '../src/report/conforms.ts';

const project = join(import.meta.dirname, '../../fixtures/projects/acme');

/** The image of the project's Dockerfile, as its builder would record it. */
const archive = sketchArchive({
  reference: 'acme/app:1.4',
  layers: [
    { 'etc/os-release': 'ID=debian\nVERSION_ID="12"\n' },
    { 'app/server.js': 'start();\n', 'app/.env': 'A=1\n', 'app/tool': { content: '#!/bin/sh\n', mode: 0o4755 } },
    { 'app/.wh..env': '' },
  ],
  config: { User: 'root' },
  history: [
    '/bin/sh -c #(nop) ADD file:1 in / ',
    'COPY /src /app # buildkit',
    'RUN /bin/sh -c rm /app/.env # buildkit',
    { by: 'USER root', empty: true },
    { by: 'CMD ["node" "/app/server.js"]', empty: true },
  ],
});

function copied(): string {
  const paths = readdirSync(project, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(project, path)).isFile());
  return folder({ ...Object.fromEntries(paths.map((path) => [path, readFileSync(join(project, path))])), 'app.tar': archive });
}

const lint = (cwd: string, ...flags: readonly string[]) => run(['lint', ...flags], { cwd });
const image = (cwd: string, ...flags: readonly string[]) =>
  run(['image', 'app.tar', '--dockerfile', 'Dockerfile', '--no-cache', ...flags], { cwd });

const sarif = (text: string) =>
  z
    .object({ version: z.literal('2.1.0'), runs: z.tuple([z.object({ results: z.array(z.looseObject({})) })]) })
    .parse(JSON.parse(text)).runs[0].results;

/** Formats that hold what does not count too: two findings are suppressed. How many findings are in a text of each. */
const checks: Readonly<Record<string, (text: string) => number>> = {
  json: (text) => json(text).reports.flatMap(({ findings }) => findings).length,
  ndjson: (text) => ndjson(text).filter(({ type }) => type === 'finding').length,
  sarif: (text) => sarif(text).length,
  junit: (text) => junit(text).flatMap(({ outcomes }) => outcomes).length,
};

/** Formats of what counts. */
const counting: Readonly<Record<string, (text: string) => number>> = {
  short: (text) => text.trimEnd().split('\n').length,
  github: (text) => github(text).length,
  gitlab: (text) => gitlab(text).length,
  checkstyle: (text) => checkstyle(text).length,
  sonarqube: (text) => sonarqube(text).issues.length,
  rdjson: (text) => rdjson(text).diagnostics.length,
  'hadolint-json': (text) => hadolint(text).length,
  markdown: (text) => text.match(/^\| [🔴🟡🔵]/gmu)?.length ?? 0,
  html: (text) => text.match(/<li id="r\d+-f\d+"/g)?.length ?? 0,
  text: (text) => text.match(/^(error|warning|info) /gm)?.length ?? 0,
};

describe('the Dockerfiles of the project', () => {
  test('are judged by the nearest configuration, and its exceptions hold', async () => {
    const { code, stdout } = await lint(copied(), '--format', 'short');
    expect(code).toBe(1);
    const found = stdout.trimEnd().split('\n');
    expect(found.map((line) => line.replace(/^(\S+): (\w+): .* \[([a-z-]+)\]$/, '$1 $2 $3'))).toEqual([
      'Dockerfile:2:6 warning latest-tag',
      'Dockerfile:11:6 warning root-user',
      'services/api/Dockerfile:1:6 error latest-tag',
      'services/api/Dockerfile:5:6 warning root-user',
      'services/web/Dockerfile:1:6 warning latest-tag',
      'services/web/Dockerfile:1:23 warning stage-name-casing',
    ]);
  });

  test.each(formatNames)('are written as %s, the same every time', async (format) => {
    const cwd = copied();
    const { stdout } = await lint(cwd, '--format', format);
    expect((await lint(cwd, '--format', format)).stdout).toBe(stdout);
    expect(checks[format]?.(stdout) ?? counting[format]?.(stdout)).toBe(format in checks ? 8 : 6);
  });

  test('are silent about what a baseline knows, and say what is new', async () => {
    const cwd = copied();
    await lint(cwd, '--write-baseline', 'known.json');
    const { code, stdout } = await lint(cwd, '--baseline', 'known.json');
    expect([code, stdout]).toEqual([0, expect.stringContaining('in the baseline')]);
  });
});

describe('the image of the project', () => {
  test.each(formatNames)('is written as %s, with the lines of its Dockerfile', async (format) => {
    const { stdout, stderr } = await image(copied(), '--format', format);
    expect(stderr).toBe('');
    expect(stdout).toMatch(format === 'sarif' || format === 'json' || format === 'ndjson' ? /"Dockerfile"/ : /Dockerfile/);
    expect(checks[format]?.(stdout) ?? counting[format]?.(stdout)).toBe(3);
  });
});
