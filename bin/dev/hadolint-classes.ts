/** Why the preset `hadolint` and hadolint itself say different things of one instruction. The words for users are in docs/guide/migrate-from-hadolint.md. */
import type { Instruction } from '../../src/dockerfile/model.ts';
import type { Class, Disagreement } from './compare.ts';

const variable = /\$\{?\w/;
const isWindows = ({ file, instruction }: Disagreement) =>
  file.escape === '`' || instruction?.stage?.windows === true || /windows|nanoserver/i.test(baseOf(instruction));
const listOfPackages = 'DL3008 DL3013 DL3015 DL3016 DL3018 DL3028 DL3033 DL3041';

export const hadolintClasses: readonly Class[] = [
  { codes: '*', by: 'ours', when: ({ gaveUp }) => gaveUp, why: 'hadolint gave the file up with DL1000' },
  {
    codes: 'DL1000',
    by: 'theirs',
    why: 'said as syntax-error, unknown-instruction, unknown-flag or instruction-arguments, and the file is read on',
  },
  { codes: 'DL1000', by: 'ours', has: /\$\{\w*:[^-+?]/, why: 'a modifier that builders refuse' },
  { codes: 'DL1000', by: 'ours', has: /\$\{/, why: 'a substitution that builders refuse' },
  { codes: 'DL1000', by: 'ours', why: 'a fault that hadolint reads over' },
  {
    codes: '*',
    by: 'theirs',
    when: ({ instruction }) => /csh|fish|python|pwsh/.test(instruction?.state.shell.words?.[0] ?? ''),
    why: 'what SHELL hands to another language is not read as a script of sh',
  },
  { codes: '*', by: 'theirs', when: isWindows, why: 'a Windows stage gets no advice that only Linux can follow' },

  {
    codes: 'DL4001',
    by: 'theirs',
    when: ({ elsewhere }) => elsewhere.length > 0,
    why: 'said once for a stage, where the second program begins',
  },
  { codes: 'DL4001', by: 'ours', has: /sudo|<</, why: 'what sudo runs, and heredocs, are read' },
  { codes: 'DL4006', by: 'theirs', has: /pipefail/, why: '`set -o pipefail` earlier in the RUN' },
  {
    codes: 'DL4006',
    by: 'theirs',
    has: /\|/,
    when: ({ instruction }) => /cimg\/|circleci|micromamba/i.test(baseOf(instruction)),
    why: 'a base that is known to set a SHELL with pipefail',
  },
  { codes: 'DL4006', by: 'theirs', has: /\\\||'[^']*\|[^']*'|"[^"]*\|[^"]*"/, why: 'a bar in quotes is no pipe' },
  { codes: 'DL4006', by: 'ours', has: /^ONBUILD/i, why: 'what ONBUILD holds is judged' },

  { codes: 'DL3066', by: 'theirs', has: variable, why: 'a variable without a value in the file is not known' },
  { codes: 'DL3066 DL3002', by: 'ours', has: variable, why: 'the variable has a value' },
  { codes: 'DL3002', by: 'ours', has: /\s$|root\s/, why: 'blanks behind the name' },
  { codes: 'DL3002', by: 'ours', has: /root/i, why: 'the last USER of the stage, wherever hadolint looked for it' },
  {
    codes: 'DL3064',
    by: 'theirs',
    has: /USERNAME|_FILE\b|PUBKEY|PUBLIC|AUTHOR|KEY_?(?:ID|SERVER|RING|URL)|TOKEN_?(?:URL|TTL)|GPG_KEY|FINGERPRINT/i,
    why: 'a name of something that is no secret',
  },
  { codes: 'DL3064', by: 'theirs', why: 'a value that is no secret: empty, a switch, a number or a path' },
  { codes: 'DL3064', by: 'ours', why: 'names are read word by word: PWD, CREDENTIALS and KEY at the end count' },

  { codes: listOfPackages, by: 'ours', has: /\bsudo\b|\bsu\s|doas/, why: 'what sudo and su run counts' },
  {
    codes: 'DL3008 DL3014 DL3015',
    by: 'ours',
    has: /\bapt\s+(?:-\S+\s+)*\w|aptitude/,
    why: 'apt and aptitude install, too',
  },
  {
    codes: 'DL3014',
    by: 'ours',
    has: /upgrade|remove|purge|autoremove/,
    why: 'upgrade, remove and purge ask as well',
  },
  {
    codes: 'DL3013 DL3042',
    by: 'ours',
    has: /\/pip|(?:\/python[\d.]*|\$\{?\w+\}?\/?\S*)\s+-m\s+pip|\buv\b|pip\d?\.\d|pipx/,
    why: 'pip by its path, of any version, and uv count',
  },
  { codes: 'DL3042', by: 'theirs', has: /--no-index/, why: 'without an index nothing is downloaded, nor kept' },
  { codes: 'DL3042', by: 'ours', has: /sudo/, why: 'what sudo runs counts' },
  {
    codes: 'DL3016',
    by: 'ours',
    has: /\b(?:npm\s+(?:\S+\s+)*(?:i|add)|yarn|pnpm|bun)\b|@(?:latest|next)\b/,
    why: 'npm i, yarn, pnpm and bun install, and `latest` is no version',
  },
  {
    codes: 'DL3033 DL3041',
    by: 'ours',
    has: /tdnf|(?:java|toolset)-\d|module/,
    why: 'tdnf counts; digits in a name are no version',
  },
  { codes: 'DL3028', by: 'ours', has: /gem/, why: 'gem behind another command' },
  {
    codes: listOfPackages,
    by: 'ours',
    has: /<<|^ONBUILD|;|\bif\b|&&/i,
    why: 'every command of the RUN is read: in branches, groups, heredocs, behind options with values',
  },
  { codes: listOfPackages, by: 'theirs', has: variable, why: 'a list that is a variable is not known' },
  {
    codes: 'DL3015',
    by: 'theirs',
    has: /Install-Recommends|no-install-recommends|-\w*f\b|--fix-broken|\.deb\b|\*/i,
    why: 'recommends are off by an option or a file, or nothing is named',
  },
  {
    codes: 'DL3016 DL3028 DL3033 DL3041 DL3013',
    by: 'theirs',
    has: /\.(?:gem|rpm|whl|tgz|tar)\b|[./~]\S*\//,
    why: 'files and folders are no packages of an index',
  },
  {
    codes: 'DL3018',
    by: 'theirs',
    has: /apk update\s*(?:\\\s*)?apk/,
    why: 'a line without `&&`: these are words of `apk update`',
  },
  { codes: 'DL3014', by: 'theirs', has: /variable|\$|yes/i, why: 'a yes by an option, a pipe, a file or a variable' },

  {
    codes: 'DL3009',
    by: 'theirs',
    has: /dist-clean|rm\s+(?:-\S+\s+)*\S*\/var\/lib\/apt\/lists|-delete|clean/i,
    why: 'the lists are removed in another way',
  },
  { codes: 'DL3009', by: 'theirs', has: /\/var\/lib\/apt|--mount=/, why: 'the lists are elsewhere' },
  {
    codes: 'DL3009',
    by: 'ours',
    why: '`rm` that names other things removes no lists, and an update after it fills them again',
  },
  {
    codes: 'DL3019 DL3042 DL3040',
    by: 'theirs',
    has: /cache|--no-network/,
    why: 'the cache is removed, or off by another option',
  },
  {
    codes: 'DL3019',
    by: 'ours',
    has: /apk\s+(?:-\S+\s+)*(?:update|upgrade|add)/,
    why: 'update and upgrade fill the cache as well',
  },
  {
    codes: 'DL3032 DL3040',
    by: 'ours',
    has: /yum|dnf/,
    why: 'a clean-up counts behind the last install, and tdnf and update fill the cache as well',
  },
  { codes: 'DL3038', by: 'theirs', has: /microdnf/, why: 'microdnf never asks' },
  {
    codes: 'DL3035',
    by: 'ours',
    has: /dist-upgrade|full-upgrade|distro-sync/,
    why: 'the same of other package managers',
  },
  { codes: 'DL3027', by: 'ours', has: /sudo/, why: 'what sudo runs counts' },
  { codes: 'DL3001', by: 'ours', has: /sudo/, why: 'what sudo runs counts' },
  { codes: 'DL3001', by: 'ours', has: /\/s?bin\/\w/, why: 'a program by its path' },
  { codes: 'DL3003 DL3047', by: 'ours', has: /-c\s+["']/, why: 'what another shell runs is read' },
  { codes: listOfPackages, by: 'ours', has: /\benv\s+\w+=/, why: 'what env runs counts' },
  { codes: 'DL3013', by: 'ours', has: /\s-r\s/, why: 'packages beside a -r count' },
  { codes: 'DL3013', by: 'theirs', has: /\s\.\[/, why: 'the project at hand, with extras, is no package of an index' },
  { codes: 'DL3021', by: 'theirs', has: /\s\$\S+\s*$/, why: 'a destination that is a variable is not known' },
  { codes: 'DL4005', by: 'ours', has: /\/usr\/bin\/sh\b/, why: 'the shell by its other path' },
  {
    codes: 'DL3042',
    by: 'theirs',
    when: ({ file }) => /PIP_NO_CACHE_DIR/.test(file.text),
    why: 'any value of PIP_NO_CACHE_DIR turns the cache off',
  },
  {
    codes: 'DL3006',
    by: 'theirs',
    has: /^FROM\s+(?:base|builder|build|common|deps|runtime)\s*(?:AS\s|$)/i,
    why: 'what people call a stage may be a build context that a bake file gives',
  },
  { codes: 'DL3062', by: 'theirs', has: /go\s+get\s+(?:-\S+\s+)*[^.\s]+\//, why: 'a folder of the GOPATH' },
  { codes: 'DL3047', by: 'ours', has: /sudo/, why: 'what sudo runs counts' },
  {
    codes: 'DL3047',
    by: 'theirs',
    has: /\$\(|\$\{?\w|wget\s+(?!https?:)/,
    why: 'an address that is a substitution or a bare host is not known to be one',
  },
  { codes: 'DL3060', by: 'ours', has: /yarn/, why: 'a bare yarn, `add` and `workspaces focus` install as well' },
  { codes: 'DL3062', by: 'theirs', has: /go run/, why: '`go run` installs nothing' },
  {
    codes: 'DL3062',
    by: 'theirs',
    has: /go\s+install\s[^@]*$/,
    why: '`go install` without `@` fetches nothing: it takes what go.mod says',
  },
  { codes: 'DL3062', by: 'ours', has: /\/go\s+(?:get|install)/, why: 'go by its path' },
  { codes: 'DL3046', by: 'theirs', has: variable, why: 'a number that is a variable is not known' },

  {
    codes: 'DL3006',
    by: 'theirs',
    has: /^FROM\s+(?:\[|[A-Z-]+\b)/,
    why: 'no reference: said as invalid-image-reference',
  },
  {
    codes: 'DL3006 DL3029',
    by: 'theirs',
    when: ({ file, text }) =>
      file.stages.some(({ name }) => name !== undefined && text.toLowerCase().includes(name)) || variable.test(text),
    why: 'a stage, or a name that a variable decides',
  },
  { codes: 'DL3006 DL3007', by: 'ours', has: variable, why: 'the variable has a value' },
  { codes: 'DL3006', by: 'ours', has: /--from|--mount/, why: 'images of COPY --from and of mounts count' },
  { codes: 'DL3029', by: 'theirs', has: /--platform=/, why: 'a platform that other stages or a digest need' },
  { codes: 'DL3000', by: 'ours', has: variable, why: 'the variable has a value' },
  { codes: 'DL3010', by: 'ours', why: 'every stage is judged' },
  { codes: 'DL3012', by: 'ours', why: 'stands at the one without effect' },
  { codes: 'DL3012', by: 'theirs', why: 'stands at the one without effect' },
  { codes: 'DL3020', by: 'theirs', has: /\$\{?\w|https?:|#/, why: 'an ADD that fetches, or may' },
  { codes: 'DL3021', by: 'theirs', has: /\s\.\s*$/, why: '`.` is a directory' },
  {
    codes: 'DL3022 DL3061',
    by: 'theirs',
    when: ({ file }) => /\{\{|-template|\.j2|\.in$/.test(file.text + file.file),
    why: 'a file without FROM is said once',
  },
  {
    codes: 'DL3022',
    by: 'theirs',
    why: 'said where the name is a near miss, further down or out of range; said otherwise as undefined stage',
  },
  { codes: 'DL3061', by: 'theirs', why: 'said once for a file' },
  { codes: 'DL3025', by: 'theirs', has: /\[/, why: 'an array that is no JSON is an invalid-json-form' },
  { codes: 'DL3044', by: 'theirs', has: variable, why: 'names that bases set, and references with a default' },
  { codes: 'DL3045', by: 'ours', has: /^ADD/i, why: 'ADD is judged like COPY' },
  { codes: 'DL3045', by: 'ours', why: 'two stages on one image inherit nothing from each other' },
  {
    codes: 'DL3045',
    by: 'theirs',
    when: ({ instruction }) =>
      hasWorkdir(instruction) ||
      /scratch|distroless|golang|gradle|node|maven|ruby|pytorch|\$/.test(baseOf(instruction)),
    why: 'a base that is known to have a WORKDIR, a stage that has, or `scratch`',
  },
  {
    codes: 'DL3059',
    by: 'theirs',
    when: ({ instruction }) => instruction?.kind === 'run',
    why: 'one of the two is a RUN by another shell, with other flags, or of a stage that ships nothing',
  },
  {
    codes: 'DL3009',
    by: 'theirs',
    when: ({ instruction }) => instruction?.stage?.shipped === false,
    why: 'nothing ships from the stage; hadolint takes one that another is built on, or that is called like its image, for one that does',
  },
  { codes: 'DL3040', by: 'theirs', has: /clean/, why: 'the cache is removed' },
  { codes: 'DL3014', by: 'ours', has: /sudo/, why: 'what sudo runs counts' },
  { codes: 'DL3033', by: 'theirs', has: /group\s*install/, why: 'a group has no version' },
  { codes: 'DL3042', by: 'ours', has: /-c\s+["']|-exec/, why: 'what another shell or find runs is read' },
  {
    codes: 'DL3045',
    by: 'theirs',
    when: ({ text, instruction }) => variable.test(text) || /php/.test(baseOf(instruction)),
    why: 'the destination, or the WORKDIR of the base, is not known',
  },
  {
    codes: 'DL3009',
    by: 'theirs',
    has: /(?:rm|find)\s[^&;]*\$/,
    why: 'what is removed is a variable, and not known',
  },
];

/** The base image's reference as written, followed through stages. */
function baseOf(instruction: Instruction | undefined): string {
  const root = instruction?.stage?.root;
  if (root === undefined || root.kind === 'scratch') return root?.kind ?? '';
  return root.raw;
}

function hasWorkdir(instruction: Instruction | undefined): boolean {
  return instruction?.stage?.of('workdir').some(({ span }) => span.start < instruction.span.start) ?? false;
}
