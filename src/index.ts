/** The public API. */
export { parse } from './dockerfile/parse.ts';
export type { Finding, Report } from './finding.ts';
export { defineRule } from './rule.ts';
