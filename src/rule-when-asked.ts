/** Rules in a bundle, where each is made when it is asked. */
import type { Draft, Rule, Subject } from './rule.ts';

/** What is known of a rule before its file is run: what runs choose rules by, and what tells which need not be asked. */
export const known = ['id', 'on', 'severity', 'needs', 'since', 'category'] as const;
/** The same of those that few rules have, as one object. */
export const besides = ['securitySeverity', 'precision', 'reads', 'history', 'fault', 'tags', 'by'] as const;

/** Names of the rules that this run has made. */
export const madeRules: string[] = [];

/** What is left of a rule when what was known before is taken away. */
type Waited = Pick<Rule, 'summary' | 'why' | 'options' | 'bad' | 'good' | 'check'>;

type Besides = Pick<Rule, (typeof besides)[number]>;

/**
 * A rule whose file is run at the first question that what is known answers none of: most runs ask few rules. The bundler
 * makes one of every file in `rules/`, so that none of them knows; it gives what is known in the order of `known`, as an
 * object for each would be made to be read once, and aliases as one text, which needs no making.
 *
 * All are of one shape, whatever is known of them, as every run goes through all of them several times. The fields are
 * declared only: there are two hundred rules, and a field that is defined is stored twice.
 */
export class RuleWhenAsked implements Rule {
  declare readonly id: Rule['id'];
  declare readonly on: Rule['on'];
  declare readonly severity: Rule['severity'];
  declare readonly needs: Rule['needs'];
  declare readonly since: Rule['since'];
  declare readonly category: Rule['category'];
  declare readonly codes: string | undefined;
  declare readonly besides: Besides | undefined;
  declare readonly make: () => Waited;
  declare made: Waited | undefined;

  constructor(
    make: () => Waited,
    id: Rule['id'],
    on: Rule['on'],
    severity: Rule['severity'],
    needs: Rule['needs'],
    since: Rule['since'],
    category: Rule['category'],
    codes?: string,
    few?: Besides,
  ) {
    this.id = id;
    this.on = on;
    this.severity = severity;
    this.needs = needs;
    this.since = since;
    this.category = category;
    this.codes = codes;
    this.besides = few;
    this.make = make;
    this.made = undefined;
  }

  get aliases() {
    return this.codes?.split(' ');
  }

  get securitySeverity() {
    return this.besides?.securitySeverity;
  }

  get precision() {
    return this.besides?.precision;
  }

  get reads() {
    return this.besides?.reads;
  }

  get history() {
    return this.besides?.history;
  }

  get fault() {
    return this.besides?.fault;
  }

  get tags() {
    return this.besides?.tags;
  }

  get by() {
    return this.besides?.by;
  }

  get asked(): Waited {
    if (this.made === undefined) {
      this.made = this.make();
      madeRules.push(this.id);
    }
    return this.made;
  }

  get summary() {
    return this.asked.summary;
  }

  get why() {
    return this.asked.why;
  }

  get options() {
    return this.asked.options;
  }

  get bad() {
    return this.asked.bad;
  }

  get good() {
    return this.asked.good;
  }

  check(subject: Subject, options: unknown): Iterable<Draft> {
    return subject.kind === this.on ? this.asked.check(subject, options) : [];
  }
}
