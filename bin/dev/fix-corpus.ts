/**
 * `node bin/dev/fix-corpus.ts --list FILE [--unsafe] [--write DIR]`: every fix of every rule over real Dockerfiles, in memory.
 * Prints for each rule how many were offered, applied and dropped, and why; and what must not be (exit 1): a text that parses worse, a safe fix
 * that changes more of the build than its rule is about, a second run that finds something left to do.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dockerfileRules } from '../../rules/dockerfile.ts';
import { decode } from '../../src/dockerfile/decode.ts';
import { outline } from '../../src/dockerfile/outline.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import type { Finding } from '../../src/finding.ts';
import { applyFixes, type FixResult } from '../../src/fix/apply.ts';
import { breaksParse } from '../../src/fix/gate.ts';
import { inspectDockerfile } from '../../src/inspect/dockerfile.ts';
import type { Policy } from '../../src/policy.ts';
import { differencesOf } from './built.ts';
import { listed } from './compare.ts';
import { maySafely } from './fix-differences.ts';
import { policyOf, presetCalled, today } from './governed.ts';

export interface RuleCount {
  offered: number;
  applied: number;
  /** By reason. */
  readonly dropped: Map<string, number>;
}

/** What went wrong, as a sentence with its place. */
export interface Wrong {
  readonly what: 'parse break' | 'model difference' | 'second run';
  readonly where: string;
  readonly detail: string;
}

export interface FixedCorpus {
  readonly files: number;
  readonly changed: number;
  readonly rules: ReadonlyMap<string, RuleCount>;
  /** How often safe fixes made which difference. */
  readonly differences: ReadonlyMap<string, number>;
  readonly wrong: readonly Wrong[];
}

export interface Given {
  readonly file: string;
  readonly text: string;
}

export type Allow = 'safe' | 'unsafe';

/** Every rule there is, those too that every preset leaves off. */
export function everyRule(): Promise<Policy> {
  const all = dockerfileRules.map(({ id, severity }) => [id, severity === 'off' ? 'info' : severity] as const);
  return policyOf('everything', presetCalled('strict', Object.fromEntries(all)));
}

export function fixCorpus(
  given: Iterable<Given>,
  { policy, allow, keep }: { policy: Policy; allow: Allow; keep?: (given: Given) => void },
): FixedCorpus {
  const rules = new Map<string, RuleCount>();
  const differences = new Map<string, number>();
  const wrong: Wrong[] = [];
  let [files, changed] = [0, 0];
  for (const one of given) {
    files++;
    const first = fixOne(one, policy, allow);
    count(rules, first, allow);
    const text = first.result.texts.get(one.file) ?? one.text;
    if (text === one.text) continue;
    changed++;
    keep?.({ file: one.file, text });
    wrong.push(...judge(one, text, first.result, allow, differences));
    const second = fixOne({ file: one.file, text }, policy, allow).result;
    if (second.texts.get(one.file) !== text)
      wrong.push({
        what: 'second run',
        where: one.file,
        detail: second.applied.map(({ rule, title }) => `${rule}: ${title}`).join(', '),
      });
  }
  return { files, changed, rules, differences, wrong };
}

interface Fixed {
  readonly result: FixResult;
  readonly findings: readonly Finding[];
}

function fixOne({ file, text }: Given, policy: Policy, allow: Allow): Fixed {
  const check = (texts: ReadonlyMap<string, string>) => {
    const dockerfile = parse(texts.get(file) ?? text, { file });
    const { findings } = inspectDockerfile(dockerfile, { ...policy, version: '0', today });
    return { findings, outline: outline(dockerfile) };
  };
  const texts = new Map([[file, text]]);
  return { findings: check(texts).findings, result: applyFixes({ texts, file, check, allow }) };
}

function count(rules: Map<string, RuleCount>, { result, findings }: Fixed, allow: Allow): void {
  const of = (rule: string): RuleCount => {
    const known = rules.get(rule) ?? { offered: 0, applied: 0, dropped: new Map<string, number>() };
    rules.set(rule, known);
    return known;
  };
  for (const { rule, fixes, suppressed } of findings) {
    const fits = fixes.some(({ safety }) => safety === 'safe' || safety === allow);
    if (fits && !suppressed) of(rule).offered++;
  }
  for (const { rule } of result.applied) of(rule).applied++;
  for (const { what, detail = '' } of result.skipped) {
    const { dropped } = of(what.replace('fix of ', ''));
    const reason = /because (.*)\.$/.exec(detail)?.[1] ?? detail;
    dropped.set(reason, (dropped.get(reason) ?? 0) + 1);
  }
}

function judge(
  { file, text: given }: Given,
  text: string,
  { applied }: FixResult,
  allow: Allow,
  differences: Map<string, number>,
): readonly Wrong[] {
  const [before, after] = [parse(given, { file }), parse(text, { file })];
  const wrong: Wrong[] = [];
  if (breaksParse(outline(before), outline(after)))
    wrong.push({ what: 'parse break', where: file, detail: after.faults.map(({ kind }) => kind).join(', ') });
  if (allow === 'unsafe') return wrong;
  const by = [...new Set(applied.map(({ rule }) => rule))];
  for (const difference of differencesOf(before, after)) {
    const about =
      by.find((rule) => maySafely([rule], difference)) ?? (maySafely(by, difference) ? 'several' : undefined);
    const row = `${about ?? 'UNEXPLAINED'}: ${difference.slice(0, 120)}`;
    differences.set(row, (differences.get(row) ?? 0) + 1);
    if (about === undefined)
      wrong.push({ what: 'model difference', where: file, detail: `${difference}, by one of ${by.join(', ')}` });
  }
  return wrong;
}

/** As a table, with what is wrong below. */
export function printCorpus({ files, changed, rules, differences, wrong }: FixedCorpus): string {
  const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  const sorted = [...rules].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    row(['rule', 'offered', 'applied', 'dropped']),
    row(['---', '---:', '---:', '---']),
    ...sorted.map(([rule, { offered, applied, dropped }]) =>
      row([rule, offered, applied, [...dropped].map(([why, times]) => `${times}: ${why}`).join('; ')]),
    ),
    '',
    ...[...differences].sort().map(([what, times]) => `${String(times).padStart(6)} ${what}`),
    '',
    ...wrong.map(({ what, where, detail }) => `${what}: ${where}: ${detail}`),
    `${files} files, ${changed} changed: ${tally(wrong, 'parse break')} parse breaks, ${tally(wrong, 'model difference')} model differences, ${tally(wrong, 'second run')} changed by a second run.`,
    '',
  ].join('\n');
}

function tally(wrong: readonly Wrong[], kind: Wrong['what']): number {
  return wrong.filter(({ what }) => what === kind).length;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { list: { type: 'string' }, unsafe: { type: 'boolean', default: false }, write: { type: 'string' } },
  });
  const { write } = values;
  if (write !== undefined) mkdirSync(write, { recursive: true });
  const names = new Map(listed(values.list).map((file, at) => [file, `${at}.Dockerfile`]));
  const done = fixCorpus(
    [...names.keys()].values().map((file) => ({ file, text: decode(readFileSync(file)).text })),
    {
      policy: await everyRule(),
      allow: values.unsafe ? 'unsafe' : 'safe',
      ...(write !== undefined && {
        keep: ({ file, text }: Given) => writeFileSync(join(write, names.get(file) ?? ''), text),
      }),
    },
  );
  process.stdout.write(printCorpus(done));
  process.exitCode = done.wrong.length > 0 ? 1 : 0;
}
