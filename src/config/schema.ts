/** The one schema of the configuration. What is written here is what is checked, documented and published as JSON schema. */
import type * as zod from 'zod';
import type { Rule } from '../rule.ts';
import { codelessSchema } from './codeless.ts';
import { isShellcheckCode, namesOf } from './names.ts';
import { secretsSchema, unknownDetectors } from './secrets.ts';

type Zod = typeof zod;

export const editions = ['1'] as const;

/**
 * The schema for a set of rules. `mentioned` names the rules whose settings are to be checked; without it the schema
 * knows all of them.
 */
export function configSchema(z: Zod, rules: readonly Rule[], mentioned?: Iterable<string>) {
  const level = z.enum(['off', 'info', 'warning', 'error']).describe('`off`, or the severity of its findings.');
  const text = z.string();
  const oneOrMore = <T extends zod.ZodType>(item: T) =>
    z.union([item, z.array(item).min(1)], { error: 'must be text or a list of texts' });
  const globs = (what: string) => oneOrMore(text.min(1)).describe(what);
  const day = z.iso.date({ error: 'must be a date, written as YYYY-MM-DD' });
  const { named, suggest } = namesOf(rules);
  const ruleName = z.string().refine((name) => named(name).length > 0 || isShellcheckCode(name), {
    error: ({ input }) => {
      const meant = typeof input === 'string' ? suggest(input) : undefined;
      return `is \`${input}\`, which is no rule${meant ? `; did you mean \`${meant}\`?` : '; see `plimsoll rules`'}`;
    },
  });
  const settings = ruleSettings(z, rules, level, mentioned).describe(
    'Rules by id or by another tool’s code: a severity, or a list of a severity and options.',
  );

  return z
    .strictObject({
      $schema: text.optional().describe('Where the JSON schema of this file is, for editors.'),
      edition: z
        .union([z.enum(editions), z.literal(1)], { error: "must be `'1'`" })
        .transform((edition) => (edition === 1 ? '1' : edition))
        .optional()
        .describe('Freezes the set of rules, so that an upgrade of Plimsoll never brings a new one.'),
      extends: oneOrMore(text.min(1))
        .optional()
        .describe('Presets, files (`./base.yaml`) or packages to start from; later ones win.'),
      plugins: z
        .array(text.min(1))
        .optional()
        .describe('Modules with rules of your own: files (`./rules/acme.ts`) or packages.'),
      custom: z
        .record(
          z.string().regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, {
            error: ({ input }) => `is \`${input}\`, which is no id; write ids in kebab-case`,
          }),
          codelessSchema(z),
        )
        .optional()
        .describe('Rules without code, by id: what to forbid or require.'),
      rules: settings.optional(),
      overrides: z
        .array(
          z
            .strictObject({
              files: globs('Dockerfiles, by path.').optional(),
              images: globs('Images, by reference.').optional(),
              rules: settings,
            })
            .refine(({ files, images }) => files !== undefined || images !== undefined, {
              error: 'must name `files` or `images`',
            }),
        )
        .optional()
        .describe('Settings that hold for some files or images only; later ones win.'),
      ignore: z
        .array(
          z.strictObject({
            rule: oneOrMore(ruleName).describe('The rules, by id or code.'),
            path: globs('Paths of Dockerfiles, or paths inside of layers.').optional(),
            image: globs('Images, by reference.').optional(),
            reason: text.optional().describe('Why this is accepted; it is kept with the suppressed finding.'),
            owner: text.optional().describe('Who answers for it.'),
            until: day.optional().describe('The last day it holds; after it the findings are back.'),
          }),
        )
        .optional()
        .describe('Findings that are accepted.'),
      max: z
        .record(ruleName, z.int().min(0))
        .optional()
        .describe('Budgets: how many findings of a rule do not fail a run, for burning them down.'),
      exclude: globs('Dockerfiles that are not linted when a folder or glob would give them.').optional(),
      baseline: text.min(1).optional().describe('The file of known findings.'),
      failOn: z
        .enum(['error', 'warning', 'info', 'never'])
        .optional()
        .describe('The lowest severity that makes a run end with exit code 1. By default `warning`.'),
      format: oneOrMore(text.min(1)).optional().describe('How to report: `text`, `sarif=out.sarif` ….'),
      color: z.boolean().optional().describe('Whether text is coloured. By default, when it is written to a terminal.'),
      verbose: z.boolean().optional().describe('Whether to say what was done beside what was found.'),
      targets: z.array(text.min(1)).optional().describe('Stages that ship beside the last one.'),
      buildArgs: z
        .record(z.string(), z.union([z.string(), z.number(), z.boolean()], { error: 'must be text' }).transform(String))
        .optional()
        .describe('Values of build arguments, as for `docker build --build-arg`.'),
      base: text.min(1).optional().describe('The base image of the images that are analysed.'),
      ignoreBase: z.boolean().optional().describe('Whether findings of the base image are left out.'),
      secrets: secretsSchema(z)
        .optional()
        .describe('What is looked for besides what everybody looks for, and what is accepted.'),
      shellcheck: z
        .union([z.boolean(), text.min(1)], { error: 'must be `true`, `false` or the path of the program' })
        .optional()
        .describe(
          '`false` leaves ShellCheck out; a text is the path of its program. By default it is used when it is there.',
        ),
      suppressions: z
        .strictObject({
          inSource: z.boolean().optional().describe('`false`: comments in Dockerfiles silence nothing.'),
          requireReason: z.boolean().optional().describe('Whether a suppression without a reason is a finding.'),
          foreignUnused: z
            .boolean()
            .optional()
            .describe('Whether other tools’ suppressions are reported when they silence nothing here.'),
          notice: z
            .int()
            .min(0)
            .optional()
            .describe('Days before its last day that a suppression is announced. By default 14.'),
        })
        .optional()
        .describe('How suppressions are judged.'),
    })
    .superRefine(({ secrets = {}, extends: base }, context) => {
      // What another file states is known only when both are read.
      if (base !== undefined) return;
      for (const { path, message } of unknownDetectors(secrets))
        context.addIssue({ code: 'custom', path: [...path], message });
    });
}

/** The configuration as one file states it. */
export type FileContent = zod.output<ReturnType<typeof configSchema>>;

/** One entry for each name a rule answers to: a level, or a list of a level and the rule's own options. */
function ruleSettings(z: Zod, rules: readonly Rule[], level: zod.ZodType<Level>, mentioned?: Iterable<string>) {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const { named } = namesOf(rules);
  const made = new Map<string, ReturnType<typeof ruleSetting>>();
  const shape: Record<string, zod.ZodOptional<ReturnType<typeof ruleSetting>>> = {};
  for (const name of mentioned ?? rules.flatMap((rule) => [rule.id, ...(rule.aliases ?? [])])) {
    const [first] = named(name);
    const rule = first === undefined ? undefined : byId.get(first);
    if (!rule && !isShellcheckCode(name)) continue;
    // An alias of several rules takes the options of none: they would not fit them all.
    const key = rule && named(name).length === 1 ? rule.id : '';
    const setting = made.get(key) ?? ruleSetting(z, level, key === '' ? undefined : rule);
    made.set(key, setting);
    shape[name] = setting.optional();
  }
  return z.strictObject(shape);
}

type Level = 'off' | 'info' | 'warning' | 'error';

function ruleSetting(z: Zod, level: zod.ZodType<Level>, rule: Rule | undefined) {
  const options: zod.ZodType<unknown> = rule?.options?.(z) ?? z.strictObject({});
  return z
    .union([level, z.tuple([level, options.optional()])], {
      error: 'must be `off`, `info`, `warning` or `error`, or a list of one of these and options',
    })
    .describe(rule?.summary ?? 'A severity.');
}
