/**
 * `node bin/dev/end-of-life.ts CHECKOUT`: writes the table of ends of life anew from a checkout (or a bare clone) of
 * https://github.com/endoflife-date/endoflife.date, dated by its last commit, and prints each source with what changed.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { endOfLife } from '../../src/dockerfile/data/end-of-life.ts';
import { rowOf } from '../../src/dockerfile/row.ts';

interface Source {
  /** As images call it: the name of the official image, or the ID of os-release. */
  readonly product: string;
  /** The page of endoflife.date. */
  readonly page: string;
  /** Written before each release. */
  readonly prefix?: string;
  /** Whose last day counts: of the publisher's own support, unless its extended support is free. */
  readonly field?: 'eoes';
}

const sources: readonly Source[] = [
  { product: 'debian', page: 'debian', field: 'eoes' },
  { product: 'ubuntu', page: 'ubuntu' },
  { product: 'alpine', page: 'alpine-linux' },
  { product: 'centos', page: 'centos' },
  { product: 'centos', page: 'centos-stream', prefix: 'stream' },
  { product: 'fedora', page: 'fedora' },
  { product: 'amazonlinux', page: 'amazon-linux' },
  { product: 'rockylinux', page: 'rocky-linux' },
  { product: 'almalinux', page: 'almalinux' },
  { product: 'node', page: 'nodejs' },
  { product: 'python', page: 'python' },
  { product: 'php', page: 'php' },
  { product: 'ruby', page: 'ruby' },
  { product: 'golang', page: 'go' },
  { product: 'eclipse-temurin', page: 'eclipse-temurin' },
  { product: 'postgres', page: 'postgresql' },
  { product: 'mysql', page: 'mysql' },
  { product: 'mariadb', page: 'mariadb' },
  { product: 'mongo', page: 'mongodb' },
  { product: 'dotnet', page: 'dotnet' },
];

/** What the pages leave out: `amazonlinux:1` is a tag, and Go's first years are in its own release history, https://go.dev/doc/devel/release. */
const besides: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  amazonlinux: { '1': '2023-12-31' },
  golang: { '1.8': '2018-02-16', '1.9': '2018-08-24' },
};

/** Before that nobody had such images. */
const first = '2013-01-01';
/** The day of what has none yet. */
const never = '9999-12-31';

const day = z.union([z.date().transform((date) => date.toISOString().slice(0, 10)), z.iso.date()]);
const ends = z.union([day, z.boolean()]).optional();
const pageSchema = z.object({
  releases: z.array(
    z.object({ releaseCycle: z.union([z.string(), z.number()]).transform(String), eol: ends, eoes: ends }),
  ),
});

function git(checkout: string, ...argv: readonly string[]): string {
  return execFileSync('git', ['-C', checkout, ...argv], { encoding: 'utf8', maxBuffer: 1 << 26 });
}

/** Release → last day. */
function releasesOf(checkout: string, { page, prefix = '', field }: Source): readonly (readonly [string, string])[] {
  const text = git(checkout, 'show', `HEAD:products/${page}.md`);
  const { releases } = pageSchema.parse(parse(text.split(/^---$/m)[1] ?? ''));
  return releases.flatMap(({ releaseCycle, eol, eoes }) => {
    const last = field === 'eoes' && typeof eoes === 'string' ? eoes : eol;
    const release = releaseCycle.replace(/^(\d+\.\d+)\.0$/, '$1');
    const known = /^\d+(\.\d+)*$/.test(release);
    return known ? [[prefix + release, typeof last === 'string' ? last : never] as const] : [];
  });
}

/** A major release of which every minor one has ended has ended with the last of them: `python:2`. */
function withMajors(releases: ReadonlyMap<string, string>, today: string): ReadonlyMap<string, string> {
  const all = new Map(releases);
  const majors = Map.groupBy(releases, ([release]) => release.split('.')[0] ?? '');
  for (const [major, minors] of majors) {
    const last = minors
      .map(([, date]) => date)
      .sort()
      .at(-1);
    if (last !== undefined && last < today && !all.has(major)) all.set(major, last);
  }
  return all;
}

function byVersion([a]: readonly [string, string], [b]: readonly [string, string]): number {
  const [one, other] = [a, b].map((release) =>
    release
      .replace(/^[a-z]+/, '1000')
      .split('.')
      .map(Number),
  );
  const at = (one ?? []).findIndex((part, index) => part !== other?.[index]);
  return at < 0 ? (one?.length ?? 0) - (other?.length ?? 0) : (one?.[at] ?? 0) - (other?.[at] ?? -1);
}

/** `12=2028-06-30`. */
function pairOf(word: string): readonly [release: string, last: string] {
  const [release = '', last = ''] = word.split('=');
  return [release, last];
}

const [checkout = '.'] = process.argv.slice(2);
const date = git(checkout, 'log', '-1', '--format=%cs').trim();
const table = new Map<string, Map<string, string>>();
for (const source of sources) {
  const own = table.get(source.product) ?? new Map<string, string>();
  table.set(source.product, own);
  for (const [release, last] of releasesOf(checkout, source)) own.set(release, last);
  process.stdout.write(`${source.product}: https://endoflife.date/${source.page}, as of ${date}\n`);
}
const lines = Array.from(table, ([product, releases]) => {
  const rows = [...withMajors(new Map([...Object.entries(besides[product] ?? {}), ...releases]), date)]
    .filter(([, last]) => last >= first && last !== never)
    .sort(byVersion);
  const known = new Map((rowOf(endOfLife, product)?.split(' ') ?? []).map((word) => pairOf(word)));
  for (const [release, last] of rows)
    if (known.get(release) !== last)
      process.stdout.write(`  ${product} ${release}: ${known.get(release) ?? 'not there'} → ${last}\n`);
  for (const [release, last] of known)
    if (!rows.some(([one]) => one === release)) process.stdout.write(`  ${product} ${release}: ${last} → not there\n`);
  return [product, ...rows.map(([release, last]) => `${release}=${last}`)].join(' ');
});
const target = join(import.meta.dirname, '../../src/dockerfile/data/end-of-life.ts');
writeFileSync(
  target,
  `/**
 * When releases stop getting security fixes from whoever publishes them: Debian with LTS, all others without support that is
 * paid for. From https://endoflife.date; \`node bin/dev/end-of-life.ts CHECKOUT\` writes it anew and prints each source.
 */
export const endOfLifeDate = '${date}';

/**
 * A line for each product: its releases and the last day of each. A release is written as the image's tags begin: \`3.9\`
 * matches \`3.9\`, \`3.9.18\`, not \`3.90\`.
 */
export const endOfLife = \`
${lines.join('\n')}
\`;
`,
);
