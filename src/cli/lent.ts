/** The Dockerfile that is named beside an image: it lends its lines to what is found there. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { builtAs } from '../config/builds/as-built.ts';
import type { Way } from '../config/builds/ways.ts';
import { decode } from '../dockerfile/decode.ts';
import type { Dockerfile } from '../dockerfile/model.ts';
import { type ParseOptions, parse } from '../dockerfile/parse.ts';
import type { Skipped } from '../finding.ts';
import type { Governed } from '../policy.ts';
import { gatherContext, type Looked } from '../source/context.ts';
import { buildsFor, unknownBuild, unknownTo, unread } from './builds.ts';
import { buildArgs, type ImageFlags } from './flags.ts';
import type { Io } from './io.ts';
import { reasonText } from './read.ts';
import { secretFacts } from './secrets.ts';

/** Something the user named beside the image, and why it is not there when it is not: the image is read all the same. */
export interface Named<T> {
  readonly value: T | undefined;
  readonly skipped: readonly Skipped[];
}

/** A Dockerfile, and all that it was made of. */
export interface Lent {
  readonly dockerfile: Dockerfile;
  readonly options: ParseOptions;
  /** What of its context was looked at. */
  readonly looked: Looked;
}

/** Reads it, as the run's flags and its configuration say that it was built. */
export async function lentBy(
  flags: ImageFlags,
  { governed, texts, io }: { governed: Governed; texts: Map<string, string>; io: Io },
): Promise<Named<Lent>> {
  const file = flags.dockerfile;
  if (file === undefined) return { value: undefined, skipped: [] };
  try {
    const { text, encoding } = decode(await readFile(resolve(io.cwd, file)));
    texts.set(file, text);
    const { settings, today } = governed;
    const targets = flags.target === undefined ? settings.targets : [flags.target];
    const args = { ...settings.buildArgs, ...buildArgs(flags, io) };
    const { way, skipped } = await builtBy(flags, { file, texts, io });
    const directory = way ? way.context : undefined;
    const isElsewhere = way !== undefined && directory === undefined;
    const looked = { files: false, sizes: false };
    const context = isElsewhere
      ? undefined
      : gatherContext(file, { cwd: io.cwd, looked, ...(directory !== undefined && { directory }) });
    const facts = { today, ...(context && { context }), ...secretFacts(flags, settings, io) };
    const built = way?.target === undefined || flags.target !== undefined ? targets : [...targets, way.target];
    const options = builtAs({ file, encoding, targets: built, buildArgs: args, facts }, way);
    return { value: { dockerfile: parse(text, options), options, looked }, skipped };
  } catch (error) {
    return { value: undefined, skipped: [{ what: file, reason: 'unreadable', detail: reasonText(error, file) }] };
  }
}

/** How the files of `--from` build the Dockerfile, where they are of one mind: an image that others built is not judged by what lies about. */
async function builtBy(
  flags: ImageFlags,
  { file, texts, io }: { file: string; texts: Map<string, string>; io: Io },
): Promise<{ readonly way: Way | undefined; readonly skipped: readonly Skipped[] }> {
  if (!flags.from) return { way: undefined, skipped: [] };
  const builds = await buildsFor(flags, { io, files: [], read: (name, text) => void texts.set(name, text) });
  const ways = (await builds?.of(file)) ?? [];
  const fitting = flags.target === undefined ? ways : ways.filter(({ target }) => target === flags.target);
  // One that is not known may be the one that built it.
  const unknown = fitting.length === 0 ? unknownTo(builds, [file]).map(unknownBuild) : [];
  return {
    way: fitting.length === 1 ? fitting[0] : undefined,
    skipped: [...(builds?.problems ?? []).map(unread), ...unknown],
  };
}
