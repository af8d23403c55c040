/** NDB, the database of rpm on SUSE: slots that point to blobs. */

const slot = 16;
const pageSize = 4096;

/** The blob of every slot that is in use. */
export function* ndbBlobs(bytes: Buffer): Generator<Buffer> {
  if (bytes.length < 32) return;
  const end = Math.min(bytes.readUInt32LE(12) * pageSize, bytes.length);
  // The header takes the place of two slots.
  for (let at = 2 * slot; at + slot <= end; at += slot) {
    const start = bytes.readUInt32LE(at + 8) * slot;
    if (bytes.toString('latin1', at, at + 4) !== 'Slot' || start === 0 || start + slot > bytes.length) continue;
    if (bytes.toString('latin1', start, start + 4) !== 'BlbS') continue;
    const length = bytes.readUInt32LE(start + 12);
    if (start + slot + length <= bytes.length) yield bytes.subarray(start + slot, start + slot + length);
  }
}
