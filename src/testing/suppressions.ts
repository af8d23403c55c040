/** Examples of rules about suppressions: their findings come of what the comments of a Dockerfile silenced. */
import type { Dockerfile } from '../dockerfile/model.ts';
import { nearest } from '../dockerfile/suggest.ts';
import type { Finding } from '../finding.ts';
import type { RefineContext } from '../refine/context.ts';
import { readPragmas } from '../refine/pragmas.ts';
import { suppress } from '../refine/suppress.ts';

/** The rules that such examples may speak of: those that are known to the comments, and never found. */
const known = ['latest-tag', 'sudo', 'root-user', 'DL3007'];

/** What is found about the suppressions of a Dockerfile in which no other rule finds anything. */
export function aboutSuppressions(rule: string, dockerfile: Dockerfile): readonly Finding[] {
  const { today } = dockerfile.facts;
  const context: RefineContext = {
    subject: dockerfile,
    ...(today !== undefined && { today }),
    severityOf: () => undefined,
    active: () => true,
    named: (name) => (known.includes(name) ? [name] : []),
    suggest: (name) => nearest(name, known),
    ignores: [],
    pragmas: readPragmas(dockerfile),
    policy: { inSource: true, notice: 14, requireReason: false, foreignUnused: false },
  };
  return suppress([], context).filter((finding) => finding.rule === rule);
}
