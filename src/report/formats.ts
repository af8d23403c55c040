/** Every format by name. A run loads only those it writes. */
import type { Report } from '../finding.ts';
import type { Format } from './context.ts';
import { scrub } from './scrub.ts';

/** The names that `--format` takes, in the order that help lists them. */
export const formatNames = [
  'text',
  'short',
  'json',
  'ndjson',
  'sarif',
  'github',
  'gitlab',
  'junit',
  'checkstyle',
  'sonarqube',
  'rdjson',
  'markdown',
  'html',
  'hadolint-json',
] as const;

export type FormatName = (typeof formatNames)[number];

/** Whether a format is called that. */
export function isFormat(name: string): name is FormatName {
  return formatNames.some((one) => one === name);
}

async function formatCalled(name: FormatName): Promise<Format> {
  switch (name) {
    case 'text':
      return (await import('./text.ts')).text;
    case 'short':
      return (await import('./short.ts')).short;
    case 'json':
      return (await import('./json.ts')).json;
    case 'ndjson':
      return (await import('./ndjson.ts')).ndjson;
    case 'sarif':
      return (await import('./sarif.ts')).sarif;
    case 'github':
      return (await import('./github.ts')).github;
    case 'gitlab':
      return (await import('./gitlab.ts')).gitlab;
    case 'junit':
      return (await import('./junit.ts')).junit;
    case 'checkstyle':
      return (await import('./checkstyle.ts')).checkstyle;
    case 'sonarqube':
      return (await import('./sonarqube.ts')).sonarqube;
    case 'rdjson':
      return (await import('./rdjson.ts')).rdjson;
    case 'markdown':
      return (await import('./markdown.ts')).markdown;
    case 'html':
      return (await import('./html.ts')).html;
    case 'hadolint-json':
      return (await import('./hadolint-json.ts')).hadolintJson;
  }
}

/** Loads a format. What it writes has every secret masked, whatever the rules quoted. */
export async function loadFormat(name: FormatName): Promise<Format> {
  const format = await formatCalled(name);
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
