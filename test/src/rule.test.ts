import { expect, test } from 'vitest';
import portMapping from '../../rules/dockerfile/port-mapping.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import { known, RuleWhenAsked } from '../../src/rule-when-asked.ts';

test('a rule is made at the first question that what is known of it does not answer', () => {
  let made = 0;
  const make = () => {
    made++;
    return portMapping;
  };
  const { id, aliases, on, since, severity, category, needs, fault } = portMapping;
  const [nothing, history, by] = [undefined, true, 'refine'] as const;
  const rule = new RuleWhenAsked(
    ...([make, id, aliases, on, since, severity, category, 5.5, 'low'] as const),
    ...([needs, nothing, history, fault, 'deprecated', by] as const),
  );
  const told = { securitySeverity: 5.5, precision: 'low', history, tags: 'deprecated', by };
  expect(known.map((name) => rule[name])).toEqual(known.map((name) => ({ ...portMapping, ...told })[name]));
  expect(made).toBe(0);
  const file = parse('FROM debian:12.9\nEXPOSE 80:8080\n', { file: 'Dockerfile' });
  expect([...rule.check(file, {})]).toEqual([...portMapping.check(file, {})]);
  expect([rule.summary, rule.why]).toEqual([portMapping.summary, portMapping.why]);
  expect([rule.options, rule.bad, rule.good]).toEqual([portMapping.options, portMapping.bad, portMapping.good]);
  expect(made).toBe(1);
});
