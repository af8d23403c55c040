/** What the readers of each format ask for: the essentials of their schemas, written out. */
import { expect } from 'vitest';
import * as z from 'zod';
import { documentSchema, lineSchema } from '../../../src/report/schema.ts';
import { parseXml } from './xml.ts';

const gitlabSchema = z.array(
  z.strictObject({
    description: z.string().min(1),
    check_name: z.string().min(1),
    fingerprint: z.string().regex(/^[0-9a-f]{32}$/),
    severity: z.enum(['info', 'minor', 'major', 'critical', 'blocker']),
    location: z.strictObject({
      path: z.string().regex(/^(?!\.\/)/),
      lines: z.strictObject({ begin: z.int().min(1), end: z.int().min(1) }),
    }),
  }),
);

const sonarLocation = z.strictObject({
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
const cleanCode =
  'CONVENTIONAL FORMATTED IDENTIFIABLE CLEAR COMPLETE EFFICIENT LOGICAL DISTINCT FOCUSED MODULAR TESTED LAWFUL RESPECTFUL TRUSTWORTHY';
const sonarSchema = z.strictObject({
  rules: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string().min(1),
      description: z.string(),
      engineId: z.literal('plimsoll'),
      cleanCodeAttribute: z.enum(cleanCode.split(' ')),
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
      primaryLocation: sonarLocation,
      secondaryLocations: z.array(sonarLocation.extend({ textRange: z.looseObject({}) })).optional(),
    }),
  ),
});

const rdPosition = z.strictObject({ line: z.int().min(1), column: z.int().min(1).optional() });
const rdRange = z.strictObject({ start: rdPosition, end: rdPosition.optional() });
const rdLocation = z.strictObject({ path: z.string(), range: rdRange.optional() });
const rdSchema = z.strictObject({
  source: z.strictObject({ name: z.string(), url: z.url().optional() }),
  diagnostics: z.array(
    z.strictObject({
      message: z.string().min(1),
      location: rdLocation,
      severity: z.enum(['ERROR', 'WARNING', 'INFO']),
      code: z.strictObject({ value: z.string(), url: z.url().optional() }),
      suggestions: z.array(z.strictObject({ range: rdRange, text: z.string() })).optional(),
      relatedLocations: z.array(z.strictObject({ message: z.string(), location: rdLocation })).optional(),
    }),
  ),
});

const hadolintSchema = z.array(
  z.strictObject({
    code: z.string(),
    column: z.int().min(1),
    file: z.string(),
    level: z.enum(['error', 'warning', 'info', 'style']),
    line: z.int().min(1),
    message: z.string(),
  }),
);

/** Reads a text as JSON of one shape. */
const reader =
  <T>(schema: z.ZodType<T>) =>
  (text: string): T =>
    schema.parse(JSON.parse(text));

export const gitlab = reader(gitlabSchema);
export const sonarqube = reader(sonarSchema);
export const rdjson = reader(rdSchema);
export const hadolint = reader(hadolintSchema);
export const json = reader(documentSchema);

/** The lines of ndjson. */
export function ndjson(text: string): readonly z.infer<typeof lineSchema>[] {
  return text.trimEnd().split('\n').map(reader(lineSchema));
}

/** Suites with the outcomes of their cases, after their counts were compared. */
export function junit(text: string): readonly { readonly name: string; readonly outcomes: readonly string[] }[] {
  const root = parseXml(text);
  expect(root.name).toBe('testsuites');
  return root.children.map(({ attributes, children }) => {
    const cases = children.filter(({ name }) => name === 'testcase');
    const outcomes = cases.map((one) => one.children[0]?.name ?? 'passed');
    const of = (wanted: string) => String(outcomes.filter((name) => name === wanted).length);
    const { tests, failures, errors, skipped, name = '' } = attributes;
    const counted = {
      tests: String(cases.length),
      failures: of('failure'),
      errors: of('error'),
      skipped: of('skipped'),
    };
    expect({ tests, failures, errors, skipped }).toEqual(counted);
    expect(cases.filter((one) => one.children.length > 1)).toEqual([]);
    return { name, outcomes };
  });
}

/** Every error with the file that it stands in. */
export function checkstyle(text: string): readonly (Readonly<Record<string, string>> & { readonly file: string })[] {
  const root = parseXml(text);
  expect(root.name).toBe('checkstyle');
  const errors = root.children.flatMap(({ attributes, children }) =>
    children.map((error) => ({ ...error.attributes, file: attributes['name'] ?? '' })),
  );
  for (const error of errors) {
    expect(error).toMatchObject({
      line: expect.stringMatching(/^[1-9]\d*$/),
      severity: expect.stringMatching(/^(error|warning|info)$/),
      source: expect.stringMatching(/^plimsoll\./),
    });
  }
  return errors;
}

/** The commands, one a line. */
export function github(text: string): readonly string[] {
  const lines = text.trimEnd().split('\n');
  for (const line of lines) expect(line).toMatch(/^::(error|warning|notice) (\w+=[^,:]*)(,\w+=[^,:]*)*::[^\r\n]+$/);
  return lines;
}
