/** Which release of which product an image's name and tag tell of, and when that release ends. */
import { codenames } from './data/codenames.ts';
import { endOfLife } from './data/end-of-life.ts';
import type { ImageReference } from './model.ts';
import { fullName, officialName } from './references.ts';
import { rowOf } from './row.ts';

export interface Release {
  readonly product: string;
  readonly release: string;
  /** The last day of its security fixes, `YYYY-MM-DD`; absent where the table does not know. */
  readonly ends?: string;
}

/** The product first, then the distribution that its tag names (`node:14-buster` is both). */
export function releasesOf(reference: ImageReference): readonly Release[] {
  const product = productOf(reference);
  const { tag } = reference;
  if (product === undefined || tag === undefined) return [];
  const own = releaseOf(product, tag);
  const distribution = distributionOf(tag);
  return [own, distribution].filter((one) => one !== undefined).filter(isFirst);
}

/**
 * Of the tags that a registry has, the one that is spelt as this and supported longest: `24-alpine` for `14-alpine`. None
 * where the distribution that the tag names is what ends.
 */
export function successorOf(reference: ImageReference, tags: readonly string[], today: string): string | undefined {
  const product = productOf(reference);
  const [, version, rest = ''] = /^(\d+(?:\.\d+)*)(.*)$/.exec(reference.tag ?? '') ?? [];
  const distribution = distributionOf(reference.tag ?? '');
  if (product === undefined || version === undefined || (distribution?.ends ?? today) < today) return undefined;
  const there = new Set(tags);
  const [best] = endsOf(product)
    .filter(({ release, ends }) => ends >= today && there.has(release + rest))
    .sort((a, b) => (a.ends < b.ends ? 1 : a.ends > b.ends ? -1 : 0));
  return best && best.release + rest;
}

/** Releases of a product, each with its end; `undefined` where the table does not know the product. */
function knownOf(product: string): string | undefined {
  return rowOf(endOfLife, product);
}

/** The same, in the table's order. */
function endsOf(product: string): readonly { readonly release: string; readonly ends: string }[] {
  const words = knownOf(product)?.split(' ') ?? [];
  return words.map((word) => {
    const at = word.indexOf('=');
    return { release: word.slice(0, at), ends: word.slice(at + 1) };
  });
}

function endOf(releases: string, release: string): string | undefined {
  const at = ` ${releases}`.indexOf(` ${release}=`);
  return at === -1 ? undefined : releases.slice(at + release.length + 1).split(' ', 1)[0];
}

function isFirst({ product }: Release, at: number, all: readonly Release[]): boolean {
  return all.findIndex((other) => other.product === product) === at;
}

function productOf(reference: ImageReference): string | undefined {
  const name = fullName(reference);
  if (
    name.startsWith('mcr.microsoft.com/dotnet/') &&
    /^mcr\.microsoft\.com\/dotnet\/(?:core\/)?(?:sdk|aspnet|runtime|runtime-deps)$/.test(name)
  )
    return 'dotnet';
  if (name === 'quay.io/centos/centos') return 'centos';
  const official = officialName(reference);
  return official !== undefined && knownOf(official) !== undefined ? official : undefined;
}

/** `centos7`, `3.9.18-slim`, `22`: the longest release of the table that the version begins with. */
export function releaseOf(product: string, tag: string): Release | undefined {
  const releases = knownOf(product);
  if (releases === undefined) return undefined;
  const version = numbersAt(tag) ?? /^[a-z]*?((?:stream)?\d+(?:\.\d+)*)/.exec(tag)?.[1];
  if (version === undefined) return undefined;
  for (let release = version; release !== ''; release = release.slice(0, Math.max(0, release.lastIndexOf('.')))) {
    const ends = endOf(releases, release);
    if (ends !== undefined) return { product, release, ends };
  }
  return { product, release: version };
}

/** The numbers that a tag begins with, `22` of `22-slim`. Most begin so, and need no expression. */
function numbersAt(tag: string): string | undefined {
  let end = 0;
  while (isDigit(tag[end]) || (end > 0 && tag[end] === '.' && isDigit(tag[end + 1]))) end++;
  return end === 0 ? undefined : tag.slice(0, end);
}

function isDigit(character = ''): boolean {
  return character >= '0' && character <= '9';
}

function distributionOf(tag: string): Release | undefined {
  for (const part of tag.replaceAll('_', '-').split('-')) {
    const [product, release] = rowOf(codenames, part)?.split(' ') ?? [];
    if (product !== undefined && release !== undefined) return releaseOf(product, release);
    const alpine = part.startsWith('alpine') ? /^alpine(\d+\.\d+)$/.exec(part)?.[1] : undefined;
    if (alpine !== undefined) return releaseOf('alpine', alpine);
  }
  return undefined;
}
