import { expect, test } from 'vitest';
import portMapping from '../../rules/dockerfile/port-mapping.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import { besides, known, RuleWhenAsked } from '../../src/rule-when-asked.ts';

test('a rule is made at the first question that what is known of it does not answer', () => {
  let made = 0;
  const make = () => {
    made++;
    return portMapping;
  };
  const { id, on, severity, needs, since, category } = portMapping;
  const told = { securitySeverity: 5.5, precision: 'low', history: true, tags: 'deprecated', by: 'refine' } as const;
  const rule = new RuleWhenAsked(make, id, on, severity, needs, since, category, 'DL3011 CKV_DOCKER_1', told);
  expect(known.map((name) => rule[name])).toEqual(known.map((name) => portMapping[name]));
  expect(besides.map((name) => rule[name])).toEqual(
    besides.map((name) => ({ reads: undefined, fault: undefined, ...told })[name]),
  );
  expect(rule.aliases).toEqual(['DL3011', 'CKV_DOCKER_1']);
  const bare = new RuleWhenAsked(make, id, on, severity, needs, since, category);
  expect([bare.aliases, ...besides.map((name) => bare[name])].every((one) => one === undefined)).toBe(true);
  expect(made).toBe(0);
  const file = parse('FROM debian:12.9\nEXPOSE 80:8080\n', { file: 'Dockerfile' });
  expect([...rule.check(file, {})]).toEqual([...portMapping.check(file, {})]);
  expect([rule.summary, rule.why]).toEqual([portMapping.summary, portMapping.why]);
  expect([rule.options, rule.bad, rule.good]).toEqual([portMapping.options, portMapping.bad, portMapping.good]);
  expect(made).toBe(1);
});
