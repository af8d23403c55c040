/** LayerFacts written by hand: what a test says of a layer, and nothing else in it. */
import { assemble, type Parts } from '../../../src/image/assemble.ts';
import type { Entry, Extracts, LayerFacts } from '../../../src/image/facts.ts';
import type { Image, ImageConfig } from '../../../src/image/model.ts';

type EntrySketch = Partial<Omit<Entry, 'path'>>;

interface LayerSketch {
  readonly files?: Readonly<Record<string, EntrySketch>>;
  readonly gone?: readonly string[];
  readonly opaque?: readonly string[];
  readonly extracts?: Partial<Extracts>;
}

export function entry(path: string, sketch: EntrySketch = {}): Entry {
  const type = sketch.type ?? (sketch.link === undefined ? 'file' : 'symlink');
  return { path, type, mode: type === 'dir' ? 0o755 : 0o644, uid: 0, gid: 0, size: 0, ...sketch };
}

export function layer(sketch: LayerSketch, diffID = 'sha256:0'): LayerFacts {
  const none: readonly never[] = [];
  return {
    ...{ schema: 1, diffID, digest: diffID, storedSize: 0, tarSize: 0, compression: 'none' },
    entries: Object.entries(sketch.files ?? {}).map(([path, made]) => entry(path, made)),
    whiteouts: sketch.gone ?? [],
    opaque: sketch.opaque ?? [],
    ...{ secrets: none, owned: none, faults: none, limits: none },
    extracts: {
      ...{ passwd: none, group: none, shadow: none, osRelease: none, packageJson: none, sudoers: none, packages: none },
      ...sketch.extracts,
    },
  };
}

export const emptyConfig: ImageConfig = {
  ...{ user: '', env: [], entrypoint: undefined, cmd: undefined, workdir: '', labels: new Map(), exposed: [] },
  ...{ volumes: [], healthcheck: undefined, shell: undefined, onbuild: [], stopSignal: undefined, os: 'linux' },
  ...{ architecture: 'amd64', variant: undefined, created: undefined, author: undefined, diffIDs: [] },
};

export function image(parts: Partial<Parts> = {}): Image {
  return assemble({
    ...{ reference: 'acme/app:1.0', tags: [], source: 'docker-archive', digest: 'sha256:1', format: 'docker' },
    manifest: { mediaType: undefined, annotations: new Map(), layers: [], attestations: [] },
    ...{ config: emptyConfig, history: [], layers: [], facts: {} },
    ...parts,
  });
}
