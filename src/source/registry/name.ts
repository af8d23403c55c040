/** Names of images in registries: host, repository, tag, digest. Grammar: OCI distribution-spec, "Pulling manifests". */

export interface RegistryName {
  /** As the user wrote it; Docker Hub is `docker.io`. */
  readonly registry: string;
  /** Where its API is. */
  readonly endpoint: string;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** `undefined` when it is no such name. */
export function parseName(text: string): RegistryName | undefined {
  const match = /^(?:([^/@]+)\/)?([^@]+?)(?::([\w][\w.-]{0,127}))?(?:@([a-z0-9]+:[0-9a-f]{32,}))?$/.exec(text);
  const [, first, rest = '', tag, digest] = match ?? [];
  if (!match) return undefined;
  const isHost = first !== undefined && (/[.:]/.test(first) || first === 'localhost');
  const registry = isHost ? first : 'docker.io';
  const path = isHost || first === undefined ? rest : `${first}/${rest}`;
  const repository = registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path;
  if (!/^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/.test(repository))
    return undefined;
  return {
    registry,
    endpoint: endpointOf(registry),
    repository,
    tag: tag ?? (digest === undefined ? 'latest' : undefined),
    digest,
  };
}

/** Registries of this machine speak plain HTTP; every other one must speak HTTPS. */
function endpointOf(registry: string): string {
  if (registry === 'docker.io') return 'https://registry-1.docker.io';
  return `${/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(registry) ? 'http' : 'https'}://${registry}`;
}
