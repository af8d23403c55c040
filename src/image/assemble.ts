/** Puts an image together from what was read of it: pure, and lazy where it costs. */
import type { Facts } from '../dockerfile/facts.ts';
import type { Dockerfile } from '../dockerfile/model.ts';
import type { LayerPlace } from '../finding.ts';
import type { Extracts, LayerFacts } from './facts.ts';
import { type RawHistory, readHistory } from './history.ts';
import { takeInventory } from './inventory.ts';
import { type Base, joinImage } from './join/join.ts';
import { unreadLayer } from './layer.ts';
import type { FileTree, HistoryStep, Image, ImageConfig, Join, Layer, ManifestInfo, Waste } from './model.ts';
import { once } from './once.ts';
import { Overlay } from './overlay.ts';
import { resolveUser } from './user.ts';
import { countWaste, layerSize } from './waste.ts';

/** What was read of an image. A layer that could not be read is `undefined`; its place in the order stays. */
export interface Parts {
  readonly reference: string;
  readonly tags: readonly string[];
  readonly source: string;
  readonly digest: string;
  readonly format: Image['format'];
  readonly manifest: ManifestInfo;
  readonly config: ImageConfig;
  readonly history: readonly RawHistory[];
  readonly layers: readonly (LayerFacts | undefined)[];
  readonly facts: Facts;
  readonly dockerfile?: Dockerfile | undefined;
  readonly base?: Base | undefined;
}

interface Located {
  readonly path: string;
  readonly line?: number;
}

/** The image that rules read. */
export function assemble(parts: Parts): Image {
  const facts = parts.layers.map(
    (layer, index) => layer ?? unreadLayer({ diffID: parts.config.diffIDs[index] }, 'missing'),
  );
  const history = readHistory(parts.history, facts.length);
  const files = once(() => new Overlay(facts));
  const sizes = once(() => facts.map(layerSize));
  const waste = once(() => countWaste(files(), sizes()));
  const join = once(() => joinImage({ ...parts, history }));
  const layers = once(() => describeLayers(facts, history.steps, { waste: waste(), join: join(), sizes: sizes() }));
  const packages = once(() => takeInventory(facts, files(), join()));
  const placed = placer(facts, files);
  const accounts = { passwd: placed(({ passwd }) => passwd), group: placed(({ group }) => group) };
  const whole = parts.layers.every((layer) => layer !== undefined && layer.unread === undefined);
  const user = once(() =>
    resolveUser(parts.config.user, { passwd: accounts.passwd(), group: accounts.group(), whole }),
  );
  const { reference, tags, source, digest, format, config, manifest } = parts;
  const [shadow, osRelease, packageJson] = [
    placed(({ shadow }) => shadow),
    placed(({ osRelease }) => osRelease),
    placed(({ packageJson }) => packageJson),
  ];
  const sudoers = placed(({ sudoers }) => sudoers);
  return {
    ...{ kind: 'image', reference, name: nameOfImage(reference), tags, source, digest, format, config, manifest },
    history: history.steps,
    facts: parts.facts,
    get layers() {
      return layers();
    },
    get files() {
      return files();
    },
    get waste() {
      return waste();
    },
    get packages() {
      return packages();
    },
    get user() {
      return user();
    },
    get join() {
      return join();
    },
    get passwd() {
      return accounts.passwd();
    },
    get group() {
      return accounts.group();
    },
    get shadow() {
      return shadow();
    },
    get osRelease() {
      return osRelease();
    },
    get packageJson() {
      return packageJson();
    },
    get sudoers() {
      return sudoers();
    },
  };
}

/** The reference without tag and digest. A path to a file is its own name. */
export function nameOfImage(reference: string): string {
  const bare = reference.replace(/@[^@/]*$/, '');
  return bare.includes(':') && /:[\w][\w.-]{0,127}$/.test(bare) ? bare.slice(0, bare.lastIndexOf(':')) : bare;
}

function describeLayers(
  facts: readonly LayerFacts[],
  steps: readonly HistoryStep[],
  { waste, join, sizes }: { readonly waste: Waste; readonly join: Join; readonly sizes: readonly number[] },
): readonly Layer[] {
  const wasted = new Map<number, number>();
  for (const { layer, size } of waste.items) wasted.set(layer, (wasted.get(layer) ?? 0) + size);
  const stepOf = new Map(steps.map((step) => [step.layer, step]));
  return facts.map((layer, index) => ({
    index,
    facts: layer,
    step: stepOf.get(index),
    origin: join.originOf(index),
    size: sizes[index] ?? 0,
    waste: wasted.get(index) ?? 0,
    empty: layer.entries.length + layer.whiteouts.length + layer.opaque.length === 0,
  }));
}

/** Extracts of the final filesystem: what a later layer replaced or removed no longer holds. */
function placer(facts: readonly LayerFacts[], files: () => FileTree) {
  return <E extends Located>(pick: (extracts: Extracts) => readonly E[]) =>
    once(() =>
      placeExtracts(
        facts.map(({ extracts }) => pick(extracts)),
        files(),
      ),
    );
}

function placeExtracts<E extends Located>(
  layers: readonly (readonly E[])[],
  files: FileTree,
): readonly (E & { readonly place: LayerPlace })[] {
  return layers.flatMap((extracts, layer) =>
    extracts.flatMap((extract) => {
      const version = files.get(extract.path);
      if (version?.layer !== layer || version.entry.path !== extract.path) return [];
      return [{ ...extract, place: files.at(version, extract.line === undefined ? {} : { line: extract.line }) }];
    }),
  );
}
