/** The builds of bake files: targets, what they inherit, the variables in them. HCL or JSON. */
import { dirname } from 'node:path';
import type { Result } from '../../finding.ts';
import { readDocument } from '../document.ts';
import type { Origin } from '../origin.ts';
import { contextIn } from './compose-service.ts';
import { type Block, type Expression, HclFault, readHcl, readTemplate } from './hcl.ts';
import { originIn } from './inline.ts';
import { eachOf, matrixOf, type Placed, type Target } from './matrix.ts';
import type { BuildPlan, BuildWorld, Cause, PlannedBuild } from './plan.ts';
import { Scope } from './scope.ts';
import { type Asked, joined, merged, planned, type Stated, shared } from './service.ts';
import { accounted } from './unknown.ts';

interface Bake {
  readonly targets: Map<string, readonly Target[]>;
  readonly variables: Map<string, Expression>;
  /** Names of targets that a group lists. */
  readonly grouped: Set<string>;
}

/** Files that are read as one, later ones over earlier ones; paths count from the folder of the first. */
export function readBake(paths: readonly string[], world: BuildWorld): Result<BuildPlan> {
  const bake: Bake = { targets: new Map(), variables: new Map(), grouped: new Set() };
  for (const path of paths) {
    const file = world.name(path);
    const text = world.read(path);
    if (text === undefined)
      return { ok: false, problem: { message: `\`${file}\` cannot be read; check the path.`, file } };
    const blocks = path.endsWith('.json') ? jsonBlocks(text, file) : hclBlocks(text, file);
    if (!blocks.ok) return blocks;
    for (const block of blocks.value) take(block, bake);
  }
  const scope = new Scope(bake.variables);
  spread(bake, scope);
  const reading: Reading = { bake, scope, folder: dirname(paths[0] ?? '.'), known: new Map() };
  const builds = [...bake.targets.keys()].flatMap((name): readonly PlannedBuild[] => {
    const asked = askedOf(name, reading, []);
    const build = asked && planned(name, asked, 'target');
    return build ? [build] : [];
  });
  const kept = joined(builds.filter(({ name }) => !isPattern(name, bake)));
  return { ok: true, value: { builds: kept, ...accounted(kept) } };
}

type PlacedBlock = Pick<Block, 'type' | 'labels'> & Target;

function hclBlocks(text: string, file: string): Result<readonly PlacedBlock[]> {
  const originOf = (span: Block['span']): Origin => originIn(text, file, span);
  try {
    const blocks = readHcl(text).blocks.map(({ type, labels, attributes, span }) => ({
      type,
      labels,
      origin: originOf(span),
      attributes: attributes.map((attribute): Placed => {
        const own = originOf(attribute.span);
        const within: Placed['originOf'] = (name, at) =>
          at === undefined ? own : originOf({ start: at, end: at + name.length });
        return { ...attribute, origin: own, originOf: within };
      }),
    }));
    return { ok: true, value: blocks };
  } catch (error) {
    if (!(error instanceof HclFault)) throw error;
    const { span, line, column } = originOf({ start: error.at, end: error.at });
    return {
      ok: false,
      problem: { message: `\`${file}\` cannot be read: ${error.message}.`, file, span, line, column },
    };
  }
}

function jsonBlocks(text: string, file: string): Result<readonly PlacedBlock[]> {
  const document = readDocument(text, file, { aliases: 10_000 });
  if (!document.ok) return document;
  const { data, origin } = document.value;
  const blocks = ['variable', 'target', 'group'].flatMap((type) =>
    entriesOf(entriesOf(data).find(([key]) => key === type)?.[1]).map(([name, value]) => ({
      type,
      labels: [name],
      origin: origin([type, name], 'key'),
      attributes: entriesOf(value).map(([key, one]) => {
        const at = origin([type, name, key], 'key');
        const own = origin([type, name, key]);
        return { name: key, value: fromJson(one), span: at.span, origin: at, originOf: () => own };
      }),
    })),
  );
  return { ok: true, value: blocks };
}

/** HCL written as JSON may have a list of what is one map. */
function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value)) return value.flatMap(entriesOf);
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

const nowhere = { start: 0, end: 0 };

function fromJson(value: unknown): Expression {
  if (value === null) return { kind: 'null' };
  if (Array.isArray(value)) return { kind: 'list', items: value.map(fromJson) };
  if (typeof value === 'object')
    return {
      kind: 'map',
      entries: entriesOf(value).map(([name, one]) => ({ name, value: fromJson(one), span: nowhere })),
    };
  try {
    return readTemplate(String(value));
  } catch {
    return { kind: 'unknown' };
  }
}

function take({ type, labels: [name], attributes, origin }: PlacedBlock, { targets, variables, grouped }: Bake): void {
  if (name === undefined) return;
  if (type === 'target') targets.set(name, [...(targets.get(name) ?? []), { attributes, origin }]);
  if (type === 'variable')
    variables.set(name, attributes.find((one) => one.name === 'default')?.value ?? { kind: 'unknown' });
  if (type === 'group')
    for (const one of textsOf(attributes.find((each) => each.name === 'targets')?.value)) grouped.add(one);
}

function textsOf(value: Expression | undefined): readonly string[] {
  const scope = new Scope(new Map());
  return value?.kind === 'list' ? value.items.flatMap((item) => scope.text(item) ?? []) : [];
}

/** A target that is there for others to inherit, and is not built by itself. */
function isPattern(name: string, { targets, grouped }: Bake): boolean {
  const own = targets.get(name)?.flatMap(({ attributes }) => attributes.map((one) => one.name)) ?? [];
  if (grouped.has(name) || own.some((key) => ['target', 'dockerfile', 'dockerfile-inline'].includes(key))) return false;
  return [...targets].some(
    ([heir, statements]) =>
      heir !== name &&
      statements.some(({ attributes }) =>
        textsOf(attributes.find((one) => one.name === 'inherits')?.value).includes(name),
      ),
  );
}

/** Targets of a matrix that decides which Dockerfile they build are many, under names of their own. */
function spread({ targets, grouped }: Bake, scope: Scope): void {
  for (const entry of [...targets]) {
    const [label] = entry;
    const each = eachOf(entry, scope, (name) => name !== label && targets.has(name));
    if (each.size === 0) continue;
    targets.delete(label);
    for (const [name, bound] of each) {
      targets.set(name, bound);
      if (grouped.has(label)) grouped.add(name);
    }
  }
}

interface Reading {
  readonly bake: Bake;
  readonly scope: Scope;
  readonly folder: string;
  /** What was worked out of other targets. */
  readonly known: Map<string, Asked | undefined>;
}

/** `through` are the targets that inherit it, which it may not inherit in turn. */
function askedOf(name: string, general: Reading, through: readonly string[]): Asked | undefined {
  if (general.known.has(name)) return general.known.get(name);
  let asked: Asked | undefined;
  for (const target of general.bake.targets.get(name) ?? []) {
    const reading = target.bound ? { ...general, scope: general.scope.with(target.bound) } : general;
    const bases = basesOf(target, reading, [...through, name]);
    for (const below of bases.asked) asked = asked ? merged(asked, shared(below)) : shared(below);
    const own = { ...asking(target, reading), causes: bases.causes };
    asked = asked ? { ...merged(asked, own), origin: own.origin } : own;
  }
  general.known.set(name, asked);
  return asked;
}

/** What a target inherits, and why some of it is not known. */
function basesOf(
  target: Target,
  reading: Reading,
  through: readonly string[],
): { readonly asked: readonly Asked[]; readonly causes: readonly Cause[] } {
  const inherits = target.attributes.find(({ name }) => name === 'inherits');
  const value = inherits && reading.scope.settled(inherits.value);
  if (!inherits || value?.kind === 'null') return { asked: [], causes: [] };
  const cause = (one: Expression) => causeOf({ ...inherits, value: one }, { ...target, scope: reading.scope });
  if (value?.kind !== 'list') return { asked: [], causes: [cause(inherits.value)] };
  const found = value.items.map((item): Asked | Cause => {
    const name = reading.scope.text(item);
    if (name === undefined) return cause(item);
    const fault = (why: string): Cause => ({ kind: 'fault', reason: 'missing', why, origin: inherits.origin });
    if (through.includes(name)) return fault(`it inherits \`${name}\`, which inherits it in turn.`);
    return askedOf(name, reading, through) ?? fault(`it inherits \`${name}\`, which is not here.`);
  });
  return {
    asked: found.flatMap((one) => ('kind' in one ? [] : one)),
    causes: found.flatMap((one) => ('kind' in one ? one : [])),
  };
}

/** Why a value is not known: variables that have none, or else what is not worked out here. */
function causeOf({ name, value, origin, originOf }: Placed, { scope, attributes }: Bound): Cause {
  const missing = scope.missing(value);
  const [first] = missing;
  const fault = (why: string, at: Origin): Cause => ({ kind: 'fault', reason: 'unsupported', why, origin: at });
  if (!first)
    return fault(
      `its \`${name}\` is worked out by a function or a condition, which is not done here; write it out.`,
      origin,
    );
  const place = originOf(first.used, first.at);
  if (matrixOf(attributes, scope).some((one) => one.name === first.name))
    return fault(`the values that \`${first.name}\` takes in its matrix are not known; write them out there.`, place);
  const advice = `as a plain default: \`variable "${first.name}" { default = "…" }\``;
  return { kind: 'unset', names: missing.map((one) => one.name), origin: place, advice };
}

/** A target's own scope. */
interface Bound extends Pick<Target, 'attributes'> {
  readonly scope: Scope;
}

function asking({ attributes, origin }: Target, { scope, folder }: Reading): Asked {
  const value = (name: string) => attributes.find((one) => one.name === name)?.value;
  const stated = (name: string): Stated<string> | undefined => {
    const given = attributes.find((one) => one.name === name);
    if (given === undefined || scope.settled(given.value).kind === 'null') return undefined;
    const known = scope.text(given.value);
    return { value: known, ...(known === undefined && { cause: causeOf(given, { attributes, scope }) }) };
  };
  const args = attributes.find((one) => one.name === 'args');
  const context = stated('context');
  const inline = stated('dockerfile-inline');
  const [dockerfile, target] = [stated('dockerfile'), stated('target')];
  const platforms = value('platforms');
  const call = stated('call')?.value;
  const at = attributes.find((one) => one.name === 'dockerfile-inline')?.origin ?? origin;
  return {
    origin,
    builds: true,
    context: contextIn(folder, context ?? { value: '.' }),
    ...(context === undefined && { standing: true }),
    ...(dockerfile && { dockerfile }),
    ...(target && { target }),
    ...(inline && {
      inline: {
        value: inline.value === undefined ? undefined : { text: inline.value, origin: at },
        cause: inline.cause,
      },
    }),
    args: new Map(
      scope.entries(args?.value).flatMap(({ name, value: given }) => {
        const settled = scope.settled(given);
        // Nothing is given for what is null.
        return settled.kind === 'null'
          ? []
          : [[name, { value: scope.text(settled), origin: args?.origin ?? origin }] as const];
      }),
    ),
    contexts: scope.entries(value('contexts')).map(({ name }) => name),
    ...(platforms && { platforms: { value: scope.texts(platforms) } }),
    images: (scope.list(value('tags')) ?? []).flatMap((one) => scope.text(one) ?? []),
    secrets: (scope.list(value('secret')) ?? []).flatMap((one) => scope.secret(one) ?? []),
    causes: [],
    ...(call !== undefined && { isCall: !/^build(?:,|$)/i.test(call) }),
  };
}
