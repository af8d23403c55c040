/** Reads the words of one comment: is it a suppression, in whose dialect, of what, for how long and why. */

export type PragmaDialect = 'plimsoll' | 'hadolint' | 'buildkit' | 'trivy' | 'checkov' | 'shellcheck';
export type PragmaScope = 'instruction' | 'rest-of-stage' | 'stage' | 'file';

/** A rule as the comment names it; the offset counts from the start of the comment's text. */
export interface WrittenName {
  readonly text: string;
  readonly offset: number;
}

export interface WrittenPragma {
  readonly dialect: PragmaDialect;
  readonly scope: PragmaScope;
  readonly names: readonly WrittenName[];
  /** The last day it holds, as written. */
  readonly until?: WrittenName;
  readonly reason?: string;
}

/** A comment that means to be a suppression and is none; the message says what to write instead. */
export interface MisreadPragma {
  readonly malformed: string;
  readonly help: string;
}

const spoken = ['plimsoll', 'hadolint', 'trivy:', 'tfsec:', 'checkov:', 'bridgecrew:', 'shellcheck'];

/** Whether a text can hold any suppression at all: most files hold none, and are then not looked at again. */
export function mayHoldPragmas(text: string): boolean {
  const lower = text.toLowerCase();
  return spoken.some((word) => lower.includes(word)) || (lower.includes('check') && /check\s*=/i.test(text));
}

/** Reads what follows `#`. A comment of Trivy's may hold several suppressions; most comments hold none. */
export function readPragmaText(text: string): readonly (WrittenPragma | MisreadPragma)[] {
  const word = /^[ \t]*([a-z]+)/i.exec(text)?.[1]?.toLowerCase();
  if (word === 'plimsoll') return readPlimsoll(text);
  if (word === 'hadolint') return readHadolint(text);
  if (word === 'check') return readCheck(text);
  if (word === 'shellcheck') return readShellcheck(text);
  return [...readTrivy(text), ...readCheckov(text)];
}

const list = String.raw`[\w.*-]+(?:[ \t]*,[ \t]*[\w.*-]+)*`;

function readPlimsoll(text: string): readonly (WrittenPragma | MisreadPragma)[] {
  const scopes = { ignore: 'instruction', 'ignore-stage': 'stage', 'ignore-file': 'file' } as const;
  const match = new RegExp(
    String.raw`^[ \t]*plimsoll[ \t]+(ignore|ignore-stage|ignore-file)[ \t]*=[ \t]*(${list})(?![\w,=])`,
    'd',
  ).exec(text);
  const verb = match?.[1];
  if (!match || (verb !== 'ignore' && verb !== 'ignore-stage' && verb !== 'ignore-file')) return misreadPlimsoll(text);
  const rest = text.slice(match[0].length);
  const until = /(?:^|[ \t])until[ \t]*=[ \t]*(\S*)/d.exec(rest);
  const [start = 0] = until?.indices?.[1] ?? [];
  const reason = cleanReason(until ? rest.slice(0, until.index) + rest.slice(until.index + until[0].length) : rest);
  return [
    {
      dialect: 'plimsoll',
      scope: scopes[verb],
      names: namesOf(match, 2),
      ...(until ? { until: { text: until[1] ?? '', offset: match[0].length + start } } : {}),
      ...(reason ? { reason } : {}),
    },
  ];
}

/** Prose that begins with our name is prose; a verb after it that means to silence something is a mistake. */
function misreadPlimsoll(text: string): readonly MisreadPragma[] {
  const verb = /^[ \t]*plimsoll[ \t:]+((?:ignore|disable|skip|allow|suppress|noqa|nolint|off)[\w-]*)/i.exec(text)?.[1];
  if (!verb) return [];
  const known = /^ignore(-stage|-file)?$/.test(verb);
  return [
    {
      malformed: known ? `\`${text.trim()}\` names no rule.` : `\`${verb}\` is not a suppression that Plimsoll knows.`,
      help: `Write \`# plimsoll ${known ? verb : 'ignore'}=rule-id reason\`.`,
    },
  ];
}

function readHadolint(text: string): readonly (WrittenPragma | MisreadPragma)[] {
  const match = new RegExp(
    String.raw`^[ \t]*hadolint[ \t]+(?:(stage|global)[ \t]+)?ignore[ \t]*=[ \t]*(${list})(?:[ \t]*#(.*))?`,
    'd',
  ).exec(text);
  if (!match) {
    if (!/^[ \t]*hadolint\b.*\bignore\b/.test(text)) return [];
    return [{ malformed: `\`${text.trim()}\` is not read by hadolint.`, help: 'Write `# hadolint ignore=DL3008`.' }];
  }
  const scope = match[1] === 'stage' ? 'rest-of-stage' : match[1] === 'global' ? 'file' : 'instruction';
  const reason = cleanReason(match[3] ?? '');
  return [{ dialect: 'hadolint', scope, names: namesOf(match, 2), ...(reason ? { reason } : {}) }];
}

/** `check=skip=Rule,Rule;error=true // reason`. BuildKit cuts the value at the first space. */
function readCheck(text: string): readonly WrittenPragma[] {
  const match = /^[ \t]*check[ \t]*=[ \t]*(\S*)(.*)$/di.exec(text);
  const [start = 0] = match?.indices?.[1] ?? [];
  const names = skippedChecks(match?.[1] ?? '', start);
  if (names.length === 0) return [];
  const reason = cleanReason(match?.[2] ?? '');
  return [{ dialect: 'buildkit', scope: 'instruction', names, ...(reason ? { reason } : {}) }];
}

/** The names after `skip=` in a value of `# check=`. */
export function skippedChecks(value: string, offset: number): readonly WrittenName[] {
  const names: WrittenName[] = [];
  for (const part of value.matchAll(/[^;]+/g)) {
    const skip = /^\s*skip\s*=/.exec(part[0]);
    if (!skip) continue;
    for (const name of part[0].slice(skip[0].length).matchAll(/[^,\s]+/g))
      names.push({ text: name[0], offset: offset + part.index + skip[0].length + name.index });
  }
  return names;
}

/** `trivy:ignore:DS-0002`, several to a line, each with an optional `:exp:` date: the first day it no longer holds. */
function readTrivy(text: string): readonly WrittenPragma[] {
  const pattern = /(?:^|[\s#/*])(?:trivy|tfsec):ignore:([\w*-]+)(?:\[[^\]]*\])?(?::exp:([^\s:]+))?/dg;
  return Array.from(text.matchAll(pattern), (match) => {
    const [start = 0] = match.indices?.[2] ?? [];
    const until = match[2] === undefined ? {} : { until: { text: dayBefore(match[2]), offset: start } };
    return { dialect: 'trivy', scope: 'instruction', names: namesOf(match, 1), ...until };
  });
}

function dayBefore(date: string): string {
  const time = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(time) ? date : new Date(time - 86_400_000).toISOString().slice(0, 10);
}

/** `checkov:skip=CKV_DOCKER_3:reason`: Checkov does not ask where in the file it stands. */
function readCheckov(text: string): readonly WrittenPragma[] {
  const match = /(?:checkov|bridgecrew|cortex):skip=[ \t]*(\w+(?:,\w+)*)(?::(.*))?/d.exec(text);
  if (!match) return [];
  const reason = cleanReason(match[2] ?? '');
  return [{ dialect: 'checkov', scope: 'file', names: namesOf(match, 1), ...(reason ? { reason } : {}) }];
}

function readShellcheck(text: string): readonly WrittenPragma[] {
  const match = /^[ \t]*shellcheck[ \t].*?\bdisable=(SC\d+(?:,SC\d+)*)(?:[ \t]+#(.*))?/d.exec(text);
  if (!match) return [];
  const reason = cleanReason(match[2] ?? '');
  return [{ dialect: 'shellcheck', scope: 'instruction', names: namesOf(match, 1), ...(reason ? { reason } : {}) }];
}

function namesOf(match: RegExpExecArray, group: number): readonly WrittenName[] {
  const [start = 0] = match.indices?.[group] ?? [];
  return Array.from((match[group] ?? '').matchAll(/[^,\s]+/g), (name) => ({
    text: name[0],
    offset: start + name.index,
  }));
}

function cleanReason(text: string): string {
  return text.replace(/^[\s#:;,/–—-]+/, '').trim();
}
