/** Which release of which product an image's name and tag tell of, and when that release ends. */
import { codenames } from './data/codenames.ts';
import { endOfLife } from './data/end-of-life.ts';
import type { ImageReference } from './model.ts';
import { fullName, officialName } from './references.ts';

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
  const supported = Object.entries(endOfLife[product] ?? {}).filter(
    ([release, ends]) => ends >= today && there.has(release + rest),
  );
  const [best] = supported.sort(([, a], [, b]) => (a < b ? 1 : a > b ? -1 : 0));
  return best && best[0] + rest;
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
  return official !== undefined && Object.hasOwn(endOfLife, official) ? official : undefined;
}

/** `centos7`, `3.9.18-slim`, `22`: the longest release of the table that the version begins with. */
export function releaseOf(product: string, tag: string): Release | undefined {
  const releases = endOfLife[product];
  if (releases === undefined) return undefined;
  const version = numbersAt(tag) ?? /^[a-z]*?((?:stream)?\d+(?:\.\d+)*)/.exec(tag)?.[1];
  if (version === undefined) return undefined;
  for (let release = version; release !== ''; release = release.slice(0, Math.max(0, release.lastIndexOf('.')))) {
    const ends = releases[release];
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
    const [product, release] = codenames[part] ?? [];
    if (product !== undefined && release !== undefined) return releaseOf(product, release);
    const alpine = part.startsWith('alpine') ? /^alpine(\d+\.\d+)$/.exec(part)?.[1] : undefined;
    if (alpine !== undefined) return releaseOf('alpine', alpine);
  }
  return undefined;
}
