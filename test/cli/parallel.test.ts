import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { dockerfileRules } from '../../rules/dockerfile.ts';
import { baselineOf } from '../../src/cli/baseline.ts';
import { judgeAll } from '../../src/cli/crew.ts';
import { gather } from '../../src/cli/gather.ts';
import { govern } from '../../src/cli/govern.ts';
import type { Io, Output } from '../../src/cli/io.ts';
import type { Run } from '../../src/cli/judge.ts';
import { main } from '../../src/cli/main.ts';
import { threadsFor } from '../../src/cli/threads.ts';
import type { Report } from '../../src/finding.ts';
import { folder, run } from './run.ts';

/** So many Dockerfiles that each of three threads has a share, every fifth governed by a configuration of its folder. */
const count = 130;
const files = Object.fromEntries(
  Array.from({ length: count }, (_, index) => [
    `app-${String(index).padStart(3, '0')}/Dockerfile`,
    `FROM debian:${index % 3 === 0 ? 'latest' : '12.9'}\nCOPY app /app\nRUN sudo make SIZE=${index}\nRUN cd /srv && ls\n`,
  ]),
);
const configs = Object.fromEntries(
  Object.keys(files)
    .filter((_, index) => index % 5 === 0)
    .map((name) => [name.replace('Dockerfile', 'plimsoll.yaml'), 'rules:\n  sudo: off\n']),
);

async function runIn(cwd: string, flags: Run['flags']): Promise<Run> {
  const nowhere: Output = { isTTY: false, columns: undefined, write: () => {} };
  const io: Io = { stdin: process.stdin, stdout: nowhere, stderr: nowhere, cwd, env: {}, now: () => new Date(0) };
  const governance = await govern({ flags, io, rules: dockerfileRules, files: Object.keys(files) });
  const { factsOf } = await gather({ flags, io, shellcheck: 'off', sources: [] });
  return { governance, baseline: baselineOf(flags, io, undefined), changes: undefined, factsOf, flags, io };
}

async function reportsOf(run: Run, threads: number, program?: URL): Promise<readonly Report[]> {
  const sources = Object.entries(files).map(([file, text]) => ({ file, text, encoding: 'utf-8' as const }));
  const names = Object.keys(files);
  const reports: Report[] = [];
  for await (const report of judgeAll(sources, run, { threads, files: names, ...(program && { program }) }))
    reports.push(report);
  return reports;
}

test('reports are the same, and in the same order, whoever judged what', async () => {
  const run = await runIn(folder({ ...files, ...configs, 'app-001/app/x': '' }), {});
  const alone = await reportsOf(run, 1);
  expect(alone.map(({ subject }) => subject.name)).toEqual(Object.keys(files));
  const sudo = alone.filter(({ findings }) => findings.some(({ rule }) => rule === 'sudo'));
  expect(sudo).toHaveLength(count - count / 5);
  expect(JSON.stringify(await reportsOf(run, 3))).toBe(JSON.stringify(alone));
});

test('the baseline is asked in the order of the files', async () => {
  const cwd = folder(files);
  await run(['lint', 'app-000', '--write-baseline', 'known.json'], { cwd });
  const first = await reportsOf(await runIn(cwd, { baseline: 'known.json' }), 3);
  const states = first.map(({ findings }) => new Set(findings.map(({ baseline }) => baseline)));
  expect(states[0]).toEqual(new Set(['unchanged']));
  expect(states.slice(1).every((state) => state.has('new') && state.size === 1)).toBe(true);
});

test('what a thread that cannot be started was given is judged here', async () => {
  const cwd = folder({ ...files, 'broken.mjs': 'throw new Error("not today");\n' });
  const run = await runIn(cwd, {});
  const program = pathToFileURL(join(cwd, 'broken.mjs'));
  expect(JSON.stringify(await reportsOf(run, 2, program))).toBe(JSON.stringify(await reportsOf(run, 1)));
});

test('a configuration that cannot be read ends the run with its sentence, in a thread as well', async () => {
  const cwd = folder(files);
  const run = await runIn(cwd, {});
  // Written after this thread read the folder's configuration: only the others meet it.
  for (const name of Object.keys(files))
    writeFileSync(join(cwd, name.replace('Dockerfile', 'plimsoll.yaml')), 'rlues: 1');
  await expect(reportsOf(run, 3)).rejects.toThrow('`rlues`');
});

test.each([
  [399, 8, 1],
  [400, 1, 1],
  [400, 8, 2],
  [5000, 2, 2],
  [5000, 64, 4],
])('%i files on %i cores are judged by %i threads', (files, cores, threads) => {
  expect(threadsFor(files, () => cores)).toBe(threads);
});

test('ndjson is written while later files are still to be judged', async () => {
  const events: string[] = [];
  Reflect.set(globalThis, 'plimsollTestEvents', events);
  const plugin = `
    export default {
      id: 'acme-order', on: 'dockerfile', category: 'style', severity: 'warning', precision: 'high',
      summary: 'Tells when it is asked.', why: 'A test listens.', bad: [], good: [],
      *check(file) { globalThis.plimsollTestEvents.push('judged ' + file.file); },
    };`;
  const cwd = folder({
    'a/Dockerfile': 'FROM debian:12.9\n',
    'b/Dockerfile': 'FROM debian:12.9\n',
    'acme.mjs': plugin,
    'plimsoll.yaml': 'plugins: [./acme.mjs]\nrules: {acme-order: warning}\n',
  });
  const out: Output = {
    isTTY: false,
    columns: undefined,
    write: (text) => {
      const { type, subject } = JSON.parse(text);
      if (type === 'subject') events.push(`written ${subject.name}`);
    },
  };
  const io: Io = { stdin: process.stdin, stdout: out, stderr: out, cwd, env: {}, now: () => new Date(0) };
  await main(['lint', '--format', 'ndjson', '--shellcheck', 'off'], io);
  expect(events).toEqual([
    'judged a/Dockerfile',
    'written a/Dockerfile',
    'judged b/Dockerfile',
    'written b/Dockerfile',
  ]);
});
