/** What the tests of formats share. */
import type { Report } from '../../../src/finding.ts';
import type { ReportContext } from '../../../src/report/context.ts';
import { isFormat, loadFormat } from '../../../src/report/formats.ts';
import { context, reports } from '../../golden/fixture.ts';

/** The run in miniature in some format, as the CLI would write it. */
export async function written(
  name: string,
  changed: Partial<ReportContext> = {},
  of: readonly Report[] = reports,
): Promise<string> {
  if (!isFormat(name)) throw new Error(`no format ${name}`);
  const format = await loadFormat(name);
  const text = format(of, { ...context, ...changed });
  return typeof text === 'string' ? text : [...text].join('');
}
