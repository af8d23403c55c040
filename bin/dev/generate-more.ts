/** Generated files beside the rules' own: schemas and the help page, each made by the room that knows. */
import { configJsonSchema } from '../../src/config/json-schema.ts';
import { printLineSchema, printReportSchema } from '../../src/report/schema.ts';
import type { Rule } from '../../src/rule.ts';
import { codesPage } from './codes.ts';
import { helpPage } from './help-page.ts';

/** Path and text of each. */
export async function extraPages(rules: readonly Rule[]): Promise<readonly (readonly [string, string])[]> {
  return [
    ['docs/guide/cli.md', helpPage()],
    ['docs/guide/codes.md', codesPage(rules)],
    ['docs/plimsoll.schema.json', await configJsonSchema(rules)],
    ['docs/schema/report-1.schema.json', printReportSchema()],
    ['docs/schema/line-1.schema.json', printLineSchema()],
  ];
}
