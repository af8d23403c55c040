/** What COPY and ADD are given besides plain paths; asked of every source, so by searches, which cost a start less than expressions. */

export function hasWildcard(source: string): boolean {
  return source.includes('*') || source.includes('?') || source.includes('[');
}

/** `https://…`, `git@…`: what ADD fetches from elsewhere. */
export function isAddress(source: string): boolean {
  if (!source.includes(':') && !source.includes('@')) return false;
  return /^[a-z][a-z+]*:\/\/|^git@/i.test(source);
}
