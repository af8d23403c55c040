/** Where the time of judging goes: the model with its shells, then each rule on what is known by then. */
import { defaultsOf } from '../../../rules/defaults.ts';
import { dockerfileRules } from '../../../rules/dockerfile.ts';
import { parse } from '../../../src/dockerfile/parse.ts';
import { type ActiveRule, lint } from '../../../src/lint.ts';
import { askAll, texts } from './dockerfile.ts';
import type { Row } from './measure.ts';
import { repeated } from './repeated.ts';

const shown = 15;
const rounds = 3;

export async function* rows(): AsyncIterable<Row> {
  const { from, all } = texts();
  const spent = new Map<string, number>();
  const took = (what: string, work: () => unknown) => {
    const start = performance.now();
    work();
    spent.set(what, (spent.get(what) ?? 0) + performance.now() - start);
  };
  const active = dockerfileRules
    .filter(({ severity }) => severity !== 'off')
    .map((rule) => ({ rule, severity: 'info' as const, configured: false, options: defaultsOf(rule.id) ?? {} }));
  for (let round = 0; round <= rounds; round++) {
    // The first round warms up.
    if (round === 1) spent.clear();
    for (const text of all) {
      const file = parse(text, { file: 'Dockerfile', facts: { today: '2026-01-15' } });
      took('the model with shells', () => askAll(file));
      for (const one of active) took(one.rule.id, () => lint(file, [one]));
    }
  }
  yield growth(active);
  yield* shares(spent, `${from}, ${active.length} rules`);
}

const lengths = [2000, 20_000] as const;

/** Between linear, which is 10, and quadratic, which is 100: ten times as many findings, all kept, cost the collector of garbage more than ten times as much. */
const steepest = 30;

/** The rule that takes longest for ten times as many of its own examples. What takes no time to speak of grows as it likes. */
function growth(active: readonly ActiveRule[]): Row {
  const ratios = active.map((one) => {
    const [small, large] = lengths.map((count) => repeated(one.rule, count));
    const many = large === undefined ? 0 : processorOf(one, large, 1);
    const few = small === undefined || many < 100 ? many / 10 : processorOf(one, small, 10) / 10;
    return { id: one.rule.id, few, many };
  });
  const [worst] = ratios.toSorted((a, b) => b.many / b.few - a.many / a.few);
  return {
    what: `20,000 instructions, worst rule: ${worst?.id}`,
    value: worst?.many ?? Number.NaN,
    unit: 'ms',
    floor: { name: '2,000', value: worst?.few ?? Number.NaN },
    target: { ratio: steepest },
    note: `${ratios.filter(({ few, many }) => many > steepest * few).length} of ${ratios.length} above`,
  };
}

/** Milliseconds of this thread, as others may have the machine at the same time; the kernel counts them in steps of 4, so files are judged together. */
function processorOf(one: ActiveRule, text: string, times: number): number {
  const files = Array.from({ length: times }, () => {
    const file = parse(text, { file: 'Dockerfile', facts: { today: '2026-01-15' } });
    askAll(file);
    return file;
  });
  const start = process.threadCpuUsage();
  for (const file of files) lint(file, [one]);
  const { user, system } = process.threadCpuUsage(start);
  return (user + system) / 1000;
}

function* shares(spent: ReadonlyMap<string, number>, note: string): Iterable<Row> {
  const total = [...spent.values()].reduce((sum, ms) => sum + ms, 0);
  const parts = [...spent].sort(([, a], [, b]) => b - a);
  const share = (what: string, ms: number): Row => ({
    what,
    value: (ms / total) * 100,
    unit: '% of time',
    note: `${(ms / rounds).toFixed(1)} ms`,
  });
  yield { what: 'all of it', value: total / rounds, unit: 'ms', note };
  for (const [what, ms] of parts.slice(0, shown)) yield share(what, ms);
  const rest = parts.slice(shown);
  yield share(
    `the other ${rest.length} together`,
    rest.reduce((sum, [, ms]) => sum + ms, 0),
  );
}
