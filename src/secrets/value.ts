/** Is this value a secret, or does it only stand where one would? */
import { isDigestName, wordsOf } from './names.ts';

const counts = new Uint16Array(256);

/** Shannon entropy, bits per character. */
export function entropy(value: string): number {
  counts.fill(0);
  for (let index = 0; index < value.length; index++) {
    const byte = value.charCodeAt(index) & 255;
    counts[byte] = (counts[byte] ?? 0) + 1;
  }
  let sum = 0;
  for (const count of counts) if (count > 0) sum -= (count / value.length) * Math.log2(count / value.length);
  return sum;
}

const words =
  /example|sample|place.?holder|change.?(?:me|it|this)|(?:your|my|the|some|any)[-_ ](?:\w{1,12}[-_ ])?(?:key|token|secret|pass|api)|your[-_]|dummy|fake|redacted|foobar|insert|replace|todo|lorem|not.?a.?real|xxxx|\*\*\*|\.\.\.|abcdefg|qwerty|(?:0?123456(?:789)?){2}|deadbeef|\bnull\b|undefined/i;

/** Text that stands for a value: a variable, a template, an instruction to the reader, a mask. */
export function isReference(value: string): boolean {
  return (
    /^\$|\$\{|\$\(|\{\{|<%|^%[\w%]|^ENC\[|^\/\/|==\w|^<[^<>]*>$|^\[[^[\]]*\]$|^__\w+__$|^@[\w.]+@$|^#\{|`/.test(
      value,
    ) ||
    /^(?:process\.env|os\.(?:environ|getenv)|env[.(]|ENV\[|secrets?\.|vars?\.|var\.|config\.|self\.|this\.|file\(|!Ref|ref\+)/.test(
      value,
    )
  );
}

/** Words that are typed where any password would do, with digits for letters or without: `T0pS3cr3t`, `key_1234`. */
export function isDummy(value: string): boolean {
  const letters: Readonly<Record<string, string>> = {
    0: 'o',
    1: 'i',
    3: 'e',
    4: 'a',
    5: 's',
    7: 't',
    '@': 'a',
    $: 's',
  };
  const word = value.toLowerCase().replace(/[013457@$]/g, (digit) => letters[digit] ?? digit);
  return (
    /^(?:(?:my|the|your|a|top|super|very|some|new|test)[-_]?){0,2}(?:pass|passw(?:or)?d|ssword|word|secret|letmein|admin|root|test)+$/.test(
      word,
    ) || /^[a-z]{2,8}[-_]?1?2?3?4(?:5(?:67?8?9?)?)?$/i.test(value)
  );
}

/** Values that people write where a secret will stand. */
export function isPlaceholder(value: string): boolean {
  return value === '' || isReference(value) || words.test(value) || isMonotonous(value);
}

/** One character over and over, or a run up or down the alphabet: typed by a hand, not drawn by a machine. */
export function isMonotonous(value: string): boolean {
  let same = 1;
  let up = 1;
  let down = 1;
  for (let index = 1; index < value.length; index++) {
    const step = value.charCodeAt(index) - value.charCodeAt(index - 1);
    same = step === 0 ? same + 1 : 1;
    up = step === 1 ? up + 1 : 1;
    down = step === -1 ? down + 1 : 1;
    if (same > 5 || up > 6 || down > 6) return true;
  }
  return new Set(value).size < Math.min(5, value.length / 2);
}

/** Whether a token's body may have come from a random generator: no words, no runs, enough different characters. */
export function isRandom(body: string, least = 3): boolean {
  return !words.test(body) && !isMonotonous(body) && entropy(body) >= Math.min(least, Math.log2(body.length) * 0.75);
}

export interface Strength {
  readonly strong: boolean;
  readonly why: string;
}

const plainWords =
  /^(?:true|false|yes|no|on|off|none|null|nil|undefined|empty|default|required|optional|disabled?|enabled?|string|text|number|boolean|object|any|int|password|passwd|pass|secret|token|key|user(?:name)?|admin|root|test(?:ing)?|auto|basic|bearer|plain|login|md5|scram-sha-256|trust|peer|env|value|id|name|data|file|public|private|rsa|ed25519|ecdsa|dsa|hidden|masked|prompt|input|self|this|new|get|set|return|const|let|var|function)$/i;

/** Names under which any word may stand, and not only what a machine drew. */
export function isPasswordName(name: string): boolean {
  return /pass|pwd|psw|pword|secret|cred/i.test(name);
}

/** Forty digits under the name of a key: the fingerprint of a signer's public one, as release scripts hold it. */
export function isFingerprint(name: string, value: string): boolean {
  return /key(s|_?ids?)?$/i.test(name) && /^(0x)?[0-9A-F]{40}$/i.test(value.replaceAll(' ', ''));
}

/** What a value given to a secret's name is worth: nothing (`undefined`), a word that may be a password, or drawn by a machine. */
export function judgeValue(name: string, value: string): Strength | undefined {
  const isPassword = isPasswordName(name);
  // Tokens have no colons; `a:b` is a scope, a route, a pair.
  if (!isPassword && /:/.test(value)) return undefined;
  if (value.length < 4 || isPlaceholder(value) || plainWords.test(value) || isPlainData(value)) return undefined;
  if (/^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128})$/i.test(value) && isDigestName(name)) return undefined;
  // In small letters it may be a key of some service, in capitals it is how `gpg` writes one.
  if (isFingerprint(name, value) && /^0x|^[0-9A-F]+$/.test(value)) return undefined;
  if (wordsOf(value).join('') === wordsOf(name).join('')) return undefined;
  const bits = entropy(value);
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length;
  const mixed = /\d/.test(value) && (classes >= 3 || /^[0-9a-f]+$/i.test(value) || value.length >= 20);
  const why = `entropy ${bits.toFixed(1)}`;
  if (value.length >= 12 && bits >= 3 && mixed && !isIdentifier(value) && (isPassword || !isLooseIdentifier(value)))
    return { strong: true, why };
  // A password may be any word, but hardly a piece of code.
  if (
    /pass|pwd|psw|pword|secret/i.test(name) &&
    value.length >= 6 &&
    !isIdentifier(value) &&
    !/[()[\]{}]/.test(value)
  ) {
    return { strong: false, why: `${why}, under the name of a password` };
  }
  return undefined;
}

/** Numbers, versions, paths, URLs, dates, colours, types: data that no secret looks like. */
function isPlainData(value: string): boolean {
  return (
    /^[\d.,:_-]+$/.test(value) ||
    /^v?\d+(?:\.\d+)+/.test(value) ||
    /^(?:\.{0,2}|~)\/[\w./@+-]*$/.test(value) ||
    /^[\w+.-]{2,20}:\/\//.test(value) ||
    /^(?:[a-zA-Z]:\\|\\\\)/.test(value) ||
    /\.(?:pem|key|crt|cer|p12|jks|json|ya?ml|txt|conf|cfg|ini|env|xml|html?|js|ts|py|rb|go|java|php|sh|pub|gpg|asc|com|org|net|io)$/i.test(
      value,
    ) ||
    /^(?:arn:|urn:|sha\d*[-:]|ssh-(?:rsa|ed25519|dss)|ecdsa-sha2|data:|image\/|application\/|text\/)/.test(value)
  );
}

/** Names as code has them: `resetPassword`, `token_url`, `KEY_MAX`, `auth.service.token`, `$this->key`. */
function isIdentifier(value: string): boolean {
  const parts = value.split(/[_.\-/:$@]|->|::|(?<=[a-z])(?=[A-Z])/).filter((part) => part !== '');
  return (
    parts.length > 0 &&
    parts.every((part) => /^(?:[a-z]{2,}|[A-Z]{2,}|[A-Z][a-z]+|[a-z]|\d{1,2}|[a-z]{2,}\d{1,2})$/.test(part)) &&
    (parts.length > 1 || value.length < 6)
  );
}

/** The same with numbers in any part: `id-Gost28147-89-None`, `X25519.KeyPair`. */
function isLooseIdentifier(value: string): boolean {
  const parts = value.split(/[_.\-/:$@]|->|::|(?<=[a-z])(?=[A-Z])/).filter((part) => part !== '');
  return parts.length > 1 && parts.every((part) => /^(?:[A-Za-z]?[a-z]+\d{0,5}|[A-Z]+\d{0,5}|\d{1,4})$/.test(part));
}

/** Values that are no secret whatever the name says: a switch, a number, a path, an address. */
export function isOpenValue(value: string): boolean {
  return (
    /^(?:true|false|yes|no|on|off|none|\d{1,5})$/i.test(value) ||
    /^(?:\.{0,2}|~)\/[\w./@+-]*$/.test(value) ||
    /^[\w.-]+(?:\/[\w.@+-]+)+\.(?:key|pem|crt|cer|p12|jks|json|ya?ml|toml|xml|txt|conf|ini|env)$/.test(value) ||
    (/^[\w+.-]{2,20}:\/\//.test(value) && !/:\/\/[^/@]*:[^/@]*@/.test(value))
  );
}
