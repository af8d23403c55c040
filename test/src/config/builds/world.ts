/** Build files of a test, by path below `/acme`. */
import type { BuildPlan, BuildWorld } from '../../../../src/config/builds/plan.ts';
import type { Result } from '../../../../src/finding.ts';

export function worldOf(files: Readonly<Record<string, string>>): BuildWorld {
  return { read: (path) => files[path.slice('/acme/'.length)], name: (path) => path.slice('/acme/'.length) };
}

/** What the builds come to, short enough to read. */
export function told(plan: Result<BuildPlan>) {
  if (!plan.ok) return plan.problem;
  return plan.value.builds.map(({ name, dockerfile, context, args, target, contexts, platforms, secrets }) => ({
    name,
    dockerfile,
    ...(context !== undefined && { context }),
    ...(args.size > 0 && { args: Object.fromEntries([...args].map(([key, { value }]) => [key, value])) }),
    ...(target !== undefined && { target }),
    ...(contexts.length > 0 && { contexts }),
    ...(platforms && { platforms }),
    ...(secrets.length > 0 && { secrets }),
  }));
}
