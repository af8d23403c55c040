/** The grammar of image references. */
import type { Located } from './located.ts';
import type { ImageReference } from './model.ts';
import { isDigit, isNumber } from './space.ts';

/** What the text alone tells: all of a reference but where it stands. */
export type ParsedReference = Omit<ImageReference, keyof Located | 'raw'>;

const digestLengths: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

const DASH = 45;
const DOT = 46;
const UNDERSCORE = 95;

/** Small letters and digits; between them a dot, one or two underscores, or dashes. */
function isComponent(text: string): boolean {
  for (let at = 0; ; at = separatorEnd(text, at)) {
    const start = at;
    while (isSmall(text.charCodeAt(at))) at++;
    if (at === start) return false;
    if (at === text.length) return true;
  }
}

function separatorEnd(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === UNDERSCORE) return text.charCodeAt(at + 1) === UNDERSCORE ? at + 2 : at + 1;
  let end = code === DOT ? at + 1 : at;
  if (code === DASH) while (text.charCodeAt(end) === DASH) end++;
  return end;
}

/** Labels with dots between them, or an address of IPv6 in brackets, and a port. */
function isDomain(text: string): boolean {
  if (text.startsWith('[')) return /^\[[a-fA-F0-9:]+\](?::[0-9]+)?$/.test(text);
  const [host = '', port, ...more] = text.split(':');
  if (more.length > 0 || (port !== undefined && !isNumber(port))) return false;
  return host.split('.').every(isLabel);
}

/** Letters and digits, and dashes between them. */
function isLabel(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isDash = code === DASH && at > 0 && at < text.length - 1;
    if (!isDash && !isAlphanumeric(code)) return false;
  }
  return text !== '';
}

/** Letters, digits and underscores; dots and dashes only behind the first. */
function isTag(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isWord = isAlphanumeric(code) || code === UNDERSCORE;
    if (!isWord && (at === 0 || (code !== DOT && code !== DASH))) return false;
  }
  return text !== '' && text.length <= 128;
}

function isSmall(code: number): boolean {
  return (code >= 97 && code <= 122) || isDigit(code);
}

function isAlphanumeric(code: number): boolean {
  return isSmall(code) || (code >= 65 && code <= 90);
}

/** A first component is a registry when it could be no Docker Hub user: a dot, a port, `localhost`, or an upper-case letter. */
function isRegistry(first: string): boolean {
  return first.includes('.') || first.includes(':') || first === 'localhost' || first.toLowerCase() !== first;
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
  if (registry !== undefined && !isDomain(registry)) return false;
  if (name.length === 64 && /^[a-f0-9]+$/.test(name)) return false;
  if (!repository.split('/').every(isComponent)) return false;
  if (tag !== undefined && !isTag(tag)) return false;
  return digest === undefined || isDigest(digest);
}

export function isDigest(text: string): boolean {
  const digestText = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
  if (!digestText.test(text)) return false;
  const [algorithm = '', hex = ''] = text.split(':');
  const length = digestLengths[algorithm];
  return length === undefined || (hex.length === length && hex === hex.toLowerCase());
}
