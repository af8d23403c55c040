/**
 * How right the detectors are. `node bin/dev/secrets-accuracy.ts [--cases CHECKOUT] [--verbose] FOLDER|TAR…`
 *
 * `--cases` tries every detector on the cases of gitleaks' own rules (a checkout of it; needs Go): how many true ones are
 * found, and how many false ones.
 * Folders and tars (plain or gzip) hold no secret: what is found there is a false alarm. Each is read as one layer and
 * judged as `plimsoll image` judges it, with the records of its package manager. A folder may be followed by parts of it:
 * `/:usr,etc,var/lib/dpkg`.
 */
import { spawn } from 'node:child_process';
import { createReadStream, statSync } from 'node:fs';
import { assemble } from '../../src/image/assemble.ts';
import { parseConfig } from '../../src/image/config.ts';
import type { LayerFacts } from '../../src/image/facts.ts';
import { readLayer } from '../../src/image/layer.ts';
import { defaultLimits } from '../../src/image/limits.ts';
import type { Image } from '../../src/image/model.ts';
import { secretFiles } from '../../src/image/secret-files.ts';
import type { Confidence, SecretHit } from '../../src/secrets/hit.ts';
import { fileScanner, scanBytes } from '../../src/secrets/scan.ts';
import { type Case, gitleaksCases } from './gitleaks-cases.ts';

const levels: readonly Confidence[] = ['confirmed', 'likely', 'possible'];
const args = process.argv.slice(2);
const verbose = args.includes('--verbose');
const casesAt = args.indexOf('--cases');
const checkout = casesAt < 0 ? undefined : args[casesAt + 1];
const corpora = args.filter((arg, index) => !arg.startsWith('--') && (casesAt < 0 || index !== casesAt + 1));

if (checkout === undefined && corpora.length === 0) {
  process.stderr.write(
    'secrets-accuracy: name folders or tars without secrets, or --cases and a checkout of gitleaks.\n',
  );
  process.exitCode = 2;
}
if (checkout !== undefined) reportCases(gitleaksCases(checkout));
for (const corpus of corpora) await reportCorpus(corpus);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function reportCases(cases: readonly Case[]): void {
  const judged = cases.map((one) => ({
    ...one,
    hits: scanBytes(Buffer.from(one.text), { name: one.path === '' ? 'sample' : one.path }),
  }));
  const share = (part: number, whole: number) => `${part} of ${whole} (${((100 * part) / whole).toFixed(1)} %)`;
  say('| rule of gitleaks | true | found | false | found |\n| --- | ---: | ---: | ---: | ---: |');
  const shares: number[] = [];
  for (const [rule, group] of [...Map.groupBy(judged, (one) => one.rule)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [right, wrong] = [group.filter((one) => one.true), group.filter((one) => !one.true)];
    const [found, alarms] = [right, wrong].map((some) => some.filter((one) => one.hits.length > 0).length);
    if (right.length > 0) shares.push((found ?? 0) / right.length);
    say(`| ${rule} | ${right.length} | ${found} | ${wrong.length} | ${alarms} |`);
  }
  const [right, wrong] = [judged.filter((one) => one.true), judged.filter((one) => !one.true)];
  const serious = (hits: readonly SecretHit[]) => hits.some((hit) => hit.confidence !== 'possible');
  const average = (100 * shares.reduce((sum, one) => sum + one, 0)) / shares.length;
  say(`true, at any confidence: ${share(right.filter((one) => one.hits.length > 0).length, right.length)}`);
  say(`each of ${shares.length} rules counted once: ${average.toFixed(1)} %`);
  say(`false, at any confidence: ${share(wrong.filter((one) => one.hits.length > 0).length, wrong.length)}`);
  say(`false, confirmed or likely: ${share(wrong.filter((one) => serious(one.hits)).length, wrong.length)}`);
  if (!verbose) return;
  for (const { rule, text, hits } of right) if (hits.length === 0) say(`missed ${rule}: ${JSON.stringify(text)}`);
  for (const { rule, text, hits } of wrong) {
    for (const hit of hits)
      say(`false ${rule}: ${hit.detector} ${hit.confidence} (${hit.why}) in ${JSON.stringify(text.slice(0, 300))}`);
  }
}

async function reportCorpus(corpus: string): Promise<void> {
  const scan = fileScanner({ key: new Uint8Array(32) });
  const result = await readLayer(bytesOf(corpus), { scan });
  if (!result.ok) throw new Error(`${corpus} cannot be read: ${result.problem.message}`);
  const layer = result.value;
  const files = secretFiles(imageOf(layer));
  const weighed = files.flatMap(({ path, hits }) => hits.map((hit) => ({ path, hit })));
  const size = layer.entries.reduce((sum, entry) => sum + entry.size, 0);
  const regular = layer.entries.filter((entry) => entry.type === 'file').length;
  say(
    `\n${corpus}: ${regular} files, ${(size / 1e6).toFixed(0)} MB, ${layer.owned.length} of them known to a package manager`,
  );
  say(
    '| detector | confirmed | likely | possible | before ownership: confirmed | likely |\n| --- | ---: | ---: | ---: | ---: | ---: |',
  );
  const raw = Map.groupBy(layer.secrets, (hit) => hit.detector);
  const judged = Map.groupBy(weighed, ({ hit }) => hit.detector);
  for (const [detector, before] of [...raw].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const after = (judged.get(detector) ?? []).map(({ hit }) => hit);
    say(
      `| ${detector} | ${[...levels.map((level) => count(after, level)), count(before, 'confirmed'), count(before, 'likely')].join(' | ')} |`,
    );
  }
  const serious = weighed.filter(({ hit }) => hit.confidence !== 'possible');
  say(
    `confirmed or likely: ${serious.length}, before ownership: ${layer.secrets.filter((hit) => hit.confidence !== 'possible').length}; not searched whole: ${scan.limits.length}`,
  );
  for (const { path, hit } of verbose ? weighed : serious)
    say(
      `${hit.confidence} ${hit.detector} /${path}${hit.line ? `:${hit.line}` : ` @${hit.offset}`} ${hit.inside ?? ''} ${hit.masked} (${hit.why})`,
    );
  for (const limit of scan.limits) say(`limit /${limit.path}: ${limit.detail}`);
}

function count(hits: readonly SecretHit[], level: Confidence): number {
  return hits.filter((hit) => hit.confidence === level).length;
}

/** A tar as it is, or a folder as one. */
function bytesOf(corpus: string): AsyncIterable<Uint8Array> {
  const [, folder = corpus, parts = '.'] = /^(.*?)(?::([^/:][^:]*))?$/.exec(corpus) ?? [];
  if (!statSync(folder).isDirectory()) return createReadStream(corpus, { highWaterMark: 1 << 20 });
  return spawn('tar', ['-cf', '-', '-C', folder, ...parts.split(',')], { stdio: ['ignore', 'pipe', 'ignore'] }).stdout;
}

function imageOf(layer: LayerFacts): Image {
  const parsed = parseConfig(
    Buffer.from(JSON.stringify({ rootfs: { type: 'layers', diff_ids: [layer.diffID] } })),
    defaultLimits,
  );
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const { config, history } = parsed.value;
  return assemble({
    ...{ reference: 'clean', tags: [], source: 'archive', digest: layer.digest, format: 'docker', facts: {} },
    ...{ config, history, layers: [layer] },
    manifest: { mediaType: undefined, annotations: new Map(), layers: [], attestations: [] },
  });
}
