/** Node's own hashes, loaded when a verdict first needs one: most runs find nothing to judge, and loading them costs a quarter of a start-up. */
import type {
  createHash as CreateHash,
  createHmac as CreateHmac,
  createPrivateKey as CreatePrivateKey,
  createPublicKey as CreatePublicKey,
} from 'node:crypto';
import type {
  crc32 as Crc32,
  gunzipSync as GunzipSync,
  inflateRawSync as InflateRawSync,
  inflateSync as InflateSync,
} from 'node:zlib';

const crypto = () => process.getBuiltinModule('node:crypto');

export const createHash: typeof CreateHash = (...given) => crypto().createHash(...given);
export const createHmac: typeof CreateHmac = (...given) => crypto().createHmac(...given);
export const createPrivateKey: typeof CreatePrivateKey = (key) => crypto().createPrivateKey(key);
export const createPublicKey: typeof CreatePublicKey = (key) => crypto().createPublicKey(key);
export const zlib = () => process.getBuiltinModule('node:zlib');
export const crc32: typeof Crc32 = (...given) => zlib().crc32(...given);
export const gunzipSync: typeof GunzipSync = (...given) => zlib().gunzipSync(...given);
export const inflateSync: typeof InflateSync = (...given) => zlib().inflateSync(...given);
export const inflateRawSync: typeof InflateRawSync = (...given) => zlib().inflateRawSync(...given);
