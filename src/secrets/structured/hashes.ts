/** Password hashes: /etc/shadow and the files of web servers. */
import type { FileDetector, Place } from './structured.ts';

const scheme = String.raw`\$(?:1|2[abxy]|5|6|7|y|gy|apr1|argon2id?|pbkdf2-sha(?:256|512)|sm3)\$[^\s:]{10,300}|\{SHA\}[A-Za-z0-9+/]{27}=|\{SSHA\}[A-Za-z0-9+/=]{32,80}`;

/** A hash can be guessed at, as often as one likes and unseen, by whoever has it. */
export const hashes: FileDetector = {
  id: 'password-hash',
  title: 'password hash',
  source: 'https://man7.org/linux/man-pages/man5/crypt.5.html',
  reads: (path) =>
    /(?:^|\/)(?:etc\/(?:g?shadow-?|master\.passwd|passwd-?)|\.?htpasswd|[\w.-]{1,60}\.htpasswd)$/.test(path),
  *find(text): Iterable<Place> {
    for (const match of text.matchAll(
      new RegExp(String.raw`^(?<user>[^\s:#]{1,64}):(?<value>${scheme})(?=[:\s]|$)`, 'dgm'),
    )) {
      const value = match.groups?.['value'] ?? '';
      const start = match.indices?.groups?.['value']?.[0] ?? match.index;
      yield {
        value,
        start,
        verdict: { confidence: 'likely', why: `crypt(3) hash of the user ${match.groups?.['user'] ?? ''}` },
      };
    }
  },
};
