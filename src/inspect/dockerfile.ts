/** A Dockerfile judged: lint, refine, a Report. Pure; the CLI and the language server both come through here. */
import type { Dockerfile } from '../dockerfile/model.ts';
import type { Finding, Related, Report, Skipped } from '../finding.ts';
import { type Judged, judge, report, type Settings } from './judge.ts';

/** A Dockerfile as one build makes it what it is, and what is said of a finding that comes of that. */
export interface AsBuilt {
  readonly dockerfile: Dockerfile;
  readonly said: Related;
}

/** A Dockerfile by itself; where it is known how it is built, by each of these ways instead. */
export function inspectDockerfile(dockerfile: Dockerfile, settings: Settings, ways: readonly AsBuilt[] = []): Report {
  const plain = judge(dockerfile, settings);
  const { findings, skipped } = ways.length === 0 ? plain : judgeWays(plain, ways, settings);
  return report({ kind: 'dockerfile', name: dockerfile.file }, settings, {
    findings: settings.refine(findings, dockerfile, dockerfile),
    skipped,
  });
}

/** Each finding once; one that not every way brings, or that the file alone does not, says which do. */
function judgeWays(plain: Judged, ways: readonly AsBuilt[], settings: Settings): Judged {
  const alone = new Set(plain.findings.map(identity));
  const found = new Map<string, { readonly finding: Finding; readonly said: Related[] }>();
  const skipped = new Map<string, Skipped>();
  for (const { dockerfile, said } of ways) {
    const judged = judge(dockerfile, settings);
    for (const one of judged.skipped) skipped.set(JSON.stringify(one), one);
    for (const finding of judged.findings) {
      const known = found.get(identity(finding)) ?? { finding, said: [] };
      known.said.push(said);
      found.set(identity(finding), known);
    }
  }
  const findings = [...found].map(([key, { finding, said }]) =>
    said.length === ways.length && alone.has(key) ? finding : { ...finding, related: [...finding.related, ...said] },
  );
  return { findings, skipped: [...skipped.values()] };
}

function identity({ rule, message, place }: Finding): string {
  return JSON.stringify([rule, message, place]);
}
