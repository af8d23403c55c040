/** The shape of an image: what rules read. Made from a manifest, a config and one `LayerFacts` per layer. */
import type { Facts } from '../dockerfile/facts.ts';
import type { Dockerfile, Instruction, Stage } from '../dockerfile/model.ts';
import type { LayerPlace, Origin, Place } from '../finding.ts';
import type { Entry, Extracts, LayerFacts, PackageRecord } from './facts.ts';

export interface Image {
  readonly kind: 'image';
  /** As the user named it. */
  readonly reference: string;
  /** Name without tag and digest, for fingerprints. */
  readonly name: string;
  readonly tags: readonly string[];
  /** `docker-archive`, `oci-archive`, `oci-layout`, `dir`, `rootfs`, `docker-daemon`, `podman`, `registry`. */
  readonly source: string;
  readonly digest: string;
  readonly format: 'docker' | 'oci' | 'rootfs';
  /** The configuration's own, defaults filled in; every key that rules read. */
  readonly config: ImageConfig;
  readonly history: readonly HistoryStep[];
  readonly layers: readonly Layer[];
  /** The final filesystem. */
  readonly files: FileTree;
  readonly waste: Waste;
  readonly packages: readonly InstalledPackage[];
  readonly manifest: ManifestInfo;

  /** Extractors, of the final filesystem, each with the place it stands at. */
  readonly passwd: Placed<Extracts['passwd']>;
  readonly group: Placed<Extracts['group']>;
  readonly shadow: Placed<Extracts['shadow']>;
  readonly osRelease: Placed<Extracts['osRelease']>;
  readonly packageJson: Placed<Extracts['packageJson']>;
  readonly sudoers: Placed<Extracts['sudoers']>;

  /** The uid the image runs as: `undefined` when it cannot be known. */
  readonly user: ResolvedUser;
  /** Layer ↔ instruction; a join without a Dockerfile knows only the history. */
  readonly join: Join;
  readonly facts: Facts;
}

/** A Dockerfile and the image made from it. */
export interface Build {
  readonly kind: 'build';
  readonly dockerfile: Dockerfile;
  readonly image: Image;
  readonly facts: Facts;
}

export type Placed<T> = T extends readonly (infer E)[] ? readonly (E & { readonly place: LayerPlace })[] : never;
export type ExtractName = keyof Extracts;

export interface ImageConfig {
  readonly user: string;
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly entrypoint: readonly string[] | undefined;
  readonly cmd: readonly string[] | undefined;
  readonly workdir: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly exposed: readonly string[];
  readonly volumes: readonly string[];
  readonly healthcheck: { readonly test: readonly string[] } | undefined;
  readonly shell: readonly string[] | undefined;
  readonly onbuild: readonly string[];
  readonly stopSignal: string | undefined;
  readonly os: string;
  readonly architecture: string;
  readonly variant: string | undefined;
  readonly created: string | undefined;
  readonly author: string | undefined;
  readonly diffIDs: readonly string[];
}

export interface ManifestInfo {
  readonly mediaType: string | undefined;
  readonly annotations: ReadonlyMap<string, string>;
  readonly layers: readonly {
    readonly mediaType: string | undefined;
    readonly digest: string;
    readonly size: number;
    readonly urls: readonly string[];
  }[];
  readonly attestations: readonly Attestation[];
}

export interface Attestation {
  readonly digest: string;
  readonly predicateType: string;
  /** Parsed JSON of the in-toto statement. */
  readonly statement: unknown;
}

export interface HistoryStep {
  readonly index: number;
  /** As recorded. */
  readonly createdBy: string;
  readonly created: string | undefined;
  readonly comment: string;
  readonly author: string;
  readonly empty: boolean;
  /** The layer it made. */
  readonly layer: number | undefined;
  readonly builder: 'classic' | 'buildkit' | 'buildah' | 'kaniko' | 'other';
  /** The instruction it states, keyword and arguments, builder's dressing taken off; `undefined` when it states none. */
  readonly instruction: { readonly keyword: string; readonly args: string } | undefined;
  /** `|N k=v` of RUN and BuildKit's `ARG k=v`: build arguments that were recorded. */
  readonly buildArgs: readonly { readonly name: string; readonly value: string }[];
  readonly place: Place;
}

export interface Layer {
  readonly index: number;
  readonly facts: LayerFacts;
  readonly step: HistoryStep | undefined;
  readonly origin: Origin;
  /** Bytes of regular files in it, and those of them that the final filesystem does not show. */
  readonly size: number;
  readonly waste: number;
  readonly empty: boolean;
}

/** One occurrence of a path in one layer. */
export interface Version {
  /** Where it stands in the filesystem: `entry.path` with links in its parents followed. */
  readonly path: string;
  readonly layer: number;
  readonly entry: Entry;
  /** What ended it: a later layer's whiteout, opaque directory, or another version of the path. */
  readonly ended?: {
    readonly layer: number;
    readonly by: 'deleted' | 'opaque' | 'rewritten' | 'metadata' | 'identical';
  };
}

export interface FileTree {
  /** The final version of a path, links in parents followed; `undefined` when it is not there. */
  get(path: string): Version | undefined;
  /** Resolves symbolic links, at most 40, within the root. */
  resolve(path: string): (Version & { readonly path: string }) | undefined;
  /** Direct children of a directory, names only. */
  list(path: string): readonly string[];
  /** Every final file that is visible, in path order. */
  readonly all: readonly Version[];
  /** Those of them that their attributes alone tell from plain files: devices, set-id bits, open to everybody, with capabilities. */
  readonly unusual: readonly Version[];
  /** Those of them that are below a directory, which no link leads to. */
  below(path: string): readonly Version[];
  /** Every version of a path in every layer, lowest first. */
  versions(path: string): readonly Version[];
  /** Every version that the final filesystem does not show, by (layer, path). */
  readonly hidden: readonly Version[];
  readonly count: number;
  at(version: Version, where?: { readonly line?: number; readonly offset?: number }): LayerPlace;
}

/** Each byte counted once. */
export interface Waste {
  readonly total: number;
  readonly bytes: number;
  readonly items: readonly WasteItem[];
}

export interface WasteItem {
  readonly path: string;
  readonly layer: number;
  readonly size: number;
  readonly cause: 'deleted' | 'opaque' | 'rewritten' | 'metadata' | 'identical';
  /** The layer that hid it. */
  readonly killer: number;
}

export interface InstalledPackage extends PackageRecord {
  /** The first layer whose database names it in this version. */
  readonly layer: number;
  readonly origin: Origin;
  readonly place: LayerPlace;
  /** Bytes of its files that the final filesystem shows; `undefined` where no database lists them. */
  readonly bytes: number | undefined;
}

export interface ResolvedUser {
  readonly text: string;
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  /** Named, and absent from /etc/passwd or /etc/group of the final filesystem. */
  readonly missing: 'user' | 'group' | undefined;
}

/** How layers and history steps are joined to instructions of a Dockerfile. */
export interface Join {
  readonly by: Origin['by'];
  /** The stage that the image was made from, where every instruction of one left its step in order. */
  readonly stage: Stage | undefined;
  /** `false`: the image is of another version of the file, or of another file. `undefined`: it cannot be told. */
  readonly complete: boolean | undefined;
  /** `undefined`: no Dockerfile was given, or it cannot be told. */
  instructionOf(layer: number): Instruction | undefined;
  instructionOfStep(step: number): Instruction | undefined;
  stepOf(instruction: Instruction): number | undefined;
  /** The place of the instruction that made a layer or step, for `related`. */
  placeOf(at: { readonly layer: number } | { readonly step: number }): Place | undefined;
  originOf(layer: number): Origin;
  originOfStep(step: number): Origin;
  /** Why a layer has no instruction, one sentence. */
  reasonOf(layer: number): string | undefined;
  /** Why a step has no instruction. */
  reasonOfStep(step: number): string | undefined;
}
