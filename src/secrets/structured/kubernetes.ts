/** Secrets of Kubernetes in YAML: base 64 is no protection. */
import { isSecretName } from '../names.ts';
import { isOpenValue, isPlaceholder, judgeValue } from '../value.ts';
import type { FileDetector, Place } from './structured.ts';

/** Members that are meant to be seen. */
const open =
  /^(?:ca\.crt|tls\.crt|.*\.(?:crt|pem|pub)|namespace|username|user|host|port|database|dbname|url|service-account\.name)$/i;

export const kubernetesSecret: FileDetector = {
  id: 'kubernetes-secret',
  title: 'Kubernetes secret',
  source: 'https://kubernetes.io/docs/concepts/configuration/secret/',
  reads: (path) => /\.ya?ml$/i.test(path),
  *find(text): Iterable<Place> {
    if (!/kind:[ \t]{0,4}["']?secret\b/i.test(text)) return;
    let start = 0;
    for (const document of text.split(/^---/m)) {
      if (/^[ \t]{0,4}kind:[ \t]{0,4}["']?secret["']?[ \t]{0,8}(?:#.*)?\r?$/im.test(document))
        yield* valuesOf(document, start);
      start += document.length + 3;
    }
  },
};

/** Entries below `data:` (base 64) and `stringData:`. */
function* valuesOf(document: string, origin: number): Iterable<Place> {
  const blocks =
    /^([ \t]{0,4})(?<kind>data|stringData):[^\n]{0,40}\n(?<body>(?:(?:\1[ \t]+[^\n]*|[ \t]*(?:#[^\n]*)?)\r?(?:\n|$)){1,400})/dgm;
  for (const block of document.matchAll(blocks)) {
    const from = block.indices?.groups?.['body']?.[0] ?? block.index;
    const entries =
      /^[ \t]+(?<name>[\w.-]{1,100}):[ \t]*(?:[|>][-+]?[ \t]*\r?\n[ \t]+)?["']?(?<value>[^\s"'#{][^\s"']{3,16000})/dgm;
    for (const entry of (block.groups?.['body'] ?? '').matchAll(entries)) {
      const { name = '', value = '' } = entry.groups ?? {};
      const encoded = block.groups?.['kind'] === 'data';
      const plain = encoded ? Buffer.from(value, 'base64').toString('latin1') : value;
      if (
        open.test(name) ||
        plain.trim().length < 4 ||
        (plain.length < 60 && (isPlaceholder(plain.trim()) || isOpenValue(plain.trim()))) ||
        (encoded && !/^[A-Za-z0-9+/]+={0,2}$/.test(value))
      )
        continue;
      const start = origin + from + (entry.indices?.groups?.['value']?.[0] ?? 0);
      yield {
        value,
        start,
        verdict: {
          confidence: isSecret(name, plain.trim()) ? 'likely' : 'possible',
          why: `${name} of a Kubernetes secret`,
        },
      };
    }
  }
}

/** Settings of an application are often kept beside its secrets: `APP_ENV: production`. */
function isSecret(name: string, value: string): boolean {
  return isSecretName(name) || value.length >= 60 || (judgeValue('password', value)?.strong ?? false);
}
