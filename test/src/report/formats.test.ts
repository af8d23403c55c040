/** Each format against what its readers ask for. */
import { describe, expect, test } from 'vitest';
import type { Report } from '../../../src/finding.ts';
import { reports, spanOf } from '../../golden/fixture.ts';
import { checkstyle, github, gitlab, hadolint, json, junit, ndjson, rdjson, sonarqube } from './conforms.ts';
import { written } from './report.ts';
import { parseXml } from './xml.ts';

/** A finding whose every text is hostile, in a file whose name is. */
const hostile: Report = {
  ...reports[0],
  schema: 1,
  tool: { name: 'plimsoll', version: '0.1.0' },
  today: '2026-11-26',
  subject: { kind: 'dockerfile', name: 'a,b:c%d|`<script>&"\u0000\ud800.Dockerfile' },
  findings: [
    {
      rule: 'latest-tag',
      severity: 'error',
      message:
        '`]]>` & <b>"x"</b> \u0000 \u001b[2J \ud800 \ufffe 50%\r\n::error::forged | @team [a](http://example.com)',
      place: { kind: 'dockerfile', file: 'a,b:c%d|`<script>&"\u0000\ud800.Dockerfile', span: { start: 0, end: 1 } },
      related: [],
      evidence: [],
      fixes: [],
      fingerprint: '"\n',
    },
  ],
  skipped: [],
};

describe('json', () => {
  test('is what its schema says, and reads back as the reports', async () => {
    const document = json(await written('json'));
    const back: readonly Report[] = document.reports;
    expect(back.map(({ subject }) => subject)).toEqual(reports.map(({ subject }) => subject));
    expect(document.summary).toEqual({
      error: 4,
      warning: 4,
      info: 3,
      suppressed: 1,
      unchanged: 1,
      skipped: 2,
      safe: 1,
      unsafe: 1,
    });
    expect(document.reports[0]?.findings[0]?.place).toEqual({
      kind: 'dockerfile',
      file: 'Dockerfile',
      span: spanOf('Dockerfile', 'node:latest'),
      start: { line: 2, column: 6 },
      end: { line: 2, column: 17 },
    });
  });
});

describe('ndjson', () => {
  test('findings stand after their subject', async () => {
    const types = ndjson(await written('ndjson')).map(({ type }) => type);
    expect(types.join(' ')).toBe(
      [
        'subject finding finding finding finding finding finding',
        'subject finding finding skipped',
        'subject finding',
        'subject finding finding finding finding',
        'subject skipped',
      ].join(' '),
    );
  });
});

// 13 findings less one suppressed and one of the baseline, and two that were not checked.
const shownOnes = 13;

describe('gitlab', () => {
  test('every issue has a fingerprint of its own', async () => {
    const issues = gitlab(await written('gitlab'));
    expect(issues).toHaveLength(shownOnes);
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(shownOnes);
  });
});

describe('sonarqube', () => {
  test('every issue names a rule of the document, columns count from 0', async () => {
    const { rules, issues } = sonarqube(await written('sonarqube'));
    const ids = new Set(rules.map(({ id }) => id));
    expect(issues.filter(({ ruleId }) => !ids.has(ruleId))).toEqual([]);
    expect(issues[0]?.primaryLocation.textRange).toEqual({ startLine: 2, endLine: 2, startColumn: 5, endColumn: 16 });
  });
});

describe('rdjson', () => {
  test('columns count bytes of UTF-8', async () => {
    const { diagnostics } = rdjson(await written('rdjson'));
    const curl = diagnostics.find(({ code }) => code.value === 'curl-pipe-shell');
    // 32 UTF-16 units stand before it; ö and ß take a byte more each, 漢, 字 and U+202E two more each.
    expect(curl?.location.range?.start).toEqual({ line: 2, column: 41 });
  });
});

describe('junit', () => {
  test('each finding is a case with its outcome', async () => {
    expect(junit(await written('junit')).map(({ outcomes }) => outcomes.length)).toEqual([6, 3, 1, 4, 1]);
  });

  test('a clean subject is a test that passed', async () => {
    const clean = { ...hostile, subject: { kind: 'dockerfile', name: 'Dockerfile' } as const, findings: [] };
    expect(junit(await written('junit', {}, [clean]))).toEqual([{ name: 'Dockerfile', outcomes: ['passed'] }]);
  });
});

describe('checkstyle', () => {
  test('errors stand in files', async () => {
    const errors = checkstyle(await written('checkstyle'));
    expect(errors).toHaveLength(shownOnes);
    expect(errors[0]).toEqual({
      file: 'Dockerfile',
      line: '2',
      column: '6',
      severity: 'warning',
      message: '`node:latest` resolves to whatever was pushed last.',
      source: 'plimsoll.latest-tag',
    });
  });
});

describe('github', () => {
  test('each line is one command, and columns are left out where lines differ', async () => {
    const lines = github(await written('github'));
    expect(lines).toHaveLength(shownOnes);
    expect(lines.find((text) => text.includes('apt-lists-kept'))).toMatch(/file=Dockerfile,line=5,endLine=9,title=/);
  });
});

describe('hadolint-json', () => {
  test('has the codes of hadolint where a rule answers to one', async () => {
    const [first] = hadolint(await written('hadolint-json'));
    expect(first).toEqual({
      code: 'DL3007',
      column: 6,
      file: 'Dockerfile',
      level: 'warning',
      line: 2,
      message: '`node:latest` resolves to whatever was pushed last.',
    });
  });
});

describe('markdown', () => {
  test('no row breaks the table, no tag, link or mention comes from what was scanned', async () => {
    const text = await written('markdown', {}, [hostile]);
    const rows = text.split('\n').filter((line) => line.startsWith('| 🔴'));
    expect(rows).toHaveLength(1);
    expect(rows[0]?.replaceAll('\\|', '').split('|')).toHaveLength(6);
    expect(text).not.toMatch(/<b>|@team|[^\\]\]\(http:\/\/example\.com\)/);
  });

  test('ends before a comment would be too long, and says how much is missing', async () => {
    const [finding] = hostile.findings;
    const many = { ...hostile, findings: Array.from({ length: 2000 }, () => finding).flatMap((one) => one ?? []) };
    const text = await written('markdown', {}, [many]);
    expect(text.length).toBeLessThan(61_000);
    const rows = text.split('\n').filter((line) => line.startsWith('| 🔴')).length;
    expect(text).toContain(`**${(2000 - rows).toLocaleString('en-US')} more findings**`);
  });
});

describe('hostile text', () => {
  test.each(['junit', 'checkstyle'])('%s stays well-formed', async (format) => {
    expect(parseXml(await written(format, {}, [hostile])).children).toHaveLength(1);
  });

  test('github is not given a second command', async () => {
    const text = await written('github', {}, [hostile]);
    expect(text.match(/^::/gm)).toHaveLength(1);
    expect(text).toContain('file=a%2Cb%3Ac%25d|`<script>&"');
  });

  test.each(['json', 'sarif', 'gitlab', 'sonarqube', 'rdjson', 'hadolint-json'])('%s stays JSON', async (format) => {
    expect(JSON.parse(await written(format, {}, [hostile]))).toBeTypeOf('object');
  });
});
