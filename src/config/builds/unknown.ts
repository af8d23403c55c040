/** What build files build and cannot be told from here: why not, where, and what the user can do about it. */
import type { Problem } from '../../finding.ts';
import type { Origin } from '../origin.ts';
import { type BuildPlan, type Cause, type PlannedBuild, titleOf, type Unknown } from './plan.ts';

/** Each build that has no Dockerfile here, said: those that are not known by one sentence each, whatever their causes; the others are elsewhere. */
export function accounted(builds: readonly PlannedBuild[]): Pick<BuildPlan, 'notes' | 'unknown'> {
  const elsewhere = builds.filter((one) => one.causes.length === 0 && one.dockerfile === undefined && !one.isInline);
  return {
    notes: elsewhere.map((one) => `The ${titleOf(one)} of \`${one.origin.file}\` is built from elsewhere.`),
    unknown: builds.flatMap((one) => unknownBuild(one) ?? []),
  };
}

function unknownBuild(build: PlannedBuild): Unknown | undefined {
  const { causes, origin, name, isInline } = build;
  const why = notJudged(`The ${titleOf(build)}`, causes);
  return why && { what: `${origin.file}#${name}`, isInline, ...why };
}

/** One sentence for all causes: a fault goes before variables that have no value. */
export function notJudged(
  subject: string,
  causes: readonly Cause[],
): Pick<Unknown, 'reason' | 'message' | 'origin'> | undefined {
  const fault = causes.find((cause) => cause.kind === 'fault');
  if (fault) return { reason: fault.reason, message: `${subject} is not judged: ${fault.why}`, origin: fault.origin };
  const unset = causes.filter((cause) => cause.kind === 'unset');
  const [first] = unset;
  if (!first) return undefined;
  const names = [...new Set(unset.flatMap((cause) => cause.names))];
  const [values, them] =
    names.length === 1 ? ['the value of', 'is not known; give it'] : ['the values of', 'are not known; give them'];
  const message = `${subject} is not judged: ${values} ${listed(names)} ${them} ${first.advice}.`;
  return { reason: 'missing', message, origin: first.origin };
}

/** Names beyond these are counted. */
const most = 5;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, most).map((name) => `\`${name}\``);
  const hidden = names.length - shown.length;
  const last = hidden > 0 ? `${hidden} more` : shown.pop();
  return shown.length === 0 ? `${last}` : `${shown.join(', ')} and ${last}`;
}

/** A file that another one names, and that cannot be read: where it is broken, or else where it is named. */
export function unreadFile({ message, file, span, line, column }: Problem, named: Origin): Unknown {
  if (file !== undefined && span && line !== undefined && column !== undefined)
    return { what: file, reason: 'malformed', message, origin: { file, span, line, column } };
  return { what: file ?? named.file, reason: 'unreadable', message, origin: named };
}
