/** SARIF against Microsoft's validator, with the rules of the standard and those of GitHub's code scanning. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Report } from '../../../src/finding.ts';
import { dockerfile, reports } from '../../golden/fixture.ts';
import { written } from './report.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-sarif-'));
afterAll(() => rmSync(folder, { recursive: true }));

const results = z.object({
  runs: z.array(
    z.object({
      results: z.array(z.object({ ruleId: z.string(), level: z.string().default('warning'), message: z.unknown() })),
    }),
  ),
});

/** What the validator says of a log: `[level, rule, message]`. */
function validate(text: string): readonly (readonly [string, string, string])[] {
  const log = join(folder, 'log.sarif');
  const out = join(folder, 'out.sarif');
  writeFileSync(log, text);
  const { binary } = tool();
  const flags = ['--rule-kind', 'Sarif;Ghas', '--output', out, '--log', 'ForceOverwrite', '--quiet', 'true'];
  execFileSync(binary, ['validate', log, ...flags], { stdio: 'pipe' });
  return results
    .parse(JSON.parse(readFileSync(out, 'utf8').replace(/^\ufeff/, '')))
    .runs.flatMap((run) => run.results.map(({ level, ruleId, message }) => [level, ruleId, JSON.stringify(message)]));
}

/** The program inside the package; npm may not have run the script that makes it executable. */
function tool(): { readonly binary: string } {
  const require = createRequire(createRequire(import.meta.url).resolve('@microsoft/sarif-multitool/package.json'));
  const platform = process.platform === 'win32' ? 'win32' : process.platform === 'darwin' ? 'darwin' : 'linux';
  const home = dirname(require.resolve(`@microsoft/sarif-multitool-${platform}/package.json`));
  const binary = join(home, `Sarif.Multitool${platform === 'win32' ? '.exe' : ''}`);
  chmodSync(binary, 0o755);
  return { binary };
}

const log = z.object({
  runs: z.tuple([
    z.looseObject({
      tool: z.object({ driver: z.object({ rules: z.array(z.looseObject({ id: z.string() })) }) }),
      invocations: z.tuple([
        z.object({ executionSuccessful: z.boolean(), toolExecutionNotifications: z.array(z.looseObject({})) }),
      ]),
      artifacts: z.array(z.looseObject({ location: z.object({ uri: z.string() }), parentIndex: z.int().optional() })),
      results: z.array(z.looseObject({ ruleId: z.string(), ruleIndex: z.int(), level: z.string() })),
    }),
  ]),
});

async function run(of: readonly Report[] = reports) {
  return log.parse(JSON.parse(await written('sarif', {}, of))).runs[0];
}

describe('the validator', () => {
  test('finds nothing but that files in images are not in the repository', async () => {
    const said = validate(await written('sarif'));
    // Two findings in the image belong to no instruction: the base image's file, and the image as a whole.
    expect(said.map(([level, rule]) => `${level} ${rule}`)).toEqual(['warning SARIF2007', 'warning SARIF2007']);
  });

  test('finds nothing in a run over Dockerfiles, nor in one that found nothing', async () => {
    expect(validate(await written('sarif', {}, reports.slice(0, 3)))).toEqual([]);
    expect(validate(await written('sarif', { ran: () => [] }, []))).toEqual([]);
  });

  test('finds nothing where neither texts nor rules are known', async () => {
    const bare = { text: () => undefined, rule: () => undefined };
    expect(validate(await written('sarif', bare, reports.slice(0, 3))).filter(([level]) => level === 'error')).toEqual(
      [],
    );
  });
});

describe('a result', () => {
  test('in a very long line is told without the line', async () => {
    const long = dockerfile.replace('node:latest', `node:latest${' '.repeat(20_000)}`);
    const said = await written('sarif', { text: () => long });
    expect(said).toContain('"text": "node:latest"');
    expect(said).not.toContain(' '.repeat(1000));
  });

  test('of a Dockerfile has its region to the character', async () => {
    const [first] = (await run()).results;
    const start = dockerfile.indexOf('node:latest');
    expect(first).toMatchObject({
      ruleId: 'latest-tag',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'Dockerfile', uriBaseId: '%SRCROOT%' },
            region: {
              startLine: 2,
              startColumn: 6,
              endLine: 2,
              endColumn: 17,
              charOffset: start,
              charLength: 11,
              snippet: { text: 'node:latest' },
            },
          },
        },
      ],
      partialFingerprints: { primaryLocationLineHash: 'fp-latest-tag-10:1' },
      fixes: [{ artifactChanges: [{ replacements: [{ insertedContent: { text: '22' } }] }] }],
    });
  });

  test('of an image stands on the line that made the layer, and keeps its place in the image', async () => {
    const { results, artifacts } = await run();
    const secret = results.find(({ ruleId }) => ruleId === 'secret-in-file');
    expect(secret).toMatchObject({
      message: {
        text: expect.stringMatching(/ See \[in the image\]\(1\), \[added here\]\(2\), \[removed there\]\(3\)\.$/),
      },
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: 'Dockerfile' }, region: { startLine: 12 } },
          logicalLocations: [{ fullyQualifiedName: 'acme/app:1.4/layers/1/app/.env' }],
        },
      ],
      relatedLocations: [
        { id: 1, physicalLocation: { artifactLocation: { uri: 'acme/app/app/.env' } } },
        { id: 2 },
        { id: 3 },
      ],
      codeFlows: [
        {
          threadFlows: [
            {
              locations: [
                { location: { message: { text: 'added here' } } },
                { location: { message: { text: 'removed there' } } },
              ],
            },
          ],
        },
      ],
    });
    const file = artifacts.find(({ location }) => location.uri === 'acme/app/app/.env');
    const layer = artifacts[file?.parentIndex ?? -1];
    expect(layer).toMatchObject({ location: { uri: 'acme/app/layer-1' }, hashes: { 'sha-256': '1'.repeat(64) } });
    expect(artifacts[layer?.parentIndex ?? -1]).toMatchObject({
      description: { text: 'Image acme/app:1.4, linux/amd64.' },
    });
  });

  test('is suppressed with its reason, or compared with the baseline like all others', async () => {
    const { results } = await run();
    const root = results.find(({ ruleId }) => ruleId === 'root-user');
    expect(root).toMatchObject({ suppressions: [{ kind: 'inSource', justification: 'binds port 80' }] });
    expect(results.map((result) => result['baselineState'])).toEqual(
      results.map(({ ruleId }) => (ruleId === 'shell-form-command' ? 'unchanged' : 'new')),
    );
  });

  test('names its rule by index', async () => {
    const { results, tool } = await run();
    expect(results.map(({ ruleIndex }) => tool.driver.rules[ruleIndex]?.id)).toEqual(
      results.map(({ ruleId }) => ruleId),
    );
  });
});

describe('a run', () => {
  test('that left something unread did not succeed', async () => {
    const [{ executionSuccessful, toolExecutionNotifications }] = (await run()).invocations;
    expect(executionSuccessful).toBe(false);
    expect(toolExecutionNotifications).toMatchObject([
      { level: 'error', descriptor: { id: 'rule-failed' } },
      { level: 'error', descriptor: { id: 'not-an-image' } },
    ]);
    expect((await run(reports.slice(0, 1))).invocations[0].executionSuccessful).toBe(true);
  });

  test('keeps to what may be uploaded, the worst first, and says what it left out', async () => {
    const [report] = reports;
    const [warning, , info] = report?.findings ?? [];
    if (report === undefined || warning === undefined || info === undefined) throw new Error('the fixture changed');
    const findings = [...Array.from({ length: 25_000 }, () => info), { ...warning, severity: 'error' as const }];
    const { results, invocations } = await run([{ ...report, findings }]);
    expect(results).toHaveLength(25_000);
    expect(results.at(-1)?.level).toBe('error');
    expect(invocations[0].toolExecutionNotifications).toMatchObject([
      { level: 'warning', message: { text: expect.stringContaining('1 finding of the lowest severities') } },
    ]);
  });
});
