/** The published schema is the one that the code prints. `UPDATE_GOLDEN=1` writes it anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { printReportSchema } from '../../../src/report/schema.ts';

test('docs/schema/report-1.schema.json is up to date', () => {
  const path = join(import.meta.dirname, '../../../docs/schema/report-1.schema.json');
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, printReportSchema());
  expect(printReportSchema()).toBe(readFileSync(path, 'utf8'));
});
