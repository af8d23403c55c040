/** What a reader puts up with before it stops. */

export interface Limits {
  /** Uncompressed bytes of one layer. */
  readonly layerBytes: number;
  /** Uncompressed bytes of all layers of an image. */
  readonly imageBytes: number;
  /** Uncompressed bytes per stored byte, counted only above `ratioFrom` bytes of output: real sparse files reach it. */
  readonly ratio: number;
  readonly ratioFrom: number;
  readonly layerEntries: number;
  readonly imageEntries: number;
  /** Bytes of one PAX or GNU long-name header. */
  readonly specialHeader: number;
  readonly pathBytes: number;
  readonly pathDepth: number;
  readonly sparseRegions: number;
  /** Bytes of a file that an extractor may ask for. */
  readonly captured: number;
  readonly manifestBytes: number;
  readonly configBytes: number;
  readonly attestationBytes: number;
  readonly jsonDepth: number;
  readonly indexDepth: number;
  readonly descriptors: number;
}

const mebi = 1 << 20;
const gibi = 1024 * mebi;

export const defaultLimits: Limits = {
  layerBytes: 32 * gibi,
  imageBytes: 64 * gibi,
  ratio: 1000,
  ratioFrom: gibi,
  layerEntries: 2_000_000,
  imageEntries: 10_000_000,
  specialHeader: mebi,
  pathBytes: 4096,
  pathDepth: 256,
  sparseRegions: 65_536,
  captured: 64 * mebi,
  manifestBytes: 8 * mebi,
  configBytes: 8 * mebi,
  attestationBytes: 40 * mebi,
  jsonDepth: 64,
  indexDepth: 4,
  descriptors: 1024,
};
