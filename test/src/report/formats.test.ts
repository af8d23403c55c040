/** Each format against what its readers ask for: the essentials of their schemas, written out. */
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Report } from '../../../src/finding.ts';
import { documentSchema } from '../../../src/report/schema.ts';
import { reports, spanOf } from '../../golden/fixture.ts';
import { written } from './report.ts';
import { type Node, parseXml } from './xml.ts';

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
    const document = documentSchema.parse(JSON.parse(await written('json')));
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
  test('each line is an object that says what it is, findings after their subject', async () => {
    const lines = (await written('ndjson')).trimEnd().split('\n');
    const types = lines.map((line) => z.looseObject({ type: z.string() }).parse(JSON.parse(line)).type);
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

describe('gitlab', () => {
  const issue = z.strictObject({
    description: z.string().min(1),
    check_name: z.string().min(1),
    fingerprint: z.string().regex(/^[0-9a-f]{32}$/),
    severity: z.enum(['info', 'minor', 'major', 'critical', 'blocker']),
    location: z.strictObject({
      path: z.string().regex(/^(?!\.\/)/),
      lines: z.strictObject({ begin: z.int().min(1), end: z.int().min(1) }),
    }),
  });

  test('is an array of issues with fingerprints of their own', async () => {
    const issues = z.array(issue).parse(JSON.parse(await written('gitlab')));
    // 13 findings less one suppressed and one of the baseline, and two that were not checked.
    expect(issues).toHaveLength(13);
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(13);
  });
});

describe('sonarqube', () => {
  const location = z.strictObject({
    message: z.string().min(1),
    filePath: z.string().min(1),
    textRange: z
      .strictObject({
        startLine: z.int().min(1),
        endLine: z.int().min(1).optional(),
        startColumn: z.int().min(0).optional(),
        endColumn: z.int().min(1).optional(),
      })
      .optional(),
  });
  const document = z.strictObject({
    rules: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string().min(1),
        description: z.string(),
        engineId: z.literal('plimsoll'),
        cleanCodeAttribute: z.enum(
          'CONVENTIONAL FORMATTED IDENTIFIABLE CLEAR COMPLETE EFFICIENT LOGICAL DISTINCT FOCUSED MODULAR TESTED LAWFUL RESPECTFUL TRUSTWORTHY'.split(
            ' ',
          ),
        ),
        type: z.enum(['BUG', 'VULNERABILITY', 'CODE_SMELL']),
        severity: z.enum(['BLOCKER', 'CRITICAL', 'MAJOR', 'MINOR', 'INFO']),
        impacts: z
          .array(
            z.strictObject({
              softwareQuality: z.enum(['SECURITY', 'MAINTAINABILITY', 'RELIABILITY']),
              severity: z.enum(['HIGH', 'MEDIUM', 'LOW', 'INFO', 'BLOCKER']),
            }),
          )
          .min(1),
      }),
    ),
    issues: z.array(
      z.strictObject({
        ruleId: z.string(),
        primaryLocation: location,
        secondaryLocations: z.array(location.extend({ textRange: z.looseObject({}) })).optional(),
      }),
    ),
  });

  test('every issue names a rule of the document, columns count from 0', async () => {
    const { rules, issues } = document.parse(JSON.parse(await written('sonarqube')));
    const ids = new Set(rules.map(({ id }) => id));
    expect(issues.filter(({ ruleId }) => !ids.has(ruleId))).toEqual([]);
    expect(issues[0]?.primaryLocation.textRange).toEqual({ startLine: 2, endLine: 2, startColumn: 5, endColumn: 16 });
  });
});

describe('rdjson', () => {
  const position = z.strictObject({ line: z.int().min(1), column: z.int().min(1).optional() });
  const range = z.strictObject({ start: position, end: position.optional() });
  const location = z.strictObject({ path: z.string(), range: range.optional() });
  const document = z.strictObject({
    source: z.strictObject({ name: z.string(), url: z.url().optional() }),
    diagnostics: z.array(
      z.strictObject({
        message: z.string().min(1),
        location,
        severity: z.enum(['ERROR', 'WARNING', 'INFO']),
        code: z.strictObject({ value: z.string(), url: z.url().optional() }),
        suggestions: z.array(z.strictObject({ range, text: z.string() })).optional(),
        relatedLocations: z.array(z.strictObject({ message: z.string(), location })).optional(),
      }),
    ),
  });

  test('columns count bytes of UTF-8', async () => {
    const { diagnostics } = document.parse(JSON.parse(await written('rdjson')));
    const curl = diagnostics.find(({ code }) => code.value === 'curl-pipe-shell');
    // 32 UTF-16 units stand before it; ö and ß take a byte more each, 漢, 字 and U+202E two more each.
    expect(curl?.location.range?.start).toEqual({ line: 2, column: 41 });
  });
});

describe('junit', () => {
  test('counts agree with the cases, and each case has one outcome', async () => {
    const root = parseXml(await written('junit'));
    expect(root.name).toBe('testsuites');
    const numbers = root.children.map((suite) => {
      const cases = suite.children.filter(({ name }) => name === 'testcase');
      const outcomes = cases.flatMap(({ children }) => children.map(({ name }) => name));
      const of = (wanted: string) => String(outcomes.filter((name) => name === wanted).length);
      const { tests, failures, errors, skipped } = suite.attributes;
      expect({ tests, failures, errors, skipped }).toEqual({
        tests: String(cases.length),
        failures: of('failure'),
        errors: of('error'),
        skipped: of('skipped'),
      });
      return cases.length;
    });
    expect(numbers).toEqual([6, 3, 1, 4, 1]);
  });

  test('a clean subject is a test that passed', async () => {
    const clean = {
      ...reports[2],
      ...hostile,
      subject: { kind: 'dockerfile', name: 'Dockerfile' } as const,
      findings: [],
    };
    const [suite] = parseXml(await written('junit', {}, [clean])).children;
    const [testcase] = suite?.children.filter(({ name }) => name === 'testcase') ?? [];
    expect(testcase).toMatchObject({ attributes: { name: 'nothing found', classname: 'Dockerfile' }, children: [] });
  });
});

describe('checkstyle', () => {
  test('errors stand in files, with lines and severities that checkstyle knows', async () => {
    const root = parseXml(await written('checkstyle'));
    expect(root.name).toBe('checkstyle');
    const errors = root.children.flatMap((file: Node) => file.children);
    expect(errors).toHaveLength(13);
    for (const { attributes } of errors) {
      expect(attributes).toMatchObject({
        line: expect.stringMatching(/^[1-9]\d*$/),
        severity: expect.stringMatching(/^(error|warning|info)$/),
        source: expect.stringMatching(/^plimsoll\./),
      });
    }
  });
});

describe('github', () => {
  test('each line is one command', async () => {
    const lines = (await written('github')).trimEnd().split('\n');
    expect(lines).toHaveLength(13);
    for (const line of lines) expect(line).toMatch(/^::(error|warning|notice) (\w+=[^,:]*)(,\w+=[^,:]*)*::[^\r\n]+$/);
  });

  test('columns are left out where lines differ', async () => {
    const line = (await written('github')).split('\n').find((text) => text.includes('apt-lists-kept'));
    expect(line).toMatch(/file=Dockerfile,line=5,endLine=9,title=/);
  });
});

describe('hadolint-json', () => {
  const document = z.array(
    z.strictObject({
      code: z.string(),
      column: z.int().min(1),
      file: z.string(),
      level: z.enum(['error', 'warning', 'info', 'style']),
      line: z.int().min(1),
      message: z.string(),
    }),
  );

  test('has the keys of hadolint, and its codes where a rule answers to one', async () => {
    const [first] = document.parse(JSON.parse(await written('hadolint-json')));
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
