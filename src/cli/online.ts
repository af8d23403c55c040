/** `--online`: what registries know of the images that Dockerfiles name. A run that gets no answer ends as it would without. */
import type { RegistryFacts } from '../dockerfile/facts.ts';
import type { Dockerfile } from '../dockerfile/model.ts';
import { cacheFolder } from '../source/cache-folder.ts';
import { Registries } from '../source/registry/answers.ts';
import { gatherRegistry } from '../source/registry/gather.ts';
import { wantedImages } from '../source/registry/wanted.ts';
import type { LintFlags } from './flags.ts';
import type { Io } from './io.ts';

const none: readonly string[] = [];

/** All questions of a run are answered by then, or not at all. */
const patience = 30_000;

export interface Online {
  /** For one file, in each of the ways it is built; `rules` are the ids of those that it is asked. */
  of(ways: readonly Dockerfile[], rules: ReadonlySet<string>): Promise<RegistryFacts>;
  /** Says what could not be asked, each once. */
  tell(): void;
}

export function online({ fix, diff, unsafe }: LintFlags, io: Io): Online {
  const signal = AbortSignal.timeout(patience);
  const registries = new Registries({ signal, cache: cacheFolder({ ...io.env }) });
  const unanswered = new Set<string>();
  // What an address gives may be large: it is read where its checksum would be written down.
  const urlsOf = unsafe && (fix || diff) ? unchecked : () => none;
  return {
    of: async (ways, rules) => {
      const wanted = { urls: [...new Set(ways.flatMap(urlsOf))], signal };
      const gathered = await gatherRegistry(registries, wantedImages(ways, rules), wanted);
      for (const sentence of gathered.unanswered) unanswered.add(sentence);
      return gathered.facts;
    },
    tell: () => {
      for (const sentence of [...unanswered].sort()) io.stderr.write(`plimsoll: not checked online: ${sentence}\n`);
    },
  };
}

/** Addresses that ADD reads without a checksum. */
function unchecked({ stages }: Dockerfile): readonly string[] {
  const adds = stages
    .flatMap((stage) => stage.of('add', 'copy'))
    .filter((one) => one.kind === 'add' && !one.flag('checksum'));
  const urls = adds.flatMap(({ sources }) => (sources.length === 1 ? (sources[0]?.text ?? []) : []));
  return [...new Set(urls.filter((url) => /^https:\/\//i.test(url) && !/\.git(?:[#?]|$)/.test(url)))];
}
