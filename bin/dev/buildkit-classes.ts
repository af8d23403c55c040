/** Why the preset `buildkit` and BuildKit's own checks say different things of one instruction. The words for users are in docs/guide/buildkit-checks.md. */
import { isCertainlyUnset } from '../../src/dockerfile/base-variables.ts';
import type { Class, Disagreement } from './compare.ts';

const variable = /\$\{?\w/;
const malformed = /\$\{\w+:[^-+?]/;

/** The variable that a message of either is about. */
export function aboutOf({ code, message = '' }: { readonly code: string; readonly message?: string }): string {
  if (code === 'UndefinedVar') return /[`$](\w+)/.exec(message)?.[1] ?? '';
  const secret = /`([^`]+)`|"([^"]+)"\)|\(([^()\s]+)\)$/;
  const [, ours, theirs, tally] = (code === 'SecretsUsedInArgOrEnv' && secret.exec(message)) || [];
  return ours ?? theirs ?? tally ?? '';
}

/** The first that fits explains. */
export const buildkitClasses: readonly Class[] = [
  { codes: '*', by: 'ours', when: ({ gaveUp }) => gaveUp, why: 'the build ends at an error, and BuildKit with it' },
  {
    codes: '*',
    by: 'theirs',
    when: ({ suppressed }) => suppressed,
    why: 'a comment, of whatever linter, says that it is meant',
  },
  {
    codes: 'InvalidDefinitionDescription',
    by: 'theirs',
    when: ({ file, instruction }) => /\n[ \t]*\r?\n$/.test(file.text.slice(0, instruction?.span.start)),
    why: 'an empty line parts the comment from what follows',
  },
  {
    codes: 'UndefinedVar UndefinedArgInFrom',
    by: 'theirs',
    has: malformed,
    why: 'a substitution that builders refuse is a syntax-error',
  },
  {
    codes: 'UndefinedVar',
    by: 'theirs',
    when: (one) => new RegExp(`\\$\\{${aboutOf(one)}:?[-+?]`).test(one.text),
    why: 'the author says what happens when there is none',
  },
  {
    codes: 'UndefinedVar',
    by: 'theirs',
    when: (one) => /^(?:ENV|ARG)\s/i.test(one.text) && new RegExp(`[\\s"']${aboutOf(one)}[\\s="']`).test(one.text),
    why: 'a variable that adds to itself',
  },
  {
    codes: 'UndefinedVar',
    by: 'theirs',
    when: ({ instruction, ...one }) => !!instruction?.stage && !isCertainlyUnset(instruction.stage, aboutOf(one)),
    why: 'the base image may set it',
  },
  {
    codes: 'UndefinedVar',
    by: 'ours',
    has: /^EXPOSE/i,
    why: 'EXPOSE is looked at, too',
  },
  {
    codes: 'SecretsUsedInArgOrEnv',
    by: 'ours',
    when: (one) => /(?:pass|pwd)$|[a-z](?:Password|Key|Token|Secret)|accessKeyId$/i.test(aboutOf(one)),
    why: 'names are read word by word: PASS, PWD and camel case count',
  },
  {
    codes: 'SecretsUsedInArgOrEnv',
    by: 'theirs',
    when: (one) =>
      /GPG|FINGERPRINT|__\d+__KEY$|^SITE_KEY$|^(?:USE|ALLOW|DISABLE|MYSQL_ALLOW|TS_DISABLE)_|_(?:ENABLED|URL|ENDPOINT|DIR|CONFIG)$/i.test(
        aboutOf(one),
      ),
    why: 'a name of something that is no secret: public, a switch, a place',
  },
  {
    codes: 'SecretsUsedInArgOrEnv',
    by: 'theirs',
    when: (one) =>
      /^(?:(?:0x)?[0-9a-f ]{16,}|\/\S*|[\w./]+\.(?:key|pem|json)|\d+|true|false|yes|no|not_set|\$\w+|\$\{\w+\})$/i.test(
        writtenFor(one),
      ),
    why: 'a value that is no secret: a path, an address, a switch, a number, a fingerprint',
  },
  {
    codes: 'RedundantTargetPlatform',
    by: 'theirs',
    has: /\$\{TARGETPLATFORM:?[-+]/,
    why: 'the default is for builders that set no TARGETPLATFORM',
  },
  {
    codes: 'WorkdirRelativePath',
    by: 'theirs',
    has: variable,
    why: 'what the variable holds is not known, and `"$HOME"` in quotes is no relative path',
  },
  { codes: 'WorkdirRelativePath', by: 'theirs', has: /\s"?[a-z]:[\\/]/i, why: 'a path of Windows is absolute' },
  { codes: 'WorkdirRelativePath', by: 'theirs', has: /\s["']\//, why: 'quotes are no part of the path' },
  {
    codes: 'JSONArgsRecommended',
    by: 'theirs',
    has: /\s\[.*\]\s*$/s,
    why: 'an array that is no JSON is an invalid-json-form',
  },
  {
    codes: 'InvalidDefaultArgInFrom',
    by: 'theirs',
    when: ({ text }) => !variable.test(text),
    why: 'a name without a variable is an invalid-image-reference',
  },
  {
    codes: 'InvalidDefaultArgInFrom',
    by: 'theirs',
    when: ({ file, instruction }) =>
      file.stages.some(({ from, base }) => from === instruction && base.kind === 'stage'),
    why: 'a name that a variable completes to a stage',
  },
  {
    codes: 'InvalidDefaultArgInFrom',
    by: 'theirs',
    when: ({ rules }) => rules.includes('undeclared-arg-in-from'),
    why: 'a variable that nobody declares is an undeclared-arg-in-from alone',
  },
];

/** What the instruction gives the variable, without quotes. */
function writtenFor(one: Disagreement): string {
  const { instruction } = one;
  if (instruction?.kind !== 'arg' && instruction?.kind !== 'env') return '';
  const pair = instruction.pairs.find(({ key }) => key.raw === aboutOf(one));
  return (pair?.value?.raw ?? '').replace(/^["']|["']$/g, '');
}

/** The classes as a table for the guide, by check. */
export function buildkitTable(): string {
  const rows = buildkitClasses.flatMap(({ codes, by, why }) =>
    codes.split(' ').map((code) => ({ code, row: `${code === '*' ? 'all' : code} | ${speakers[by]} | ${why}` })),
  );
  const sorted = rows.toSorted((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
  return ['| check | said by | because |', '|---|---|---|', ...sorted.map(({ row }) => `| ${row} |`)].join('\n');
}

const speakers = { ours: 'Plimsoll alone', theirs: 'BuildKit alone' } as const;
