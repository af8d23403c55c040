/** References to images, as users write them. */
import type { Daemon } from './sockets.ts';

export type Reference =
  | { readonly kind: 'stdin' }
  /** A file or folder; what follows the last part that exists on disk is a tag. */
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'oci'; readonly path: string }
  /** An image of a daemon of this machine, the first of these that answers. */
  | { readonly kind: 'daemon'; readonly daemons: readonly Daemon[]; readonly name: string }
  | { readonly kind: 'registry'; readonly name: string };

/** Parses a reference; `exists` says whether something of a name is on disk, and decides what a bare name is. */
export async function parseReference(text: string, exists: (path: string) => Promise<boolean>): Promise<Reference> {
  if (text === '-') return { kind: 'stdin' };
  const [, scheme, rest = ''] =
    /^(oci|oci-archive|docker-archive|dir|docker|docker-daemon|podman|registry):(.+)$/s.exec(text) ?? [];
  switch (scheme) {
    case 'oci':
      return { kind: 'oci', path: rest };
    case 'oci-archive':
    case 'docker-archive':
    case 'dir':
      return { kind: 'file', path: rest };
    case 'docker':
    case 'docker-daemon':
      return { kind: 'daemon', daemons: ['docker'], name: rest };
    case 'podman':
      return { kind: 'daemon', daemons: ['podman'], name: rest };
    case 'registry':
      return { kind: 'registry', name: rest };
  }
  if ((await splitTag(text, exists)) || /^(\.{0,2}\/|~)|\.(tar|tgz|tar\.gz|tar\.zst|oci)$/.test(text)) {
    return { kind: 'file', path: text };
  }
  return hasHost(text)
    ? { kind: 'registry', name: text }
    : { kind: 'daemon', daemons: ['docker', 'podman'], name: text };
}

/** Whether the first part of a name is a registry's host: it has a dot or a port, or is `localhost`. */
function hasHost(name: string): boolean {
  const slash = name.indexOf('/');
  if (slash < 0) return false;
  const first = name.slice(0, slash);
  return first.includes('.') || first.includes(':') || first === 'localhost';
}

/** `FILE`, or `FILE:TAG`: the longest part before a colon that is on disk is the file. */
export async function splitTag(
  text: string,
  exists: (path: string) => Promise<boolean>,
): Promise<{ path: string; tag: string | undefined } | undefined> {
  if (await exists(text)) return { path: text, tag: undefined };
  for (let colon = text.lastIndexOf(':'); colon > 0; colon = text.lastIndexOf(':', colon - 1)) {
    const path = text.slice(0, colon);
    if (await exists(path)) return { path, tag: text.slice(colon + 1) };
  }
  return undefined;
}
