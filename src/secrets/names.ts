/** Does this name of a variable, key or label say that its value is a secret? */

/** Made when it is first asked. */
function wordSet(text: string): { has(word: string): boolean } {
  let words: ReadonlySet<string> | undefined;
  return {
    has(word) {
      words ??= new Set(wordsIn(text));
      return words.has(word);
    },
  };
}

/** Words that mean a secret wherever they stand in a name. */
const secret = wordSet(
  `apikey authtoken accesskey auth cred creds credential credentials identitytoken key keys passcode passphrase passwd password
  passwords privatekey psw pwd pword presharedkey registrytoken secret secretkey secrets token tokens userpass`,
);
/** Words that mean a secret at the end of a name. */
const secretLast: readonly string[] = ['pass', 'pat', 'pin', 'private'];

/** In small letters, every such name holds one of these, whatever words it is made of. */
export const secretParts: readonly string[] = [
  ...['auth', 'cred', 'key', 'pass', 'pat', 'pin', 'private', 'psw', 'pwd', 'pword', 'secret', 'token'],
];

/** A name with one of these holds something that may be seen: a public half, a digest, a place. */
const open = wordSet(
  `gpg pgp pub public pubkey publishable sha sha1 sha224 sha256 sha384 sha512 md5 checksum checksums digest fingerprint
  fingerprints hasher hashers ttl url urls uri path paths file files filename dir directory version expiry expires
  expiration`,
);
/** After the secret's own word, these say that not the secret is meant but something about it. */
const about = wordSet(
  `age algo algorithm alg arn attempts audience backend bits bindings board code column count cookie cost days
  description disabled domain duration enabled encoding endpoint engine example expire field format frequency group
  grace header hash helper hint history host hours id ids index interval issuer iterations label layout len length
  lifetime limit location manager map max method min minutes mode mount name num number optional pattern plugin policy
  port prefix provider ref reference regex region required reset rotation rounds schema scheme scope scopes seconds
  separator server servers service size source space state storage store strategy strength suffix table template
  timeout title type usage user username validation validator validity volume`,
);
/** Before "key" or "token": keys of tables and maps, tokens against forgery, halves that are public. */
const harmlessBefore = wordSet(
  `primary foreign partition sort bucket schema sequence natural unique composite routing dictionary lookup object row
  cache csrf xsrf authenticity antiforgery hot arrow shortcut translation i18n message locale sitemap site`,
);
/** After "key": events of a keyboard, names of code. */
const harmlessAfter =
  /^(?:down|up|left|right|press|pressed|event|events|pair|pairs|mesh|meshing|selector|alias|ring|chars|str|stroke|strokes|signatures?|vault)$/;

/** Switches: `ALLOW_EMPTY_PASSWORD=yes` turns something on, and holds nothing. */
const switches = wordSet(
  'allow enable disable require use has is no skip show hide with without should ignore check verify',
);

/** `DB_PASSWORD`, `dbPassword`, `db.password` → `db`, `password`. */
export function wordsOf(name: string): readonly string[] {
  const lower = name.toLowerCase();
  if (name === lower || name === name.toUpperCase()) return wordsIn(lower);
  return wordsIn(
    name
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
      .toLowerCase(),
  );
}

/** What small letters and digits make without a break; by hand, as most runs judge two names and would make an expression for them. */
function wordsIn(text: string): readonly string[] {
  const words: string[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39)) continue;
    if (at > start) words.push(text.slice(start, at));
    start = at + 1;
  }
  return words;
}

/**
 * Names that say "secret", and nothing that takes it back: `TOKEN_TTL` is a time, `PASSWORD_FILE` a place, `GPG_KEY` a
 * public half. `ACCESS_KEY_ID` counts, as other linters have it: where it is set its secret is not far.
 */
export function isSecretName(name: string): boolean {
  const known = judged.get(name);
  if (known !== undefined) return known;
  if (judged.size >= 4096) judged.clear();
  const verdict = saysSecret(name);
  judged.set(name, verdict);
  return verdict;
}

/** Code repeats its names. */
const judged = new Map<string, boolean>();

function saysSecret(name: string): boolean {
  // A list of keys and values, as .NET reads it from the environment: `Filters__0__Key`.
  if (name.includes('__') && /__\d+__key$/i.test(name)) return false;
  if (name.length >= 'accesskeyid'.length && name.toLowerCase().endsWith('id') && /(?:^|_)access_?key_?id$/i.test(name))
    return true;
  const words = wordsOf(name);
  const at = words.findLastIndex(
    (word, index) => secret.has(word) || (index === words.length - 1 && secretLast.includes(word)),
  );
  if (at < 0 || words.some((word) => open.has(word))) return false;
  if (switches.has(words[0] ?? '') || switches.has(words[1] ?? '')) return false;
  if (/^(?:keys?|tokens?)$/.test(words[at] ?? '') && harmlessBefore.has(words[at - 1] ?? '')) return false;
  return !words.slice(at + 1).some((word) => about.has(word) || harmlessAfter.test(word));
}

const digests =
  /^(?:gpg|pgp|pub|public|sha\d*|md5|checksums?|digest|fingerprints?|hash|hasher|commit|revision|rev|etag|integrity)$/;

/** Names under which 32, 40, 64 or 128 hexadecimal digits are a digest or a fingerprint. */
export function isDigestName(name: string): boolean {
  // A bare `key` before hexadecimal digits is what `gpg --recv-keys` is given.
  return /^keys?$/i.test(name) || wordsOf(name).some((word) => digests.test(word));
}
