/** Cluster credentials of kubectl. */
import { isPlaceholder } from '../value.ts';
import { holdsKey } from './lines.ts';
import type { FileDetector, Place } from './structured.ts';

export const kubeconfig: FileDetector = {
  id: 'kubeconfig-credential',
  title: 'Kubernetes credential',
  source: 'https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/',
  reads: (path, head) =>
    /(?:^|\/)(?:\.kube\/config|kubeconfig(?:\.ya?ml)?|[\w-]{1,60}\.kubeconfig|etc\/kubernetes\/[\w-]{1,60}\.conf)$/.test(
      path,
    ) || /^apiVersion: v1\s+clusters:/.test(head),
  *find(text): Iterable<Place> {
    const fields =
      /(?<=^|[\s{,"])(?<name>client-key-data|token|password|id-token|refresh-token|client-secret|access-token)"?:\s{0,4}"?(?<value>[^\s"',}]{6,16000})/dgm;
    for (const match of text.matchAll(fields)) {
      const { name = '', value = '' } = match.groups ?? {};
      const start = match.indices?.groups?.['value']?.[0] ?? match.index;
      const kind = name === 'client-key-data' ? holdsKey(value) : undefined;
      if (kind) yield { value, start, verdict: { confidence: 'confirmed', why: `client key parses: ${kind}` } };
      else if (!isPlaceholder(value) && name !== 'client-key-data')
        yield { value, start, verdict: { confidence: 'likely', why: `${name} of a user` } };
    }
  },
};
