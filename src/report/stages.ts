/** What the engine believes of a Dockerfile's stages, as a tree: so that a person can trust it, or correct it. */
import type { Dockerfile, Instruction, Source, Stage } from '../dockerfile/model.ts';
import { plain } from './plain.ts';

export interface StageTreeOptions {
  /** A name or number. */
  readonly wanted?: string | undefined;
  /** Where build arguments have their values from, by name. */
  readonly origins?: ReadonlyMap<string, string>;
  /** Names whose values are not shown. */
  readonly hidden?: (name: string) => boolean;
}

/** Every stage, or the one of this name or number; `undefined` when there is none. */
export function stageTree(dockerfile: Dockerfile, options: StageTreeOptions = {}): string | undefined {
  const { wanted } = options;
  const stages =
    wanted === undefined ? dockerfile.stages : dockerfile.stages.filter((stage) => isCalled(stage, wanted));
  if (stages.length === 0) return undefined;
  return [
    dockerfile.file,
    ...stages.flatMap((stage, index) => branch(titled(stage), facts(stage, options), index === stages.length - 1)),
  ]
    .join('\n')
    .concat('\n');
}

function isCalled({ name, index }: Stage, wanted: string): boolean {
  return name === wanted.toLowerCase() || String(index) === wanted;
}

function branch(title: string, leaves: readonly string[], last: boolean): string[] {
  const [head, trunk] = last ? ['└─ ', '   '] : ['├─ ', '│  '];
  return [
    head + title,
    ...leaves.map((leaf, index) => `${trunk}${index === leaves.length - 1 ? '└─ ' : '├─ '}${plain(leaf)}`),
  ];
}

function titled(stage: Stage): string {
  const fate = stage.shipped
    ? 'ships'
    : stage.reachable
      ? 'is needed by a stage that ships'
      : 'is needed by no stage that ships';
  return `stage ${stage.index}${stage.name === undefined ? '' : ` ${stage.name}`}: ${fate}`;
}

function facts(stage: Stage, options: StageTreeOptions): readonly string[] {
  const { user, workdir, shell, envs } = stage.end;
  const named = [...envs.values()].map(({ name, text }) => `${name}=${shown(name, text, options)}`);
  return [
    `base: ${sourceText(stage.base)}`,
    `user: ${user.explicit ? known(user.text, user.explicit) : `${user.text ?? 'not known'}, as the base has it`}`,
    `workdir: ${workdir.explicit ? known(workdir.text, workdir.explicit) : `${workdir.text ?? 'not known'}, as the base has it`}`,
    `shell: ${shell.words?.join(' ') ?? 'not known'}`,
    ...(named.length > 0 ? [`environment: ${named.join(' ')}`] : []),
    ...argumentsOf(stage, options),
    ...(stage.needs.length > 0
      ? [`needs: ${stage.needs.map(({ name, index }) => name ?? `stage ${index}`).join(', ')}`]
      : []),
    ...copies(stage),
  ];
}

/** What the stage's own ARGs hold, and who says so. */
function argumentsOf(stage: Stage, options: StageTreeOptions): readonly string[] {
  return [...stage.end.args.values()].map(({ name, text, by }) => {
    const value = shown(name, text, options);
    if (by === 'build-arg') return `argument: ${name}=${value} (${options.origins?.get(name) ?? 'given'})`;
    return `argument: ${name}=${value}${by === 'predefined' ? '' : by === 'global-arg' ? ' (ARG above the stages)' : ' (ARG)'}`;
  });
}

function shown(name: string, text: string | undefined, { hidden }: StageTreeOptions): string {
  if (text === undefined || text === '') return text ?? '(not known)';
  return hidden?.(name) ? '(not shown)' : text;
}

function known(text: string | undefined, { keyword, place, stage }: Instruction): string {
  return `${text ?? 'not known'} (${keyword} at ${place.file}, ${stage?.name ?? `stage ${stage?.index}`})`;
}

/** What comes into the stage, and from where. */
function copies(stage: Stage): readonly string[] {
  return stage.of('copy', 'add').map(({ sources, destination, from, keyword }) => {
    const what = sources.map(({ text, raw }) => text ?? raw).join(' ');
    const where = from === undefined ? 'the build context' : sourceText(from);
    return `${keyword.toLowerCase()}: ${what || 'a heredoc'} → ${destination?.text ?? destination?.raw ?? '?'} from ${where}`;
  });
}

function sourceText(source: Source): string {
  if (source.kind === 'stage') return `stage ${source.stage.name ?? source.stage.index}`;
  return source.kind === 'scratch' ? 'scratch' : source.raw;
}
