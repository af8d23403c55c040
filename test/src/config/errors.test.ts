import { expect, test } from 'vitest';
import type { Problem } from '../../../src/finding.ts';
import { load, project } from './project.ts';

/** `file:line:column message`, as the command line says it. */
function said({ file, line, column, message }: Problem): string {
  return `${[file, line, column].filter((part) => part !== undefined).join(':')} ${message}`;
}

interface Row {
  readonly written: string;
  readonly said: string | readonly string[];
  /** The file it is written in; `plimsoll.yaml` where nothing is said. */
  readonly file?: string;
  /** Files beside it. */
  readonly beside?: Readonly<Record<string, string>>;
}

/** One detector of a project, with its expression as it is written. */
const secrets = (expression: string) =>
  `secrets:\n  detectors:\n    - id: acme-token\n      description: Acme token\n      keywords: [acme_]\n      ${expression}\n`;

const rows: Readonly<Record<string, Row>> = {
  'a key that does not exist': {
    written: 'rulez: {}\n',
    said: 'plimsoll.yaml:1:1 `rulez` is no key of the configuration; did you mean `rules`?',
  },
  'a key that would clear the screen': {
    written: '"\\e[2Jrules": {}\n',
    said: 'plimsoll.yaml:1:1 `\\u{1b}[2Jrules` is no key of the configuration; the guide lists them all.',
  },
  'a key in another spelling': {
    written: 'fail-on: error\n',
    said: 'plimsoll.yaml:1:1 `fail-on` is no key of the configuration; did you mean `failOn`?',
  },
  'a key that is like no other': {
    written: 'colour-of-the-ship: red\n',
    said: 'plimsoll.yaml:1:1 `colour-of-the-ship` is no key of the configuration; the guide lists them all.',
  },
  'two wrong things, in the order of the file': {
    written: 'failOn: warnin\nrules:\n  sduo: off\n',
    said: [
      'plimsoll.yaml:1:9 `failOn` must be one of `error`, `warning`, `info` and `never`, not `warnin`; did you mean `warning`?',
      'plimsoll.yaml:3:3 `sduo` is no rule; did you mean `sudo`?',
    ],
  },
  'a level that does not exist': {
    written: 'rules:\n  latest-tag: warn\n',
    said: 'plimsoll.yaml:2:15 `rules.latest-tag` must be one of `off`, `info`, `warning` and `error`, not `warn`; did you mean `warning`?',
  },
  'a level cut short': {
    written: 'rules:\n  sudo: of\n',
    said: 'plimsoll.yaml:2:9 `rules.sudo` must be one of `off`, `info`, `warning` and `error`, not `of`; did you mean `off`?',
  },
  'a level that is no text': {
    written: 'rules:\n  latest-tag: true\n',
    said: 'plimsoll.yaml:2:15 `rules.latest-tag` must be `off`, `info`, `warning` or `error`, or a list of one of these and options, not `true`.',
  },
  'a rule without a level': {
    written: 'rules:\n  latest-tag:\n',
    said: 'plimsoll.yaml:2:14 `rules.latest-tag` must be `off`, `info`, `warning` or `error`, or a list of one of these and options, and is empty.',
  },
  'options without a level': {
    written: 'rules:\n  latest-tag: { allow: [] }\n',
    said: 'plimsoll.yaml:2:15 `rules.latest-tag` must be `off`, `info`, `warning` or `error`, or a list of one of these and options, not this map.',
  },
  'a level, options and more': {
    written: 'rules:\n  latest-tag: [error, {}, 3]\n',
    said: 'plimsoll.yaml:2:15 `rules.latest-tag` must be `off`, `info`, `warning` or `error`, or a list of one of these and options, not this list.',
  },
  'a rule that does not exist': {
    written: 'rules:\n  latest-tg: off\n',
    said: 'plimsoll.yaml:2:3 `latest-tg` is no rule; did you mean `latest-tag`?',
  },
  'a code that does not exist': {
    written: 'rules:\n  DL3999: off\n',
    said: 'plimsoll.yaml:2:3 `DL3999` is no rule; see `plimsoll rules` for the names.',
  },
  'a rule called like a part of the language': {
    written: 'rules:\n  constructor: off\n',
    said: 'plimsoll.yaml:2:3 `constructor` is no rule; see `plimsoll rules` for the names.',
  },
  'rules as a list': {
    written: 'rules:\n  - latest-tag\n',
    said: 'plimsoll.yaml:2:3 `rules` must be a map of keys and values, not this list.',
  },
  'an option that does not exist': {
    written: 'rules:\n  latest-tag: [warning, { alow: [] }]\n',
    said: 'plimsoll.yaml:2:27 `alow` is no key of `rules.latest-tag[1]`; did you mean `allow`?',
  },
  'an option of the wrong kind': {
    written: 'rules:\n  latest-tag: [warning, { allow: debian }]\n',
    said: 'plimsoll.yaml:2:34 `rules.latest-tag[1].allow` must be a list, not `debian`.',
  },
  'an option out of range': {
    written: 'rules:\n  latest-tag: [warning, { depth: -1 }]\n',
    said: 'plimsoll.yaml:2:34 `rules.latest-tag[1].depth` must be at least 0, not `-1`.',
  },
  'an option with a choice': {
    written: 'rules:\n  latest-tag: [warning, { mode: firs }]\n',
    said: 'plimsoll.yaml:2:33 `rules.latest-tag[1].mode` must be one of `first` and `any`, not `firs`; did you mean `first`?',
  },
  'an option of a rule that has none': {
    written: 'rules:\n  sudo: [error, { users: [app] }]\n',
    said: 'plimsoll.yaml:2:19 `users` is no key of `rules.sudo[1]`; remove it.',
  },
  'options for a code of several rules': {
    written: 'rules:\n  DS-0001: [error, { allow: [] }]\n',
    said: 'plimsoll.yaml:2:22 `allow` is no key of `rules.DS-0001[1]`; remove it.',
  },
  'an override without files': {
    written: 'overrides:\n  - rules: {}\n',
    said: 'plimsoll.yaml:2:5 `overrides[0]` must name `files` or `images`.',
  },
  'an override without rules': {
    written: 'overrides:\n  - files: "*.ci.Dockerfile"\n',
    said: 'plimsoll.yaml:2:5 `overrides[0].rules` must be a map of keys and values, and is missing.',
  },
  'a rule that does not exist in an override': {
    written: 'overrides:\n  - files: ci/**\n    rules:\n      sduo: off\n',
    said: 'plimsoll.yaml:4:7 `sduo` is no rule; did you mean `sudo`?',
  },
  'overrides as a map': {
    written: 'overrides:\n  files: ci/**\n',
    said: 'plimsoll.yaml:2:3 `overrides` must be a list, not this map.',
  },
  'an accepted rule that does not exist': {
    written: 'ignore:\n  - rule: sduo\n',
    said: 'plimsoll.yaml:2:11 `ignore[0].rule` is `sduo`, which is no rule; did you mean `sudo`?',
  },
  'one of several accepted rules': {
    written: 'ignore:\n  - rule: [sudo, latest-tg]\n',
    said: 'plimsoll.yaml:2:18 `ignore[0].rule[1]` is `latest-tg`, which is no rule; did you mean `latest-tag`?',
  },
  'an accepted path without a rule': {
    written: 'ignore:\n  - path: legacy/**\n',
    said: 'plimsoll.yaml:2:5 `ignore[0].rule` must be text or a list of texts, and is missing.',
  },
  'an accepted rule without its key': {
    written: 'ignore:\n  - sudo\n',
    said: 'plimsoll.yaml:2:5 `ignore[0]` must be a map of keys and values, not `sudo`.',
  },
  'a day that does not exist': {
    written: 'ignore:\n  - rule: sudo\n    until: 2026-02-30\n',
    said: 'plimsoll.yaml:3:12 `ignore[0].until` must be a date, written as YYYY-MM-DD, not `2026-02-30`.',
  },
  'a day in words': {
    written: 'ignore:\n  - rule: sudo\n    until: tomorrow\n',
    said: 'plimsoll.yaml:3:12 `ignore[0].until` must be a date, written as YYYY-MM-DD, not `tomorrow`.',
  },
  'a budget for a rule that does not exist': {
    written: 'max:\n  sduo: 3\n',
    said: 'plimsoll.yaml:2:3 `max` names `sduo`, which is no rule; did you mean `sudo`?',
  },
  'a budget below nothing': {
    written: 'max:\n  sudo: -1\n',
    said: 'plimsoll.yaml:2:9 `max.sudo` must be at least 0, not `-1`.',
  },
  'a budget in words': {
    written: 'max:\n  sudo: many\n',
    said: 'plimsoll.yaml:2:9 `max.sudo` must be a number, not `many`.',
  },
  'half a finding': {
    written: 'max:\n  sudo: 1.5\n',
    said: 'plimsoll.yaml:2:9 `max.sudo` must be a whole number, not `1.5`.',
  },
  'an edition that does not exist': {
    written: "edition: '7'\n",
    said: 'plimsoll.yaml:1:10 `edition` must be `1`, not `7`.',
  },
  'an edition as a number': {
    written: 'edition: 7\n',
    said: "plimsoll.yaml:1:10 `edition` must be `'1'`, not `7`.",
  },
  'a preset that does not exist': {
    written: 'extends: strct\n',
    said: 'plimsoll.yaml:1:10 `strct` is neither a preset nor an installed package with a configuration; did you mean `strict`?',
  },
  'a package that is not installed': {
    written: "extends: '@acme/plimsoll-config'\n",
    said: 'plimsoll.yaml:1:10 `@acme/plimsoll-config` is neither a preset nor an installed package with a configuration; install it, or name one of recommended, strict, hadolint, buildkit.',
  },
  'a package without a configuration': {
    written: "extends: '@acme/tools'\n",
    beside: { 'node_modules/@acme/tools/index.js': '' },
    said: 'plimsoll.yaml:1:10 `@acme/tools` is neither a preset nor an installed package with a configuration; install it, or name one of recommended, strict, hadolint, buildkit.',
  },
  'a file that is extended and not there': {
    written: 'extends: [recommended, ./base.yaml]\n',
    said: 'plimsoll.yaml:1:24 `base.yaml` does not exist; check the path.',
  },
  'a file that is extended and wrong': {
    written: 'extends: ./base.yaml\n',
    beside: { 'base.yaml': 'failOn: never\nfailon: x\n' },
    said: 'base.yaml:2:1 `failon` is no key of the configuration; did you mean `failOn`?',
  },
  'a file that is extended without ./': {
    written: 'extends: base.yaml\n',
    beside: { 'base.yaml': '' },
    said: 'plimsoll.yaml:1:10 `base.yaml` is no package; write `./base.yaml` for a file.',
  },
  'a folder that is extended': {
    written: 'extends: ./conf\n',
    beside: { 'conf/readme.md': '' },
    said: 'plimsoll.yaml:1:10 `conf` is a folder; name a configuration file.',
  },
  'files that extend each other': {
    written: 'extends: ./a.yaml\n',
    beside: { 'a.yaml': 'extends: ./plimsoll.yaml\n' },
    said: 'a.yaml:1:10 `./plimsoll.yaml` extends itself in a circle; take it out here or there.',
  },
  'extends as a number': {
    written: 'extends: 3\n',
    said: 'plimsoll.yaml:1:10 `extends` must be text or a list of texts, not `3`.',
  },
  'extends nothing': {
    written: 'extends: []\n',
    said: 'plimsoll.yaml:1:10 `extends` must not be empty.',
  },
  'plugins as text': {
    written: 'plugins: ./acme.ts\n',
    said: 'plimsoll.yaml:1:10 `plugins` must be a list, not `./acme.ts`.',
  },
  'a plugin that is not there': {
    written: 'plugins: [./acme.ts]\n',
    said: 'plimsoll.yaml:1:11 The plugin `./acme.ts` is not there; check the path.',
  },
  'a plugin package that is not installed': {
    written: "plugins: ['@acme/plimsoll-rules']\n",
    said: 'plimsoll.yaml:1:11 The plugin `@acme/plimsoll-rules` is not there; install it, or write `./` before a file.',
  },
  'a plugin that throws': {
    written: 'plugins: [./acme.mjs]\n',
    beside: { 'acme.mjs': "throw new Error('no licence')\n" },
    said: 'plimsoll.yaml:1:11 The plugin `./acme.mjs` cannot be loaded: no licence.',
  },
  'a plugin without rules': {
    written: 'plugins: [./acme.mjs]\n',
    beside: { 'acme.mjs': "export default 'rules';\n" },
    said: 'plimsoll.yaml:1:11 The plugin `./acme.mjs` exports no rule; export what `defineRule` returns.',
  },
  'a plugin with a rule of ours': {
    written: 'plugins: [./acme.mjs]\n',
    beside: {
      'acme.mjs':
        "export default { id: 'sudo', on: 'dockerfile', severity: 'info', category: 'style', summary: 'S.', why: 'W.', check() {} };\n",
    },
    said: 'plimsoll.yaml:1:11 The plugin `./acme.mjs` has a rule `sudo`, and there is one already; rename it.',
  },
  'a plugin with an id that is none': {
    written: 'plugins: [./acme.mjs]\n',
    beside: {
      'acme.mjs':
        "export default { id: 'Acme Rule', on: 'dockerfile', severity: 'info', category: 'style', summary: 'S.', why: 'W.', check() {} };\n",
    },
    said: 'plimsoll.yaml:1:11 The plugin `./acme.mjs` has a rule called `Acme Rule`; write ids in kebab-case.',
  },
  'build arguments as a list': {
    written: 'buildArgs: [VERSION=1]\n',
    said: 'plimsoll.yaml:1:12 `buildArgs` must be a map of keys and values, not this list.',
  },
  'a build argument that is a list': {
    written: 'buildArgs:\n  VERSION: [1]\n',
    said: 'plimsoll.yaml:2:12 `buildArgs.VERSION` must be text, not this list.',
  },
  'suppressions switched off': {
    written: 'suppressions: off\n',
    said: 'plimsoll.yaml:1:15 `suppressions` must be a map of keys and values, not `off`.',
  },
  'a key of suppressions': {
    written: 'suppressions:\n  reqireReason: true\n',
    said: 'plimsoll.yaml:2:3 `reqireReason` is no key of `suppressions`; did you mean `requireReason`?',
  },
  'a key of suppressions that is like no other': {
    written: 'suppressions:\n  strict: true\n',
    said: 'plimsoll.yaml:2:3 `strict` is no key of `suppressions`; it has `inSource`, `requireReason`, `foreignUnused`, `notice`.',
  },
  'days in words': {
    written: 'suppressions:\n  notice: soon\n',
    said: 'plimsoll.yaml:2:11 `suppressions.notice` must be a number, not `soon`.',
  },
  'targets as text': {
    written: 'targets: release\n',
    said: 'plimsoll.yaml:1:10 `targets` must be a list, not `release`.',
  },
  'ShellCheck as a list': {
    written: 'shellcheck: [off]\n',
    said: 'plimsoll.yaml:1:13 `shellcheck` must be `true`, `false` or the path of the program, not this list.',
  },
  'colour in words': {
    written: 'color: never\n',
    said: 'plimsoll.yaml:1:8 `color` must be `true` or `false`, not `never`.',
  },
  'a format that is no text': {
    written: 'format: [sarif, 3]\n',
    said: 'plimsoll.yaml:1:17 `format[1]` must be text, not `3`.',
  },
  'a baseline without a name': {
    written: 'baseline: ""\n',
    said: 'plimsoll.yaml:1:11 `baseline` must not be empty.',
  },
  'exclusions as a map': {
    written: 'exclude: { vendor: true }\n',
    said: 'plimsoll.yaml:1:10 `exclude` must be text or a list of texts, not this map.',
  },
  'a list as a whole': {
    written: '- rules\n',
    said: 'plimsoll.yaml:1:1 The configuration must be a map of keys and values, not this list.',
  },
  'a number as a whole': {
    written: '3\n',
    said: 'plimsoll.yaml:1:1 The configuration must be a map of keys and values, not `3`.',
  },
  'two colons on a line': {
    written: 'failOn: level: error\n',
    said: 'plimsoll.yaml:1:9 `plimsoll.yaml` cannot be read: there is a second `: ` on this line; put the value in quotes.',
  },
  'a tab': {
    written: 'rules:\n\tsudo: off\n',
    said: 'plimsoll.yaml:2:1 `plimsoll.yaml` cannot be read: a tab indents this line; YAML wants spaces.',
  },
  'an open bracket': {
    written: 'format: [text\nfailOn: error\n',
    said: 'plimsoll.yaml:2:1 `plimsoll.yaml` cannot be read: this line is indented unlike its neighbours, or a bracket is not closed.',
  },
  'an open quote': {
    written: 'baseline: "known.json\n',
    said: 'plimsoll.yaml:2:1 `plimsoll.yaml` cannot be read: a closing quote or bracket is missing.',
  },
  'a key that is written twice': {
    written: 'rules: { sudo: off }\nfailOn: error\nrules: {}\n',
    said: 'plimsoll.yaml:3:1 `plimsoll.yaml` cannot be read: this key is written twice; keep one.',
  },
  'two documents': {
    written: 'failOn: error\n---\nfailOn: info\n',
    said: 'plimsoll.yaml:2:1 `plimsoll.yaml` cannot be read: a second document begins here (`---`); keep one.',
  },
  'a value that YAML keeps for itself': {
    written: 'base: @acme/base\n',
    said: 'plimsoll.yaml:1:7 `plimsoll.yaml` cannot be read: this value begins with a character that YAML keeps for itself; put it in quotes.',
  },
  'an alias that names nothing': {
    written: 'failOn: error\nrules: *ours\n',
    said: 'plimsoll.yaml:2:8 `plimsoll.yaml` uses an alias (`*name`) that names nothing, itself, or too much; write it out.',
  },
  'an alias that names itself': {
    written: 'rules: &ours [*ours]\n',
    said: 'plimsoll.yaml:1:15 `plimsoll.yaml` uses an alias (`*name`) that names nothing, itself, or too much; write it out.',
  },
  'a key that is a list': {
    written: '? [rules]\n: 1\n',
    said: 'plimsoll.yaml:1:3 `plimsoll.yaml` cannot be read: this key is no text; put it in quotes.',
  },
  'a JSON file': {
    file: 'plimsoll.json',
    written: '{\n  "rules": { "sudo": "of" }\n}\n',
    said: 'plimsoll.json:2:22 `rules.sudo` must be one of `off`, `info`, `warning` and `error`, not `of`; did you mean `off`?',
  },
  'an expression that could run away': {
    written: secrets("expression: 'acme_\\w+\\d+'"),
    said: 'plimsoll.yaml:6:28 `secrets.detectors[0].expression` is not taken: the same character could be a repetition of one part or the beginning of the next; repeat a fixed number of times (`{32}`), or let the parts share no characters.',
  },
  'an expression that repeats a repetition': {
    written: secrets('expression: (?:[0-9]*)*x'),
    said: 'plimsoll.yaml:6:19 `secrets.detectors[0].expression` is not taken: it repeats what may be nothing; let what is repeated want at least one character.',
  },
  'an expression that refers back': {
    written: secrets('expression: "(acme)_[a-z]{8}\\\\1"'),
    said: 'plimsoll.yaml:6:19 `secrets.detectors[0].expression` is not taken: it refers back to a group; write out what must stand there.',
  },
  'an expression that looks ahead': {
    written: secrets('expression: acme_[a-z]{8}(?=;)'),
    said: 'plimsoll.yaml:6:32 `secrets.detectors[0].expression` is not taken: it looks ahead or back; use `\\b`, or let the match hold what stands around the secret and name the secret `(?<value>…)`.',
  },
  'an expression that cannot be read': {
    written: secrets('expression: acme_('),
    said: 'plimsoll.yaml:6:19 `secrets.detectors[0].expression` is not taken: it cannot be read (unterminated group); correct it.',
  },
  'an expression that matches nothing': {
    written: secrets('expression: a?'),
    said: 'plimsoll.yaml:6:19 `secrets.detectors[0].expression` is not taken: it matches where there is nothing; let it want at least one character.',
  },
  'a detector that everybody has': {
    written: secrets('expression: acme_[a-z]{8}').replace('acme-token', 'github-token'),
    said: 'plimsoll.yaml:3:11 `secrets.detectors[0].id` is the name of a detector that everybody has.',
  },
  'a keyword that is everywhere': {
    written: secrets('expression: acme_[a-z]{8}').replace('[acme_]', '[a]'),
    said: 'plimsoll.yaml:5:18 `secrets.detectors[0].keywords[0]` must be 3 to 64 characters of ASCII, without spaces, not `a`.',
  },
  'an allowance without a reason': {
    written: 'secrets:\n  allow:\n    - path: old\n',
    said: 'plimsoll.yaml:3:7 `secrets.allow[0].reason` must be text, and is missing.',
  },
  'an allowance of everything': {
    written: 'secrets:\n  allow:\n    - reason: why not\n',
    said: 'plimsoll.yaml:3:7 `secrets.allow[0]` must name `path`, `detector` or `fingerprint`.',
  },
  'an allowance of a detector that does not exist': {
    written: 'secrets:\n  allow:\n    - detector: [jwt, githubtoken]\n      reason: tests\n',
    said: 'plimsoll.yaml:3:23 `secrets.allow[0].detector[1]` is `githubtoken`, which is no detector; did you mean `github-token`?',
  },
  'a package.json': {
    file: 'package.json',
    written: '{\n\t"name": "app",\n\t"plimsoll": {\n\t\t"failOn": "eror"\n\t}\n}\n',
    said: 'package.json:4:13 `failOn` must be one of `error`, `warning`, `info` and `never`, not `eror`; did you mean `error`?',
  },
  'two files in one folder': {
    file: '.plimsoll.yaml',
    written: '',
    beside: { 'plimsoll.yaml': '' },
    said: '.plimsoll.yaml `plimsoll.yaml` and `.plimsoll.yaml` lie in one folder; keep one.',
  },
  'a key of hadolint that does not exist': {
    file: '.hadolint.yaml',
    written: 'ignore: [DL3008]\n',
    said: '.hadolint.yaml:1:1 `ignore` is no key of the configuration; did you mean `ignored`?',
  },
  'a code of hadolint that is none': {
    file: '.hadolint.yaml',
    written: 'ignored: [DL3008, DL308]\n',
    said: '.hadolint.yaml:1:19 `ignored[1]` must be a code like `DL3008` or `SC2086`, not `DL308`.',
  },
  'a severity of hadolint that does not exist': {
    file: '.hadolint.yaml',
    written: 'override:\n  warn: [DL3008]\n',
    said: '.hadolint.yaml:2:3 `warn` is no key of `override`; did you mean `warning`?',
  },
  'a threshold of hadolint that does not exist': {
    file: '.hadolint.yaml',
    written: 'failure-threshold: fatal\n',
    said: '.hadolint.yaml:1:20 `failure-threshold` must be one of `error`, `warning`, `info`, `style`, `ignore` and `none`, not `fatal`.',
  },
  'a label type of hadolint that does not exist': {
    file: '.hadolint.yml',
    written: 'label-schema:\n  author: name\n',
    said: '.hadolint.yml:2:11 `label-schema.author` must be one of `text`, `rawtext`, `url`, `rfc3339`, `spdx`, `hash`, `semver` and `email`, not `name`.',
  },
  'registries of hadolint as text': {
    file: '.hadolint.yaml',
    written: 'trustedRegistries: docker.io\n',
    said: '.hadolint.yaml:1:20 `trustedRegistries` must be a list, not `docker.io`.',
  },
};

for (const [name, row] of Object.entries(rows))
  test(name, async () => {
    const file = row.file ?? 'plimsoll.yaml';
    const result = await load(project({ [file]: row.written, ...row.beside }));
    const problems = result.ok ? [] : result.problem.map(said);
    expect(problems).toEqual([row.said].flat());
  });
