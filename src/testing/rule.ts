/** `testRule`: the examples of a rule, and what they cannot say, as tests of whatever runner is there. */
import type { DockerfileExample, ImageSketch, Rule } from '../rule.ts';
import { runExample } from './check.ts';

export type RuleCase = DockerfileExample<unknown> | ImageSketch;

type Runner = (name: string, body: () => Promise<void>) => void;

/** Registers one test per case with the runner's global `test` (vitest with `globals`, jest, bun), else with `node:test`. */
export async function testRule(rule: Rule, cases: Readonly<Record<string, RuleCase>>): Promise<void> {
  const run = await runner();
  for (const [name, example] of Object.entries(cases))
    run(`${rule.id}: ${name}`, () => assertExample(rule, example, 'case'));
}

/** Registers one test for each of a rule's own examples, the bad and the good. */
export async function testExamples(rule: Rule): Promise<void> {
  const run = await runner();
  for (const kind of ['bad', 'good'] as const)
    for (const [index, example] of rule[kind].entries())
      run(`${rule.id}: ${kind} example ${index + 1}`, () => assertExample(rule, example, kind));
}

/** Throws with every sentence about what is wrong with the example. */
export async function assertExample(rule: Rule, example: RuleCase, kind: 'bad' | 'good' | 'case'): Promise<void> {
  const { problems } = await runExample(rule, example, kind);
  if (problems.length > 0) throw new Error(`${rule.id}\n${problems.join('\n')}`);
}

async function runner(): Promise<Runner> {
  const global: unknown = Reflect.get(globalThis, 'test');
  if (isRunner(global)) return global;
  const { test } = await import('node:test');
  return (name, body) => void test(name, body);
}

function isRunner(value: unknown): value is Runner {
  return typeof value === 'function';
}
