/** `plimsoll/testing`: the kit that tests rules, ours and yours. */
export { type RuleCase, testRule } from './rule.ts';
