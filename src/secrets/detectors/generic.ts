/** What needs no vendor: a secret's name with a value, credentials in URLs, in headers and on command lines. */
import type { Detector, Match, Verdict } from '../detector.ts';
import { knownFile } from '../files.ts';
import { isSecretName } from '../names.ts';
import { isDummy, isPasswordName, isReference, judgeValue } from '../value.ts';
import { folded, sticky } from './expression.ts';
import { vendorOf } from './vendors.ts';

/** By its name and what it looks like alone, a value is never more than possible: code is full of both. In a file made for secrets it is one. */
function assigned({ value, groups, path }: Match): Verdict | undefined {
  const name = `${groups['before'] ?? ''}${groups['word'] ?? ''}`;
  // The outcome of a test.
  if (name === 'PASS' && groups['bare'] !== undefined) return undefined;
  // Most values are words of a program; only a password may be one.
  if (!/\d/.test(value) && !isPasswordName(name)) return undefined;
  if (!isSecretName(name)) return undefined;
  const file = path === undefined ? undefined : knownFile(path);
  const vendor = vendorOf(name, value);
  if (vendor) return file?.is === 'credentials' ? { ...vendor, confidence: 'likely' } : vendor;
  const strength = judgeValue(name, value);
  if (!strength) return undefined;
  if (file?.is === 'credentials' || (file?.is === 'dotenv' && strength.strong)) {
    return { confidence: 'likely', why: `${strength.why}, in a file of ${file.title}`, title: `value of ${name}` };
  }
  // No file: a text that configures a build or a container, where a name and its value mean what they say.
  const confidence = path === undefined && strength.strong ? 'likely' : 'possible';
  return { confidence, why: strength.why, title: `value of ${name}` };
}

const hosts =
  /^(?:localhost|127\.|0\.0\.0\.0|\[?::1|host\b|hostname|example\.|[\w.-]*\.(?:example|test|invalid|local)(?![\w.])|db$|database$|server$|proxy$)/i;

function url({ value, groups }: Match): Verdict | undefined {
  const user = groups['user'] ?? '';
  if (isReference(value) || isReference(user) || /^[*x.]+$/i.test(value)) return undefined;
  if (value === user || /^(?:pass|password|passwd|pwd|pw|secret|token|user|username|port|\d{1,5})$/i.test(value))
    return undefined;
  const strength = judgeValue('password', value);
  if (!strength) return undefined;
  const plain = value.replace(/%[0-9A-Fa-f]{2}/g, '');
  const weak =
    hosts.test(groups['host'] ?? '') ||
    !/\d/.test(plain) ||
    !/[A-Za-z]/.test(plain) ||
    plain.length < 8 ||
    isDummy(plain) ||
    /^user/i.test(user);
  if (/^(?:my|the|your)?(?:pass|passw(?:or)?d|ssword|word|secret)+$/i.test(plain)) return undefined;
  return { confidence: weak ? 'possible' : 'likely', why: `password in a ${groups['scheme'] ?? ''} URL` };
}

export const generic = (): readonly Detector[] => [
  {
    id: 'secret-assignment',
    title: 'value of a secret variable',
    anchors: ['key', 'token', 'secret', 'pass', 'pwd', 'cred', 'auth'],
    fold: true,
    expression: folded`(?<=(?<![\w.-])(?<before>[\w.-]{0,60}))(?<word>(?:key|token|secret|pass|pwd|cred|auth)[\w.-]{0,40})["'\])]{0,3}(?:[ \t]{1,4}[A-Za-z]{2,10}(?=[ \t]{0,4}[=:]))?[ \t]{0,8}(?:=>|[:?.+]{0,3}={1,3}|:|\|\||>\s{0,4}|,[ \t]{0,4}(?=["']))[ \t]{0,8}(?:\\?["'${'`'}](?<value>[^\s"'${'`'}\\]{4,200})|(?<bare>[^\s"'${'`'},;(){}<>\\]{4,200}))`,
    gate: 'secret',
    behind: 64,
    reach: 320,
    generic: true,
    judge: assigned,
  },
  {
    id: 'url-credentials',
    title: 'password in a URL',
    source: 'https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1',
    anchors: ['://'],
    holds: ['@'],
    expression: sticky`(?<=(?<![A-Za-z0-9+.-])(?<scheme>[A-Za-z][A-Za-z0-9+.-]{1,20}))://(?<user>[^\s:/?#@"'${'`'}<>\[\]|\\]{0,80}):(?<value>[^\s:/?#@"'${'`'}<>|\\]{3,200})@(?<host>[\w.\[\]$%{}-]{1,120})`,
    gate: 'userinfo',
    generic: true,
    judge: url,
  },
];
