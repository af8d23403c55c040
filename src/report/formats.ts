/** Every format by name. A run loads only those it writes. */
import type { Report } from '../finding.ts';
import type { Format } from './context.ts';
import { scrub } from './scrub.ts';

const loaders = {
  text: async () => (await import('./text.ts')).text,
  short: async () => (await import('./short.ts')).short,
  json: async () => (await import('./json.ts')).json,
  ndjson: async () => (await import('./ndjson.ts')).ndjson,
  sarif: async () => (await import('./sarif.ts')).sarif,
  github: async () => (await import('./github.ts')).github,
  gitlab: async () => (await import('./gitlab.ts')).gitlab,
  junit: async () => (await import('./junit.ts')).junit,
  checkstyle: async () => (await import('./checkstyle.ts')).checkstyle,
  sonarqube: async () => (await import('./sonarqube.ts')).sonarqube,
  rdjson: async () => (await import('./rdjson.ts')).rdjson,
  markdown: async () => (await import('./markdown.ts')).markdown,
  html: async () => (await import('./html.ts')).html,
  'hadolint-json': async () => (await import('./hadolint-json.ts')).hadolintJson,
} as const satisfies Record<string, () => Promise<Format>>;

export type FormatName = keyof typeof loaders;

/** The names that `--format` takes, in the order that help lists them. */
export const formatNames: readonly string[] = Object.keys(loaders);

/** Whether a format is called that. */
export function isFormat(name: string): name is FormatName {
  return Object.hasOwn(loaders, name);
}

/** Loads a format. What it writes has every secret masked, whatever the rules quoted. */
export async function loadFormat(name: FormatName): Promise<Format> {
  const format: Format = await loaders[name]();
  return (reports, context) => {
    const scrubbed = reports.map((report) => scrub(report, context.redact));
    // Images are known by the reports that they were handed in with.
    const given = new Map(scrubbed.map((report, at) => [report, reports[at]]));
    const image = (report: Report) => {
      const original = given.get(report);
      return original && context.image?.(original);
    };
    return format(scrubbed, { ...context, image });
  };
}
