/** dive's rules for pipelines, `.dive-ci`, read as they are: its three thresholds as budgets of ours. */
import type * as zod from 'zod';
import type { Problem, Result } from '../finding.ts';
import type { ConfigDocument, Path } from './document.ts';
import { explain } from './explain.ts';
import type { Kit, Options } from './kit.ts';
import type { Config, FileLayer } from './load.ts';
import { namesOf } from './names.ts';
import type { FileContent } from './schema.ts';

const units: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  ...{ k: 1e3, kb: 1e3, m: 1e6, mb: 1e6, g: 1e9, gb: 1e9, t: 1e12, tb: 1e12 },
  ...{ kib: 1024, mib: 1024 ** 2, gib: 1024 ** 3, tib: 1024 ** 4 },
};
const bytesText = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/;

/** The schema of `.dive-ci`. Its programs take keys in camel and in kebab case. */
export function diveSchema(z: typeof zod) {
  const off = z.union([z.enum(['disabled', 'off', 'false', '']), z.literal(false)]);
  const share = z.union([off, z.coerce.number().min(0).max(1)]);
  const bytes = z.union([
    off,
    z.number().min(0),
    z.string().refine(isBytes, { error: 'must be a size like `20MB`, or `disabled`' }),
  ]);
  const rules = z.strictObject({
    lowestEfficiency: share.optional(),
    'lowest-efficiency': share.optional(),
    highestWastedBytes: bytes.optional(),
    'highest-wasted-bytes': bytes.optional(),
    highestUserWastedPercent: share.optional(),
    'highest-user-wasted-percent': share.optional(),
  });
  return z.strictObject({ rules: rules.nullable().optional() });
}

export type DiveContent = zod.output<ReturnType<typeof diveSchema>>;

type Threshold = number | string | false | undefined;

/** What the file asks for, in our settings. What it leaves out has dive's own default. */
export function convertDive({ rules }: DiveContent): Pick<FileContent, 'rules'> {
  const efficiency = shareOf(rules?.lowestEfficiency ?? rules?.['lowest-efficiency'], 0.9);
  const wasted = bytesOf(rules?.highestWastedBytes ?? rules?.['highest-wasted-bytes']);
  const percent = shareOf(rules?.highestUserWastedPercent ?? rules?.['highest-user-wasted-percent'], 0.1);
  const budget: Options = { highestWastedBytes: wasted, highestUserWastedPercent: percent };
  return {
    rules: {
      'efficiency-budget': efficiency === null ? 'off' : ['error', { lowestEfficiency: efficiency, minimum: 0 }],
      'wasted-space-budget': wasted === null && percent === null ? 'off' : ['error', budget],
    },
  };
}

function shareOf(given: Threshold, otherwise: number): number | null {
  if (given === undefined) return otherwise;
  return typeof given === 'number' ? given : null;
}

function bytesOf(given: Threshold): number | null {
  if (typeof given === 'number') return Math.floor(given);
  const [, number, unit = ''] = bytesText.exec(String(given ?? '').toLowerCase()) ?? [];
  return number === undefined ? null : Math.floor(Number(number) * (units[unit] ?? 1));
}

function isBytes(text: string): boolean {
  const unit = bytesText.exec(text.toLowerCase())?.[2];
  return unit !== undefined && Object.hasOwn(units, unit);
}

/** One layer, which changes nothing but the budgets. */
export async function readDive(
  document: ConfigDocument,
  { file, folder, kit }: { readonly file: string; readonly folder: string; readonly kit: Kit },
): Promise<Result<Required<Omit<Config, 'file'>>, readonly Problem[]>> {
  const z = await import('zod');
  const schema = diveSchema(z);
  const parsed = schema.safeParse(document.data, { reportInput: true, jitless: true });
  if (!parsed.success)
    return { ok: false, problem: explain(parsed.error.issues, { z, schema, document, names: namesOf(kit.rules) }) };
  const layer: FileLayer = {
    kind: 'file',
    file,
    folder: folder.replaceAll('\\', '/'),
    content: convertDive(parsed.data),
    origin: (_path, part) => document.origin(written, part),
  };
  return { ok: true, value: { layers: [layer], rules: kit.rules, defaults: {} } };
}

const written: Path = ['rules'];
