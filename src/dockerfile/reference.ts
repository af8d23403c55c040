/** The grammar of image references. */
import type { ImageReference, Located } from './model.ts';

/** What the text alone tells: all of a reference but where it stands. */
export type ParsedReference = Omit<ImageReference, keyof Located | 'raw'>;

const component = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const domain =
  /^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/;
const tagText = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const digestText = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const digestLengths: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

/** A first component is a registry when it could be no Docker Hub user: a dot, a port, `localhost`, or an upper-case letter. */
function isRegistry(first: string): boolean {
  return /[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first;
}

export function parseReference(raw: string): ParsedReference {
  const at = raw.indexOf('@');
  const digest = at === -1 ? undefined : raw.slice(at + 1);
  const rest = at === -1 ? raw : raw.slice(0, at);
  const colon = rest.lastIndexOf(':');
  const tagged = colon !== -1 && !rest.includes('/', colon);
  const name = tagged ? rest.slice(0, colon) : rest;
  const tag = tagged ? rest.slice(colon + 1) : undefined;
  const slash = name.indexOf('/');
  const first = slash === -1 ? '' : name.slice(0, slash);
  const registry = slash !== -1 && isRegistry(first) ? first : undefined;
  const repository = registry === undefined ? name : name.slice(slash + 1);
  return { name, registry, repository, tag, digest, valid: isValid({ name, registry, repository, tag, digest }) };
}

function isValid({ name, registry, repository, tag, digest }: Omit<ParsedReference, 'valid'>): boolean {
  if (repository === '' || name.length > 255 || (digest?.length ?? 0) > 255) return false;
  if (registry !== undefined && !domain.test(registry)) return false;
  if (/^[a-f0-9]{64}$/.test(name)) return false;
  if (!repository.split('/').every((part) => component.test(part))) return false;
  if (tag !== undefined && !tagText.test(tag)) return false;
  return digest === undefined || isDigest(digest);
}

export function isDigest(text: string): boolean {
  if (!digestText.test(text)) return false;
  const [algorithm = '', hex = ''] = text.split(':');
  const length = digestLengths[algorithm];
  return length === undefined || (hex.length === length && hex === hex.toLowerCase());
}
