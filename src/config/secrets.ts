/** `secrets` of the configuration: what is looked for besides, and what is accepted. */
import type * as zod from 'zod';
import { kindNames } from '../secrets/kind-names.ts';
import { whyNotLinear } from '../secrets/linear.ts';
import { nearest } from './nearest.ts';

type Zod = typeof zod;

/** The schema of one detector that a project states. */
function detectorSchema(z: Zod) {
  const keyword = z
    .string()
    .regex(/^[\x21-\x7e]{3,64}$/, { error: 'must be 3 to 64 characters of ASCII, without spaces' });
  return z.strictObject({
    id: z
      .string()
      .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, { error: 'must be written in kebab-case' })
      .refine((id) => !kindNames.includes(id), { error: 'is the name of a detector that everybody has' })
      .describe('Its name, in kebab-case: `acme-deploy-token`.'),
    description: z.string().min(1).describe('What a person calls it: `Acme deploy token`.'),
    keywords: z
      .array(keyword)
      .min(1)
      .describe('Texts, one of which stands within 500 characters of the secret, in any mixture of cases.'),
    expression: z
      .string()
      .superRefine((expression, context) => {
        const refusal = whyNotLinear(expression);
        if (!refusal) return;
        const { at, message, remedy } = refusal;
        context.addIssue({ code: 'custom', message: `is not taken: ${message}; ${remedy}`, params: { at } });
      })
      .describe(
        'A regular expression whose time grows with the text alone; `(?i)` in front ignores case. The group `value`, else the first, else all of it is the secret.',
      ),
    confidence: z
      .enum(['confirmed', 'likely', 'possible'])
      .optional()
      .describe('How sure a match is. By default `likely`; rules leave out what is only possible.'),
  });
}

export function secretsSchema(z: Zod) {
  const text = z.string().min(1);
  const oneOrMore = z.union([text, z.array(text).min(1)], { error: 'must be text or a list of texts' });
  const day = z.iso.date({ error: 'must be a date, written as YYYY-MM-DD' });
  return z.strictObject({
    detectors: z.array(detectorSchema(z)).optional().describe('Kinds of secrets to look for besides.'),
    allow: z
      .array(
        z
          .strictObject({
            path: oneOrMore.optional().describe('Paths of Dockerfiles, or paths inside of layers.'),
            detector: oneOrMore.optional().describe('Kinds of secrets, by the name that evidence gives.'),
            fingerprint: oneOrMore
              .optional()
              .describe('Fingerprints of secrets, as reports show them where there is a fingerprint key.'),
            reason: text.describe('Why this is accepted; it is kept with the suppressed finding.'),
            owner: text.optional().describe('Who answers for it.'),
            until: day.optional().describe('The last day it holds; after it the findings are back.'),
          })
          .refine(({ path, detector, fingerprint }) => (path ?? detector ?? fingerprint) !== undefined, {
            error: 'must name `path`, `detector` or `fingerprint`',
          }),
      )
      .optional()
      .describe('Secrets that are accepted: all that is named must fit.'),
  });
}

export type StatedSecrets = zod.output<ReturnType<typeof secretsSchema>>;

/** Names in `allow` that no detector has: of what everybody has, and what this file states. */
export function* unknownDetectors({ detectors = [], allow = [] }: StatedSecrets): Iterable<{
  readonly path: readonly (string | number)[];
  readonly message: string;
}> {
  const known = [...kindNames, ...detectors.map(({ id }) => id)];
  for (const [index, { detector = [] }] of allow.entries()) {
    for (const [place, name] of [detector].flat().entries()) {
      if (known.includes(name)) continue;
      const meant = nearest(name, known);
      yield {
        path: ['secrets', 'allow', index, 'detector', ...(Array.isArray(detector) ? [place] : [])],
        message: `is \`${name}\`, which is no detector${meant ? `; did you mean \`${meant}\`?` : ''}`,
      };
    }
  }
}
