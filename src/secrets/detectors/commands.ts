/** Secrets handed over on command lines and in HTTP headers. */
import type { Detector, Match, Verdict } from '../detector.ts';
import { isHistoryFile } from '../files.ts';
import { entropy, isPlaceholder, isReference, judgeValue } from '../value.ts';
import { folded } from './expression.ts';
import { vendorOf } from './vendors.ts';

const dummies =
  /^(?:user(?:name)?|pass(?:word|wd)?|passwd|pwd|token|test(?:ing)?|secret|my\w*|admin|root|x+|y+|z+|\*+|foo|bar|login|key|apikey|api_key)$/i;

/** `-u user:password`: one half may be empty, both may be quoted. */
function basic({ groups }: Match): Verdict | undefined {
  const [user, password] = [groups['user'] ?? '', groups['secret'] ?? ''].map((part) =>
    part.replace(/^["']|["']$/g, ''),
  );
  const secret = password === '' ? user : password;
  if (
    !secret ||
    secret.length < 3 ||
    isReference(secret) ||
    /[$<>[\]]|\{\{/.test(secret.slice(0, 2)) ||
    dummies.test(secret)
  )
    return undefined;
  if (/\$\{|\$\(|\{\{/.test(secret) || isPlaceholder(secret)) return undefined;
  const strong = judgeValue('password', secret)?.strong ?? false;
  return {
    confidence: strong || (secret.length >= 8 && /\d/.test(secret) && /[a-z]/i.test(secret)) ? 'likely' : 'possible',
    why: 'password of curl -u',
  };
}

/** Basic is base 64 of `user:password`; a bearer is whatever its service says. */
function header({ value, groups }: Match): Verdict | undefined {
  if (isPlaceholder(value) || value.length < 8) return undefined;
  if (/^basic$/i.test(groups['scheme'] ?? '')) {
    const [, user, password] =
      /^([\x20-\x7e]{0,100}?):([\x20-\x7e]{0,200})$/.exec(Buffer.from(value, 'base64').toString('latin1')) ?? [];
    if (user === undefined || password === undefined || (user === '' && password === '')) return undefined;
    if (dummies.test(password) || isReference(password)) return undefined;
    return { confidence: 'likely', why: 'decodes to a user and a password' };
  }
  if (!/\d/.test(value) || entropy(value) < 3) return undefined;
  const vendor = vendorOf('token', value);
  return (
    vendor ?? {
      confidence: value.length >= 20 && entropy(value) > 3.5 ? 'likely' : 'possible',
      why: `entropy ${entropy(value).toFixed(1)}, in a header`,
    }
  );
}

function password({ value, groups }: Match): Verdict | undefined {
  if (isReference(value) || dummies.test(value) || value.startsWith('-')) return undefined;
  const strength = judgeValue(groups['flag'] ?? 'password', value);
  return strength && { confidence: strength.strong ? 'likely' : 'possible', why: `${strength.why}, on a command line` };
}

/** Documentation and code are full of command lines and headers; a command that was given, or is to be run, means what it says. */
function given(match: Match, verdict: Verdict | undefined): Verdict | undefined {
  if (verdict?.confidence !== 'likely' || match.path === undefined || isHistoryFile(match.path)) return verdict;
  return { ...verdict, confidence: 'possible' };
}

const quote = '["\'`]';
const word = String.raw`(?:${quote}(?<value>[^\s"'${'`'}\\]{4,200})${quote}|(?<bare>[^\s"'${'`'},;|&(){}<>\\]{4,200}))`;

export const commands = (): readonly Detector[] => [
  {
    id: 'curl-credentials',
    title: 'password on a curl command line',
    source: 'https://curl.se/docs/manpage.html#-u',
    anchors: ['curl'],
    fold: true,
    holds: ['-u', '-U'],
    expression: folded`(?<![\w-])curl\b(?:[^|;&\0]|&(?!&)){0,400}?\s(?:-u|--user|--proxy-user)(?:=|\s{0,5})(?<value>(?:"(?=[^"\n]{0,200}:[^"\n]{0,200}"(?!:))(?<quoted>[^"\n]{3,200})"|'(?<single>[^'\n:]{0,100}:[^'\n]{0,200})'|(?<user>"[^"\n]{1,100}"|'[^'\n]{1,100}'|[^\s:"'${'`'}|;&<>()]{1,100}):(?<secret>"[^"\n]{1,200}"|'[^'\n]{1,200}'|[^\s"'${'`'}|;&<>()]{1,200})))(?=[\s"'${'`'}|;&)]|$)`,
    reach: 900,
    judge: (match) => {
      const { quoted, single } = match.groups;
      const joined = quoted ?? single;
      if (joined === undefined) return given(match, basic(match));
      const at = joined.indexOf(':');
      const groups = { user: joined.slice(0, at), secret: joined.slice(at + 1) };
      return given(match, basic({ ...match, groups }));
    },
  },
  {
    id: 'authorization-header',
    title: 'credential in an HTTP header',
    source: 'https://www.rfc-editor.org/rfc/rfc9110#field.authorization',
    anchors: ['authorization'],
    fold: true,
    expression: folded`authorization["']?\s{0,3}[:=]\s{0,5}["']?(?:(?<scheme>basic|bearer|(?:api-)?token|apikey)\s{1,3})?(?<value>[\w=~@.+/-]{8,2000})(?![\w=~@+/(-])`,
    reach: 2200,
    gate: 'assignment',
    generic: true,
    judge: (match) => given(match, header(match)),
  },
  {
    id: 'command-line-password',
    title: 'password on a command line',
    anchors: ['--pass', '--token', '--secret', '--a', '--http-p', '--registry-p'],
    fold: true,
    expression: folded`(?<![\w-])--(?<flag>(?:(?:api|access|auth|account|admin|app|http|registry|secret)-?){0,3}(?:password|passwd|pass|token|secret|key))(?:=|\s{1,3})${word}`,
    generic: true,
    judge: (match) => given(match, password(match)),
  },
  {
    id: 'login-password',
    title: 'password of a login command',
    anchors: ['login', 'sshpass'],
    fold: true,
    expression: folded`(?<![\w-])(?:sshpass|(?<=(?:docker|podman|buildah|skopeo|helm|az|oc|crane|regctl|nerdctl|acr|registry|hub|cf)[ \t]{1,3}(?:registry[ \t]{1,3})?)login)\b[^\n|;&\0]{0,200}?\s-p(?:[ \t]{0,3})${word}`,
    reach: 700,
    judge: (match) => given(match, password(match)),
  },
];
