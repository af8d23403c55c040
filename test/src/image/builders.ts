/**
 * A small renderer of image histories, written from the builders' documented forms and from what they were seen to write.
 * It knows instructions as data and never reads a Dockerfile, so that it can judge code that does.
 */
import type { RawHistory } from '../../../src/image/history.ts';

export const builders = [
  'buildkit',
  'buildkit-old',
  'classic',
  'classic-squash',
  'buildah',
  'buildah-one-layer',
  'kaniko',
  'kaniko-one-layer',
  'hand-made',
] as const;
export type Builder = (typeof builders)[number];

/** One instruction: its text in the file, and what it comes to. `id` survives edits of the file around it. */
export interface Made {
  readonly id: number;
  readonly source: string;
  readonly what: What;
}

export type What =
  | { readonly is: 'run'; readonly command: string; readonly flags?: string; readonly exec?: readonly string[] }
  /** One heredoc that is the whole command. */
  | { readonly is: 'heredoc'; readonly body: string }
  | {
      readonly is: 'copy' | 'add';
      readonly sources: readonly string[];
      readonly to: string;
      readonly chown?: string;
      readonly from?: string;
      readonly hash: string;
    }
  | { readonly is: 'pairs'; readonly keyword: 'ENV' | 'LABEL'; readonly plain: string; readonly written: string }
  | { readonly is: 'arg'; readonly name: string; readonly value?: string }
  | {
      readonly is: 'command';
      readonly keyword: 'CMD' | 'ENTRYPOINT';
      readonly list: readonly string[];
      readonly written: string;
    }
  | { readonly is: 'workdir'; readonly path: string; readonly written: string }
  | { readonly is: 'expose'; readonly ports: readonly string[] }
  | { readonly is: 'plain'; readonly keyword: string; readonly text: string; readonly written?: string }
  | { readonly is: 'onbuild'; readonly text: string };

export interface Rendered {
  readonly history: readonly RawHistory[];
  readonly layers: number;
  /** For each step of the history the instruction it is of; the base's steps have none. */
  readonly steps: readonly (number | undefined)[];
  /** For each layer the one instruction whose work it holds. */
  readonly layerOf: readonly (number | undefined)[];
}

/** What a build was given, beside its instructions. */
export interface Given {
  readonly base: readonly RawHistory[];
  readonly baseName?: string;
  readonly args: Readonly<Record<string, string>>;
}

interface Step extends RawHistory {
  readonly id: number | undefined;
}

/** The history that the builder writes of these instructions, run in this order on this base. */
export function render(builder: Builder, instructions: readonly Made[], given: Given): Rendered {
  const base = given.base.map((step): Step => ({ ...step, id: undefined }));
  const state: State = { shell: ['/bin/sh', '-c'], args: new Map(), given: given.args };
  const own = instructions.flatMap((made): Step[] => {
    const step = write(builder, made, state);
    return step ? [{ ...step, id: made.id }] : [];
  });
  const steps = [...base, ...finish(builder, own, given.baseName ?? 'acme/base:1')];
  const made = steps.filter(({ empty_layer }) => empty_layer !== true);
  const content = own.filter(({ created_by }) => !isMetadata(created_by ?? ''));
  const joint = /squash|one-layer/.test(builder);
  return {
    history: steps.map(({ id: _, ...step }) => step),
    layers: made.length,
    steps: steps.map(({ id }) => id),
    layerOf: made.map((step) =>
      joint && !base.includes(step) ? (content.length === 1 ? content[0]?.id : undefined) : step.id,
    ),
  };
}

interface State {
  shell: readonly string[];
  readonly args: Map<string, string | undefined>;
  readonly given: Readonly<Record<string, string>>;
}

/** Puts what a one-layer build wrote into the shape it commits. */
function finish(builder: Builder, own: readonly Step[], base: string): readonly Step[] {
  if (builder === 'classic-squash') {
    const merge = { created_by: '', comment: 'merge sha256:1234 to sha256:5678', id: undefined };
    return [...own.map((step) => ({ ...step, empty_layer: true })), merge];
  }
  if (builder === 'buildah-one-layer') {
    const last = own.length - 1;
    return own.map((step, index) =>
      index === last ? { ...step, empty_layer: false, comment: `FROM ${base}` } : { ...step, empty_layer: true },
    );
  }
  if (builder === 'buildah')
    return own.map((step, index) => ({ ...step, comment: `FROM ${index === 0 ? base : '0123456789ab'}` }));
  if (builder === 'kaniko-one-layer') return own.slice(-1).map((step) => ({ ...step, empty_layer: false }));
  return builder === 'kaniko' ? own.filter(({ empty_layer }) => !empty_layer) : own;
}

function isMetadata(text: string): boolean {
  return (
    !/^(?:\|\d|\/bin\/\w+ |RUN |COPY |ADD )/.test(text) ||
    (text.includes('#(nop)') && !/#\(nop\) (?:COPY|ADD) /.test(text))
  );
}

function write(builder: Builder, made: Made, state: State): RawHistory | undefined {
  if (made.what.is === 'arg') state.args.set(made.what.name, state.given[made.what.name] ?? made.what.value);
  const step = writers[family(builder)](made, state, builder);
  if (made.what.is === 'plain' && made.what.keyword === 'SHELL') state.shell = made.what.text.slice(1, -1).split(' ');
  return step;
}

type Family = 'docker' | 'moby' | 'buildah' | 'verbatim';

function family(builder: Builder): Family {
  if (builder.startsWith('buildkit')) return 'moby';
  if (builder.startsWith('classic')) return 'docker';
  return builder.startsWith('buildah') ? 'buildah' : 'verbatim';
}

const writers: Readonly<Record<Family, (made: Made, state: State, builder: Builder) => RawHistory | undefined>> = {
  moby: buildkit,
  docker: classic,
  buildah,
  verbatim,
};

function buildkit({ what }: Made, state: State, builder: Builder): RawHistory | undefined {
  const layer = (text: string): RawHistory => ({ created_by: text, comment: 'buildkit.dockerfile.v0' });
  const metadata = (text: string): RawHistory => ({ ...layer(text), empty_layer: true });
  const shell = `${recorded(state, [...state.args.keys()])}${state.shell.join(' ')} `;
  switch (what.is) {
    case 'run':
      return layer(
        `RUN ${what.exec ? recorded(state, [...state.args.keys()]) + what.exec.join(' ') : shell + what.command} # buildkit`,
      );
    case 'heredoc':
      return layer(`RUN ${shell}${what.body} # buildkit`);
    case 'copy':
    case 'add': {
      const chown = what.chown && builder === 'buildkit' ? `--chown=${what.chown} ` : '';
      return layer(`${what.is.toUpperCase()} ${chown}${[...what.sources, what.to].join(' ')} # buildkit`);
    }
    case 'workdir':
      return what.path === '/' ? metadata('WORKDIR /') : layer(`WORKDIR ${what.path}`);
    case 'arg': {
      const value = state.args.get(what.name);
      return metadata(`ARG ${what.name}${value === undefined ? '' : `=${value}`}`);
    }
    case 'expose':
      return metadata(
        builder === 'buildkit'
          ? `EXPOSE [${full(what.ports).join(' ')}]`
          : `EXPOSE map[${full(what.ports)
              .sort()
              .map((port) => `${port}:{}`)
              .join(' ')}]`,
      );
    case 'onbuild':
      return undefined;
    default:
      return metadata(stated(what, state));
  }
}

function classic({ what }: Made, state: State): RawHistory | undefined {
  const shell = state.shell.join(' ');
  const nop = (text: string): RawHistory => ({ created_by: `${shell} #(nop) ${text}` });
  const run = recorded(state, [...state.args.keys()].filter((name) => state.args.get(name) !== undefined).sort());
  switch (what.is) {
    case 'run':
      return { created_by: run + (what.exec ? what.exec.join(' ') : `${shell} ${what.command}`) };
    case 'copy':
    case 'add':
      return nop(`${what.is.toUpperCase()} ${what.chown ? `--chown=${what.chown}` : ''}${what.hash} in ${what.to} `);
    case 'workdir':
      return nop(`WORKDIR ${what.path}`);
    case 'arg':
      return { ...nop(` ARG ${what.name}${what.value === undefined ? '' : `=${what.value}`}`), empty_layer: true };
    case 'expose':
      return { ...nop(` EXPOSE ${what.ports.join(' ')}`), empty_layer: true };
    case 'onbuild':
      return { ...nop(` ONBUILD ${what.text}`), empty_layer: true };
    case 'heredoc':
      return undefined;
    default:
      return { ...nop(` ${stated(what, state)}`), empty_layer: true };
  }
}

function buildah({ what, source }: Made, state: State): RawHistory | undefined {
  const names = [...state.args.keys()].filter((name) => state.args.get(name) !== undefined).sort();
  const nop = (text: string): RawHistory => ({ created_by: `/bin/sh -c #(nop) ${text}`, empty_layer: true });
  switch (what.is) {
    case 'run': {
      const pairs = names.map((name) => `${name}=${state.args.get(name)}`).join(' ');
      const head = pairs === '' ? '' : `|${pairs.split(' ').length} ${pairs} `;
      return { created_by: `${head}/bin/sh -c ${what.flags ? `${what.flags} ` : ''}${what.command}` };
    }
    case 'copy':
    case 'add':
      return { created_by: `/bin/sh -c #(nop) ${what.is.toUpperCase()} ${what.hash} in ${what.to} ` };
    case 'arg':
      return nop(`ARG ${names.join(' ')}`);
    case 'heredoc':
      return undefined;
    default:
      return nop(logical(source));
  }
}

/** kaniko keeps the line as it is written; so do most who write histories by hand. */
function verbatim({ what, source }: Made, _: State, builder: Builder): RawHistory {
  const empty = !['run', 'copy', 'add', 'workdir', 'heredoc'].includes(what.is);
  const author = builder.startsWith('kaniko') ? { author: 'kaniko' } : {};
  return { created_by: logical(source), ...author, ...(empty ? { empty_layer: true } : {}) };
}

/** The forms that docker's two builders share. */
function stated(what: What, state: State): string {
  switch (what.is) {
    case 'pairs':
      return `${what.keyword} ${what.plain.replace(/\$\{?(\w+)\}?/g, (_, name: string) => state.args.get(name) ?? '')}`;
    case 'command':
      return `${what.keyword} [${what.list.map((word) => JSON.stringify(word)).join(' ')}]`;
    case 'plain':
      return `${what.keyword} ${what.text}`;
    default:
      throw new Error(`${what.is} has forms of its own`);
  }
}

function recorded(state: State, names: readonly string[]): string {
  return names.length === 0
    ? ''
    : `|${names.length} ${names.map((name) => `${name}=${state.args.get(name) ?? ''}`).join(' ')} `;
}

function full(ports: readonly string[]): string[] {
  return ports.map((port) => (port.includes('/') ? port : `${port}/tcp`));
}

function logical(source: string): string {
  return source.replace(/^\s*#.*\n/gm, '').replace(/\\\n/g, '');
}
