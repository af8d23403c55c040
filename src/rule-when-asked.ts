/** Rules in a bundle, where each is made when it is asked. */
import type { Draft, Rule, Subject } from './rule.ts';

/** What is known of a rule before its file is run: what runs choose rules by, and what tells which need not be asked. */
export const known = [
  'id',
  'aliases',
  'on',
  'since',
  'severity',
  'category',
  'securitySeverity',
  'precision',
  'needs',
  'reads',
  'history',
  'fault',
  'tags',
  'by',
] as const;

/** What is left of a rule when what was known before is taken away. */
type Waited = Pick<Rule, 'summary' | 'why' | 'options' | 'bad' | 'good' | 'check'>;

/**
 * A rule whose file is run at the first question that what is known answers none of: most runs ask few rules. The bundler
 * makes one of every file in `rules/`, so that none of them knows; it gives what is known in the order of `known`, as an
 * object for each would be made to be read once.
 *
 * All are of one shape, whatever is known of them, as every run goes through all of them several times. The fields are
 * declared only: there are two hundred rules, and a field that is defined is stored twice.
 */
export class RuleWhenAsked implements Rule {
  declare readonly id: Rule['id'];
  declare readonly aliases: Rule['aliases'];
  declare readonly on: Rule['on'];
  declare readonly since: Rule['since'];
  declare readonly severity: Rule['severity'];
  declare readonly category: Rule['category'];
  declare readonly securitySeverity: Rule['securitySeverity'];
  declare readonly precision: Rule['precision'];
  declare readonly needs: Rule['needs'];
  declare readonly reads: Rule['reads'];
  declare readonly history: Rule['history'];
  declare readonly fault: Rule['fault'];
  declare readonly tags: Rule['tags'];
  declare readonly by: Rule['by'];
  declare readonly make: () => Waited;
  declare made: Waited | undefined;

  constructor(
    make: () => Waited,
    id: Rule['id'],
    aliases: Rule['aliases'],
    on: Rule['on'],
    since: Rule['since'],
    severity: Rule['severity'],
    category: Rule['category'],
    securitySeverity: Rule['securitySeverity'],
    precision: Rule['precision'],
    needs: Rule['needs'],
    reads: Rule['reads'],
    history: Rule['history'],
    fault: Rule['fault'],
    tags: Rule['tags'],
    by: Rule['by'],
  ) {
    this.id = id;
    this.aliases = aliases;
    this.on = on;
    this.since = since;
    this.severity = severity;
    this.category = category;
    this.securitySeverity = securitySeverity;
    this.precision = precision;
    this.needs = needs;
    this.reads = reads;
    this.history = history;
    this.fault = fault;
    this.tags = tags;
    this.by = by;
    this.make = make;
    this.made = undefined;
  }

  get asked(): Waited {
    this.made ??= this.make();
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
