/** `plimsoll/testing`: the kit that tests rules, ours and yours. */
export { type RuleCase, testExamples, testRule } from './rule.ts';
