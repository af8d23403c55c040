/**
 * `node bin/dev/compare-hadolint.ts --list FILE [--hadolint PROGRAM | --theirs JSON] [--show CODE]`: our preset `hadolint` beside
 * hadolint itself, code by code and instruction by instruction; every disagreement with its reason, or as unexplained (exit 1).
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { defaults } from '../../rules/defaults.ts';
import { dockerfileRules } from '../../rules/dockerfile.ts';
import { names } from '../../rules/names.ts';
import { presets } from '../../rules/presets.ts';
import type { Dockerfile, Instruction } from '../../src/dockerfile/model.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import { inspectDockerfile } from '../../src/inspect.ts';
import { governedBy, type Policy, policyFor } from '../../src/policy.ts';
import { type Disagreement, whyUnlike } from './hadolint-classes.ts';

interface Said {
  readonly code: string;
  readonly file: string;
  readonly line: number;
}

const { values } = parseArgs({
  options: {
    list: { type: 'string' },
    hadolint: { type: 'string', default: 'hadolint' },
    theirs: { type: 'string' },
    show: { type: 'string' },
  },
});

function theirs(files: readonly string[]): readonly Said[] {
  if (values.theirs !== undefined) return JSON.parse(readFileSync(values.theirs, 'utf8'));
  const all: Said[] = [];
  for (let index = 0; index < files.length; index += 100) {
    const args = ['--no-fail', '-f', 'json', ...files.slice(index, index + 100)];
    all.push(...JSON.parse(execFileSync(values.hadolint, args, { encoding: 'utf8', maxBuffer: 1 << 28 })));
  }
  return all;
}

const codes = new Map(
  dockerfileRules.map(({ id, aliases = [] }) => [id, aliases.filter((alias) => /^DL\d/.test(alias))]),
);
const today = '2026-01-01';

async function governance() {
  const { hadolint } = presets;
  if (!hadolint) throw new Error('There is no preset `hadolint`.');
  const kit = { rules: dockerfileRules, defaults, presets };
  const layers = [{ kind: 'preset', name: 'hadolint', preset: hadolint }] as const;
  return governedBy({ layers, rules: dockerfileRules }, { kit, cwd: process.cwd(), names, today });
}

/** Codes by the line their instruction begins on. */
function ours(file: Dockerfile, policy: Policy): readonly Said[] {
  return inspectDockerfile(file, { ...policy, version: '0', today }).findings.flatMap(({ rule, place, suppressed }) => {
    if (place.kind !== 'dockerfile' || suppressed) return [];
    const line = file.lines.position(place.span.start).line;
    return (codes.get(rule) ?? []).map((code) => ({ code, file: file.file, line }));
  });
}

interface Lines {
  readonly first: number;
  readonly last: number;
  readonly instruction: Instruction;
}

function linesOf(file: Dockerfile): readonly Lines[] {
  return file.instructions.map((instruction) => ({
    first: file.lines.position(instruction.span.start).line,
    last: file.lines.position(Math.max(instruction.span.start, instruction.span.end - 1)).line,
    instruction,
  }));
}

const table = new Map<string, { both: number; plimsoll: number; hadolint: number }>();
const reasons = new Map<string, number>();
let unexplained = 0;

function compare(file: Dockerfile, given: readonly Said[], policy: Policy): void {
  const lines = linesOf(file);
  const at = ({ line }: Said) => lines.find(({ first, last }) => first <= line && line <= last);
  const key = (said: Said) => `${said.code} ${at(said)?.first ?? said.line}`;
  const hers = new Map(given.filter(({ code }) => code.startsWith('DL')).map((said) => [key(said), said]));
  const mine = new Map(ours(file, policy).map((said) => [key(said), said]));
  const gaveUp = given.some(({ code }) => code === 'DL1000');
  const tell = (said: Said, by: Disagreement['by']) => {
    const found = at(said);
    const instruction = found?.instruction;
    const text = instruction ? file.text.slice(instruction.span.start, instruction.span.end) : '';
    const stage = instruction?.stage;
    const elsewhere = [...mine.values()].filter(
      (other) => other.code === said.code && at(other)?.instruction.stage === stage,
    );
    const one = { file, code: said.code, by, instruction, text, elsewhere: elsewhere.map(({ line }) => line), gaveUp };
    const why = whyUnlike(one);
    const row = `${said.code} ${by} only: ${why ?? 'UNEXPLAINED'}`;
    reasons.set(row, (reasons.get(row) ?? 0) + 1);
    if (why === undefined) unexplained++;
    if (why === undefined || values.show === said.code)
      process.stdout.write(`${row}\n  ${file.file}:${said.line}\n  ${text.slice(0, 300).replaceAll('\n', '\n  ')}\n`);
  };
  for (const [id, said] of hers) count(said.code, mine.has(id) ? 'both' : 'hadolint', () => tell(said, 'hadolint'));
  for (const [id, said] of mine) if (!hers.has(id)) count(said.code, 'plimsoll', () => tell(said, 'plimsoll'));
}

function count(code: string, who: 'both' | Disagreement['by'], tell: () => void): void {
  const row = table.get(code) ?? { both: 0, plimsoll: 0, hadolint: 0 };
  row[who]++;
  table.set(code, row);
  if (who !== 'both') tell();
}

const files = readFileSync(values.list ?? '/dev/stdin', 'utf8')
  .split('\n')
  .filter((line) => line !== '');
const byFile = Map.groupBy(theirs(files), ({ file }) => file);
const governed = await governance();
const policy = await policyFor({}, governed);
for (const file of files) compare(parse(readFileSync(file, 'utf8'), { file }), byFile.get(file) ?? [], policy);
for (const [row, times] of [...reasons].sort()) process.stdout.write(`${String(times).padStart(6)} ${row}\n`);
process.stdout.write('\ncode      both  hadolint only  Plimsoll only\n');
for (const [code, { both, plimsoll, hadolint }] of [...table].sort())
  process.stdout.write(
    `${code}  ${String(both).padStart(6)}  ${String(hadolint).padStart(13)}  ${String(plimsoll).padStart(13)}\n`,
  );
process.stdout.write(`\n${files.length} files, ${unexplained} disagreements unexplained.\n`);
process.exitCode = unexplained > 0 ? 1 : 0;
