/**
 * `node bin/dev/prefilter.ts FOLDER…`: chooses a window and a bucket for each literal, so that few bytes of files like those below
 * the folders look like one; takes a minute, and is to be run again when detectors were added.
 */
import { lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { detectors, planOf } from '../../src/secrets/catalogue.ts';
import type { Anchor } from '../../src/secrets/prefilter.ts';
import { bucketCount, type Choice, classesOf, nameOf } from '../../src/secrets/simd.ts';

const target = join(import.meta.dirname, '../../src/secrets/simd-plan.ts');
const { anchors } = planOf(detectors());
const folders = process.argv.slice(2);
if (folders.length === 0) throw new Error('Name folders with files of the kind that is looked through.');
const chosen = choose(anchors, samples(folders));
const lines = anchors.map((anchor, index) => `${chosen[index]?.offset} ${chosen[index]?.bucket} ${nameOf(anchor)}`);
const text = lines.sort().join('\n').replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('$', '\\$');
writeFileSync(
  target,
  readFileSync(target, 'utf8').replace(/(?<=planText = `\n)[\s\S]*(?=`;)/, () => `${text}\n`),
);

/** Four bytes from each of many places of many files. */
function samples(from: readonly string[]): Uint8Array {
  const wanted = 120_000;
  const files = from.flatMap((folder) => [...walk(folder)]);
  const sizes = files.map((path) => lstatSync(path).size);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const step = total / wanted;
  const taken: number[] = [];
  let next = step / 2;
  let before = 0;
  for (const [index, path] of files.entries()) {
    const size = sizes[index] ?? 0;
    if (next < before + size) {
      const bytes = readFileSync(path);
      for (; next < before + size; next += step) {
        const at = Math.floor(next - before);
        taken.push(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0, bytes[at + 3] ?? 0);
      }
    }
    before += size;
  }
  process.stderr.write(`${taken.length / 4} places of ${files.length} files, ${Math.round(total / 1e6)} MB\n`);
  return Uint8Array.from(taken);
}

/** Regular files below a folder; links are not followed, for some go in circles. */
function* walk(folder: string): Iterable<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (entry.isFile()) yield path;
  }
}

/** Places each literal where it adds least, then moves each to where it costs less, until little is won. */
function choose(anchors: readonly Anchor[], sample: Uint8Array): readonly Choice[] {
  const buckets = Array.from({ length: bucketCount }, () => new Map<number, Choice>());
  const costs: number[] = buckets.map(() => 0);
  const place = (index: number): void => {
    const anchor = anchors[index];
    if (!anchor) return;
    for (const [bucket, held] of buckets.entries()) if (held.delete(index)) costs[bucket] = cost(anchors, held, sample);
    let best: { choice: Choice; added: number } | undefined;
    for (let offset = 0; offset <= Math.max(0, anchor.text.length - 4); offset++) {
      for (const [bucket, held] of buckets.entries()) {
        const choice = { offset, bucket };
        const added = cost(anchors, new Map(held).set(index, choice), sample) - (costs[bucket] ?? 0);
        if (!best || added < best.added) best = { choice, added };
        if (held.size === 0) break;
      }
    }
    if (!best) return;
    buckets[best.choice.bucket]?.set(index, best.choice);
    costs[best.choice.bucket] = (costs[best.choice.bucket] ?? 0) + best.added;
  };
  const order = anchors
    .map((_, index) => index)
    .sort((one, other) => (anchors[one]?.text ?? '').length - (anchors[other]?.text ?? '').length);
  for (let pass = 0; pass < 3; pass++) {
    for (const index of order) place(index);
    const share = (100 * costs.reduce((sum, value) => sum + value, 0)) / (sample.length / 4);
    process.stderr.write(`pass ${pass}: ${share.toFixed(3)} % of bytes look like a literal\n`);
  }
  return anchors.map(
    (_, index) =>
      buckets.map((held) => held.get(index)).find((choice) => choice !== undefined) ?? { offset: 0, bucket: 0 },
  );
}

/** How many of the sampled places pass a bucket's four masks. */
function cost(anchors: readonly Anchor[], held: ReadonlyMap<number, Choice>, sample: Uint8Array): number {
  if (held.size === 0) return 0;
  const masks = Array.from({ length: 4 }, () => new Uint8Array(256));
  const nibbles = Array.from({ length: 4 }, () => [new Set<number>(), new Set<number>()] as const);
  for (const [index, { offset }] of held) {
    const anchor = anchors[index];
    if (!anchor) continue;
    for (const [place, allowed] of classesOf(anchor, offset).entries()) {
      for (const byte of allowed ?? Array.from({ length: 256 }, (_, value) => value)) {
        nibbles[place]?.[0].add(byte & 15);
        nibbles[place]?.[1].add(byte >> 4);
      }
    }
  }
  for (const [place, mask] of masks.entries()) {
    for (let byte = 0; byte < 256; byte++)
      mask[byte] = nibbles[place]?.[0].has(byte & 15) && nibbles[place]?.[1].has(byte >> 4) ? 1 : 0;
  }
  const [one, two, three, four] = masks;
  let passed = 0;
  for (let at = 0; at < sample.length; at += 4) {
    if (
      one?.[sample[at] ?? 0] &&
      two?.[sample[at + 1] ?? 0] &&
      three?.[sample[at + 2] ?? 0] &&
      four?.[sample[at + 3] ?? 0]
    )
      passed++;
  }
  return passed;
}
