/** Dockerfiles with findings marked `[rule|text|]` in them, for tests of what is done to findings. */
import { namesOf } from '../../../src/config/names.ts';
import type { Dockerfile } from '../../../src/dockerfile/model.ts';
import { parse } from '../../../src/dockerfile/parse.ts';
import type { Finding, Span } from '../../../src/finding.ts';
import type { RefineContext, SuppressionPolicy } from '../../../src/refine/context.ts';
import { fingerprint } from '../../../src/refine/fingerprint.ts';
import { readPragmas } from '../../../src/refine/pragmas.ts';
import { defineRule } from '../../../src/rule.ts';

const rules = Object.entries({
  'latest-tag': ['DL3007', 'DS-0001'],
  'untagged-base': ['DL3006', 'DS-0001'],
  'unpinned-apt-package': ['DL3008'],
  'duplicate-cmd': ['DL4003', 'MultipleInstructionsDisallowed', 'DS-0016'],
  'missing-user': ['DS-0002', 'CKV_DOCKER_3'],
  'stage-name-casing': ['StageNameCasing'],
  sudo: ['DL3004', 'CKV2_DOCKER_1'],
  'secret-in-file': [],
  shellcheck: [],
}).map(([id, aliases]) =>
  defineRule({
    id,
    aliases,
    on: 'dockerfile',
    since: '1.0',
    severity: 'warning',
    category: 'style',
    summary: '.',
    why: '.',
    bad: [],
    good: [],
    check: () => [],
  }),
);

export interface Marked {
  readonly dockerfile: Dockerfile;
  readonly findings: readonly Finding[];
}

export function finding(rule: string, dockerfile: Dockerfile, span: Span, more: Partial<Finding> = {}): Finding {
  return {
    rule,
    severity: 'warning',
    message: `${rule} is here.`,
    place: dockerfile.at(span),
    related: [],
    evidence: [],
    fixes: [],
    fingerprint: '',
    ...more,
  };
}

/** Reads `[rule|text|]` marks: the text without them, and a finding for each. */
export function marked(text: string, file = 'Dockerfile'): Marked {
  let plain = '';
  let from = 0;
  const spans: (readonly [string, Span])[] = [];
  for (const mark of text.matchAll(/\[([\w-]+)\|([\s\S]*?)\|\]/g)) {
    plain += text.slice(from, mark.index);
    spans.push([mark[1] ?? '', { start: plain.length, end: plain.length + (mark[2] ?? '').length }]);
    plain += mark[2];
    from = mark.index + mark[0].length;
  }
  const dockerfile = parse(plain + text.slice(from), { file });
  // ShellCheck's findings bear their code as evidence.
  const evidence = [{ kind: 'value', name: 'code', value: 'SC2086' }] as const;
  const found = spans.map(([rule, span]) => finding(rule, dockerfile, span, rule === 'shellcheck' ? { evidence } : {}));
  return { dockerfile, findings: fingerprint(found, dockerfile) };
}

export interface Given extends Partial<Omit<RefineContext, 'policy'>> {
  readonly policy?: Partial<SuppressionPolicy>;
}

/** A context in which every rule is on and nothing is configured, but for what is given. */
export function contextOf(dockerfile: Dockerfile, { policy, ...given }: Given = {}): RefineContext {
  return {
    subject: dockerfile,
    today: '2026-11-26',
    severityOf: () => undefined,
    active: () => true,
    ...namesOf(rules),
    ignores: [],
    pragmas: readPragmas(dockerfile),
    policy: { inSource: true, notice: 14, requireReason: false, foreignUnused: false, ...policy },
    ...given,
  };
}
