/** Files whose structure says where the secret is: read whole, by path or by their first bytes. */
import type { Found } from '../confirm.ts';
import type { Detector, Verdict } from '../detector.ts';
import { never } from '../detectors/expression.ts';
import { hashes } from './hashes.ts';
import { keystores } from './keystores.ts';
import { kubeconfig } from './kubeconfig.ts';
import { kubernetesSecret } from './kubernetes.ts';
import { bundler, gitCredentials, netrc, pgpass, railsKey, serviceAccountToken } from './lines.ts';
import { xmlPasswords } from './xml.ts';

/** A value in a file, and where it begins. */
export interface Place {
  readonly value: string;
  readonly start: number;
  readonly verdict: Verdict;
}

export interface FileDetector {
  readonly id: string;
  readonly title: string;
  readonly source?: string;
  /** Whether the path, or the file's first bytes (one character each), are of this kind. */
  reads(path: string, head: string): boolean;
  find(text: string, path: string): Iterable<Place>;
}

export const fileDetectors: readonly FileDetector[] = [
  netrc,
  gitCredentials,
  pgpass,
  bundler,
  railsKey,
  serviceAccountToken,
  hashes,
  kubeconfig,
  kubernetesSecret,
  xmlPasswords,
  keystores,
];

/** What all paths that any of them reads have in them. */
const worthAsking = /netrc$|git|pgpass$|bundle\/|\.key$|token$|shadow|passwd|kube|\.conf$|\.ya?ml$|\.xml$|nuget/i;

/** What the structure of a file says, as if detectors of text had found it; `text` is asked for only where one is at home. */
export function findInFile(path: string, head: string, text: () => string): Found[] {
  if (!worthAsking.test(path) && !keystores.reads(path, head)) return [];
  const readers = fileDetectors.filter((detector) => detector.reads(path, head));
  if (readers.length === 0) return [];
  const whole = text();
  return readers.flatMap((detector) =>
    Array.from(
      detector.find(whole, path),
      ({ value, start, verdict }): Found => ({
        detector: asDetector(detector),
        verdict,
        value,
        start,
        end: start + value.length,
      }),
    ),
  );
}

function asDetector({ id, title }: FileDetector): Detector {
  return { id, title, anchors: [], expression: never, judge: () => undefined };
}
