/** The names of a Dockerfile, stages and variables, and every place they stand at. */
import type { Declaration, Dockerfile, Instruction, Stage, Variable } from '../../src/dockerfile/model.ts';
import { stageReferences } from '../../src/dockerfile/stage-references.ts';
import type { Span } from '../../src/finding.ts';
import type { OpenDocument } from '../document.ts';
import { variablesOf } from './place.ts';

export interface Name {
  readonly kind: 'stage' | 'variable';
  readonly text: string;
  /** Where it is declared; a predefined variable has none. */
  readonly declarations: readonly Span[];
  readonly references: readonly Span[];
}

/** The name at an offset. */
export function nameAt({ dockerfile }: OpenDocument, offset: number): Name | undefined {
  return stageAt(dockerfile, offset) ?? variableNameAt(dockerfile, offset);
}

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

function stageAt(dockerfile: Dockerfile, offset: number): Name | undefined {
  for (const stage of dockerfile.stages) {
    if (stage.name === undefined) continue;
    const declarations = stage.from.name ? [stage.from.name.span] : [];
    const references = stageReferences(dockerfile, stage);
    if ([...declarations, ...references].some((span) => holds(span, offset))) {
      return { kind: 'stage', text: stage.name, declarations, references };
    }
  }
  return undefined;
}

function variableNameAt(dockerfile: Dockerfile, offset: number): Name | undefined {
  const uses = allUses(dockerfile);
  const use = uses.find(({ span }) => holds(span, offset));
  const declared = declaredAt(dockerfile, offset);
  const name = use?.name ?? declared?.name;
  if (name === undefined) return undefined;
  const chain = chainOf(dockerfile, name, use ?? declared);
  return {
    kind: 'variable',
    text: name,
    declarations: chain.declarations,
    references: uses.filter((other) => other.name === name && chain.includes(other)).map(({ span }) => span),
  };
}

interface Use {
  readonly name: string;
  readonly span: Span;
  readonly instruction: Instruction;
  readonly variable?: Variable;
}

/** Every `$name` that the builder or a shell of a RUN expands. */
function allUses(dockerfile: Dockerfile): readonly Use[] {
  return dockerfile.instructions.flatMap((instruction): Use[] => {
    const expanded = variablesOf(instruction).map((variable) => ({
      name: variable.name,
      span: variable.nameSpan,
      instruction,
      variable,
    }));
    return [...expanded, ...shellUses(dockerfile, instruction)];
  });
}

function shellUses({ text }: Dockerfile, instruction: Instruction): Use[] {
  if (
    instruction.kind !== 'run' &&
    instruction.kind !== 'cmd' &&
    instruction.kind !== 'entrypoint' &&
    instruction.kind !== 'healthcheck'
  )
    return [];
  const { script } = instruction;
  if (!script?.parsed) return [];
  const from = script.span.start;
  return [...text.slice(from, script.span.end).matchAll(/(?<!\\)\$\{?([A-Za-z_][A-Za-z0-9_]*)/g)].map((match) => {
    const name = match[1] ?? '';
    const start = from + match.index + match[0].length - name.length;
    return { name, span: { start, end: start + name.length }, instruction };
  });
}

function declaredAt(dockerfile: Dockerfile, offset: number): Use | undefined {
  return declarationsOf(dockerfile).find(({ span }) => holds(span, offset));
}

function declarationsOf({ instructions }: Dockerfile): readonly Use[] {
  return instructions.flatMap((instruction): Use[] =>
    instruction.kind === 'arg' || instruction.kind === 'env'
      ? instruction.pairs.map(({ key }) => ({ name: key.raw, span: key.span, instruction }))
      : [],
  );
}

interface Chain {
  readonly declarations: readonly Span[];
  includes(use: Use): boolean;
}

/** One name in one scope: the stages that see each other's through FROM; a global ARG reaches those that declare it again. */
function chainOf(dockerfile: Dockerfile, name: string, at: Use | undefined): Chain {
  const scope = scopeOf(dockerfile, name, at?.instruction.stage);
  const inScope = ({ instruction }: Use) =>
    scope.has(instruction.stage) || (instruction.kind === 'from' && scope.has(undefined));
  const declarations = declarationsOf(dockerfile)
    .filter((use) => use.name === name && inScope(use))
    .map(({ span }) => span);
  return { declarations, includes: inScope };
}

/** `undefined` stands for the part before the first FROM. */
function scopeOf(dockerfile: Dockerfile, name: string, from: Stage | undefined): ReadonlySet<Stage | undefined> {
  const related = (a: Stage, b: Stage) => a.lineage.includes(b) || b.lineage.includes(a);
  const redeclares = (stage: Stage) =>
    stage.of('arg').some(({ pairs }) => pairs.some(({ key, value }) => key.raw === name && value === undefined));
  const isGlobal = dockerfile.preamble.some(
    (one) => one.kind === 'arg' && one.pairs.some(({ key }) => key.raw === name),
  );
  const scope = new Set<Stage | undefined>(from ? dockerfile.stages.filter((stage) => related(stage, from)) : []);
  const touchesGlobal =
    from === undefined || (isGlobal && [...scope].some((stage) => stage !== undefined && redeclares(stage)));
  if (!isGlobal || !touchesGlobal) return scope;
  scope.add(undefined);
  for (const stage of dockerfile.stages) {
    if (!redeclares(stage)) continue;
    for (const other of dockerfile.stages) if (related(stage, other)) scope.add(other);
  }
  return scope;
}

/** How a declaration is told in a hover. */
export function declaredBy(declaration: Declaration | undefined): string {
  if (!declaration) return 'not declared in this file';
  const by = {
    'global-arg': 'ARG before the first FROM',
    arg: 'ARG',
    env: 'ENV',
    predefined: 'the builder',
    'build-arg': '--build-arg',
  } as const;
  return by[declaration.by];
}
