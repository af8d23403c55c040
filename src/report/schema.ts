/** The JSON report as a schema: what its readers may rely on, and how a report is read back. */
import * as z from 'zod';
import type { Report } from '../finding.ts';

const position = z
  .object({ line: z.int().min(1), column: z.int().min(1) })
  .describe('Counted from 1, in UTF-16 units.');
const span = z
  .object({ start: z.int().min(0), end: z.int().min(0) })
  .describe('UTF-16 offsets into the text, half-open.');

const inText = {
  file: z.string(),
  span,
  start: position.exactOptional().describe('Where the span starts; absent where the text could not be had.'),
  end: position.exactOptional().describe('Where the span ends.'),
};

const place = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('dockerfile'), ...inText }),
    z.object({ kind: z.literal('file'), ...inText }).describe('`.dockerignore`, configuration and the like.'),
    z.object({ kind: z.literal('config'), key: z.string().describe('A key of the image config: `Env.DB_PASSWORD`.') }),
    z.object({ kind: z.literal('history'), step: z.int().min(0).describe('A step of the history, from 0.') }),
    z.object({
      kind: z.literal('layer'),
      layer: z.int().min(0).describe('From 0, the lowest.'),
      path: z.string(),
      line: z.int().min(1).exactOptional(),
      offset: z.int().min(0).exactOptional().describe('In bytes from the start of the file.'),
    }),
    z.object({ kind: z.literal('image') }).describe('The image as a whole.'),
  ])
  .meta({ id: 'place' });

const evidence = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('reference'),
      name: z.string(),
      tag: z.string().optional(),
      digest: z.string().optional(),
    }),
    z.object({
      kind: z.literal('file'),
      path: z.string(),
      size: z.number().exactOptional(),
      mode: z.number().exactOptional(),
      uid: z.number().exactOptional(),
      gid: z.number().exactOptional(),
    }),
    z.object({
      kind: z.literal('secret'),
      detector: z.string(),
      confidence: z.enum(['confirmed', 'likely', 'possible']),
      masked: z.string(),
      length: z.number(),
      token: z.string().exactOptional().describe('A keyed fingerprint: the same secret has the same one everywhere.'),
    }),
    z.object({
      kind: z.literal('account'),
      user: z.string(),
      state: z.string().exactOptional(),
      uid: z.number().exactOptional(),
    }),
    z.object({
      kind: z.literal('package'),
      manager: z.string(),
      name: z.string(),
      version: z.string().exactOptional(),
      size: z.number().exactOptional(),
    }),
    z.object({ kind: z.literal('value'), name: z.string(), value: z.string() }),
    z.object({ kind: z.literal('bytes'), what: z.string(), bytes: z.number(), count: z.number().exactOptional() }),
    z.object({ kind: z.literal('command'), text: z.string() }),
  ])
  .meta({ id: 'evidence' });

const fix = z.object({
  title: z.string(),
  safety: z
    .enum(['manual', 'unsafe', 'safe'])
    .describe('`safe` never changes what is built, `unsafe` may, `manual` is only shown.'),
  edits: z.array(
    z.object({
      span,
      text: z.string(),
      file: z.string().exactOptional().describe("Absent: the finding's own file."),
      start: position.exactOptional(),
      end: position.exactOptional(),
    }),
  ),
});

const origin = z.object({
  from: z.enum(['base', 'yours', 'unknown']),
  by: z.enum(['given', 'provenance', 'dockerfile', 'labels', 'history', 'none']),
});

const finding = z
  .object({
    rule: z.string(),
    severity: z.enum(['error', 'warning', 'info']),
    message: z.string(),
    place,
    related: z.array(z.object({ place, message: z.string() })),
    evidence: z.array(evidence),
    help: z.string().exactOptional(),
    fixes: z.array(fix),
    origin: origin.exactOptional().describe("Whose it is: the base image's or the Dockerfile's."),
    fault: z.string().exactOptional(),
    fingerprint: z.string().describe('Survives moved lines, rebuilt layers and new tags.'),
    suppressed: z
      .object({
        kind: z.enum(['inSource', 'external']),
        reason: z.string().exactOptional(),
        place: place.exactOptional(),
      })
      .exactOptional()
      .describe('Present on findings that do not count.'),
    baseline: z.enum(['new', 'unchanged']).exactOptional().describe('`unchanged` findings do not count.'),
  })
  .meta({ id: 'finding' });

const skipped = z
  .object({
    what: z.string(),
    place: place.exactOptional(),
    reason: z.enum([
      'truncated',
      'digest-mismatch',
      'size-mismatch',
      'limit-exceeded',
      'unreadable',
      'unsupported',
      'missing',
      'not-an-image',
      'malformed',
      'unauthorized',
      'network',
      'rule-failed',
      'fix-failed',
    ]),
    detail: z.string(),
  })
  .meta({ id: 'skipped' })
  .describe('Something that was not checked; a run with any ends with exit code 2.');

const layer = z.object({
  index: z.int().min(0),
  diffID: z.string(),
  digest: z.string(),
  size: z.number(),
  waste: z.number().describe('Bytes that the final filesystem does not show.'),
  step: z.int().exactOptional(),
  createdBy: z.string().exactOptional(),
  instruction: place.exactOptional(),
  origin,
  largest: z.array(z.object({ path: z.string(), size: z.number(), waste: z.number() })),
});

const image = z.object({
  reference: z.string(),
  digest: z.string(),
  platform: z.string(),
  source: z.string(),
  size: z.number(),
  waste: z.number(),
  layers: z.array(layer),
});

const comparedImage = z.object({
  reference: z.string(),
  digest: z.string(),
  platform: z.string(),
  size: z.number().describe('Bytes of files in its layers.'),
  waste: z.number(),
  layers: z.int(),
  files: z.int().describe('What the final filesystem shows, folders left out.'),
  packages: z.int(),
});

const valueChange = z
  .object({ what: z.string(), before: z.string().exactOptional(), after: z.string().exactOptional() })
  .describe('Absent on the side that has none.');

const fileState = z
  .object({
    type: z.enum(['file', 'dir', 'symlink', 'hardlink', 'char', 'block', 'fifo', 'other']),
    size: z.number(),
    mode: z.int(),
    uid: z.number(),
    gid: z.number(),
    link: z.string().exactOptional(),
    capability: z.string().exactOptional(),
    layer: z.int().describe('The one that put it there.'),
  })
  .meta({ id: 'fileState' });

const comparison = z
  .object({
    before: comparedImage,
    after: comparedImage,
    shared: z.object({ layers: z.int(), size: z.number() }).describe('Layers that both have.'),
    layers: z.array(
      z.object({
        change: z.enum(['added', 'removed', 'rebuilt']),
        createdBy: z.string().exactOptional(),
        before: z.object({ layer: z.int(), size: z.number() }).exactOptional(),
        after: z.object({ layer: z.int(), size: z.number(), instruction: place.exactOptional() }).exactOptional(),
      }),
    ),
    config: z.array(valueChange),
    packages: z.array(valueChange.extend({ manager: z.string() })),
    files: z.array(
      z.object({
        change: z
          .enum(['added', 'removed', 'content', 'metadata'])
          .describe('`metadata` where only mode, owner or capability differ.'),
        path: z.string(),
        before: fileState.exactOptional(),
        after: fileState.exactOptional(),
      }),
    ),
    gone: z.array(finding).describe('Findings of the image before that this one has no more.'),
  })
  .meta({ id: 'comparison' })
  .describe('What differs from the image it was held against.');

/** One subject's report. */
export const reportSchema = z
  .object({
    schema: z.literal(1),
    tool: z.object({ name: z.literal('plimsoll'), version: z.string() }),
    subject: z.object({
      kind: z.enum(['dockerfile', 'image', 'build']),
      name: z.string(),
      dockerfile: z.string().exactOptional(),
      textDigest: z.string().exactOptional(),
    }),
    today: z.string().describe('The date that rules about dates were judged by, `YYYY-MM-DD`.'),
    findings: z.array(finding),
    skipped: z.array(skipped),
    image: image.exactOptional(),
    comparison: comparison.exactOptional(),
  })
  .meta({ id: 'report' }) satisfies z.ZodType<unknown, Report>;

/** What `--format json` writes. */
export const documentSchema = z
  .object({
    schema: z.literal(1),
    tool: z.object({ name: z.literal('plimsoll'), version: z.string() }),
    summary: z
      .object({
        error: z.int(),
        warning: z.int(),
        info: z.int(),
        suppressed: z.int(),
        unchanged: z.int(),
        skipped: z.int(),
        safe: z.int(),
        unsafe: z.int(),
      })
      .describe('Counts; suppressed and unchanged findings are in no other number.'),
    reports: z.array(reportSchema),
  })
  .describe('The report of a Plimsoll run. Keys are added within schema 1, never taken away or given another meaning.');

/** What each line of `--format ndjson` is: a subject, then what was found in it and what was not checked. */
export const lineSchema = z
  .discriminatedUnion('type', [
    reportSchema.extend({ type: z.literal('subject'), findings: z.int(), skipped: z.int() }),
    finding.extend({ type: z.literal('finding'), subject: z.string() }),
    skipped.extend({ type: z.literal('skipped'), subject: z.string() }),
  ])
  .describe('A line of a Plimsoll run. Keys are added within schema 1, never taken away or given another meaning.');

/** The published JSON schema of the report. */
export function printReportSchema(): string {
  return print('Plimsoll report', documentSchema);
}

/** The published JSON schema of a line of ndjson. */
export function printLineSchema(): string {
  return print('Plimsoll report, a line', lineSchema);
}

function print(title: string, schema: z.ZodType): string {
  const printed = z.toJSONSchema(schema, {
    io: 'input',
    // Every integer would say how far JavaScript counts.
    override: ({ jsonSchema }) => {
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  return `${JSON.stringify({ title, ...printed }, undefined, 2)}\n`;
}
