import { expect, test } from 'vitest';
import portMapping from '../../rules/dockerfile/port-mapping.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import { ruleWhenAsked } from '../../src/rule.ts';

test('a rule is made at the first question that what is known of it does not answer', () => {
  let made = 0;
  const { id, on, since, severity, category } = portMapping;
  const rule = ruleWhenAsked({ id, on, since, severity, category }, () => {
    made++;
    return portMapping;
  });
  expect([rule.id, rule.on, rule.since, rule.severity, rule.category, rule.needs]).toEqual([
    ...['port-mapping', 'dockerfile', '1.0', portMapping.severity, portMapping.category],
    undefined,
  ]);
  expect(made).toBe(0);
  const file = parse('FROM debian:12.9\nEXPOSE 80:8080\n', { file: 'Dockerfile' });
  expect([...rule.check(file, {})]).toEqual([...portMapping.check(file, {})]);
  expect([rule.summary, rule.why]).toEqual([portMapping.summary, portMapping.why]);
  expect([rule.options, rule.bad, rule.good]).toEqual([portMapping.options, portMapping.bad, portMapping.good]);
  expect(made).toBe(1);
});
