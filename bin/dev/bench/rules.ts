/** Where the time of judging goes: the model with its shells, then each rule on what is known by then. */
import { defaults } from '../../../rules/defaults.ts';
import { dockerfileRules } from '../../../rules/dockerfile.ts';
import { parse } from '../../../src/dockerfile/parse.ts';
import { lint } from '../../../src/lint.ts';
import { askAll, texts } from './dockerfile.ts';
import type { Row } from './measure.ts';

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
    .map((rule) => ({ rule, severity: 'info' as const, configured: false, options: defaults[rule.id] ?? {} }));
  for (let round = 0; round <= rounds; round++) {
    // The first round warms up.
    if (round === 1) spent.clear();
    for (const text of all) {
      const file = parse(text, { file: 'Dockerfile', facts: { today: '2026-01-15' } });
      took('the model with shells', () => askAll(file));
      for (const one of active) took(one.rule.id, () => lint(file, [one]));
    }
  }
  yield* shares(spent, `${from}, ${active.length} rules`);
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
