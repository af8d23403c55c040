/** What the safe fixes of a rule may change of a build: nothing but what the rule is about. */

/** Of a difference as `differencesOf` words it. */
interface May {
  /** Words are the same after this, or none are left of those that come or go. */
  readonly alike?: (words: string) => string;
  /** Any other phrase. */
  readonly says?: RegExp;
}

const cleans = (command: RegExp): May => ({
  alike: (words) =>
    words.replaceAll(new RegExp(` *(?:&&|;) *${command.source}|${command.source} *(?:&&|;) *`, 'g'), ''),
});
const flag = (words: RegExp): May => ({
  alike: (text) => text.replaceAll(new RegExp(`(?<![^ ])${words.source}(?= |$) ?| ${words.source}(?![^ ])`, 'g'), ''),
});
const lowerCase: May = { alike: (words) => words.toLowerCase() };
const gone = (keyword: string): May => ({ says: new RegExp(`^${keyword} is gone$`) });

const may: Readonly<Record<string, May>> = {
  'add-instead-of-copy': { says: /^ADD becomes COPY$/ },
  'apk-cache-kept': flag(/--no-cache/),
  'apt-in-script': { alike: (words) => words.replaceAll(/\bapt-(?:get|cache)\b/g, 'apt') },
  'apt-lists-kept': cleans(/(?:sudo )?rm -rf \/var\/lib\/apt\/lists\/\*/),
  backquotes: { alike: (words) => words.replaceAll(/\$\(|\)/g, '`') },
  'composer-cache-kept': flag(/--no-cache/),
  'conda-cache-kept': cleans(/\S*(?:conda|mamba) clean -afy/),
  'copy-without-slash': { alike: (words) => words.replace(/\/$/, '') },
  'deprecated-egrep': {
    alike: (words) => words.replaceAll(/\bgrep -([EF])\b/g, (_, kind) => `${kind}grep`.toLowerCase()),
  },
  'dnf-cache-kept': cleans(/(?:sudo )?(?:micro|t)?dnf5? clean all/),
  'double-negation': { alike: (words) => words.replace(/^! -z$/, '-n').replace(/^! -n$/, '-z') },
  'duplicate-cmd': gone('CMD'),
  'duplicate-entrypoint': gone('ENTRYPOINT'),
  'duplicate-healthcheck': gone('HEALTHCHECK'),
  'duplicate-label': { says: /^LABEL (?:is gone$|loses )/ },
  'duplicate-package': { says: /^(?:RUN|ONBUILD) loses «[\w.+:@/=~* -]+»$/ },
  'find-without-path': { alike: (words) => words.replaceAll(/(\bfind) \.(?= -)|^\.$/g, '$1') },
  'from-as-casing': lowerCase,
  'gpg-without-batch': flag(/--batch/),
  'interactive-apt': flag(/-y/),
  'interactive-dnf': flag(/-y/),
  'interactive-yum': flag(/-y/),
  'interactive-zypper': flag(/-y/),
  'invalid-json-form': { alike: (words) => words.replaceAll(/[[\]'", \\]/g, '') },
  'legacy-key-value': {},
  maintainer: {
    says: /^MAINTAINER becomes LABEL$/,
    alike: (words) => words.replace(/^org\.opencontainers\.image\.authors ?/, '').replaceAll(/^["']|["']$/g, ''),
  },
  'npm-cache-kept': cleans(/npm cache clean --force/),
  'pip-cache-kept': flag(/--no-cache-dir/),
  'port-mapping': { alike: (words) => words.replace(/^.*:/, '') },
  'port-protocol-casing': lowerCase,
  'redundant-platform': { says: /^FROM loses «--platform="?\$\{?TARGETPLATFORM\}?"?»$/ },
  'sha256sum-one-space': { alike: (words) => words.replaceAll(/ +/g, ' ') },
  'stage-name-casing': lowerCase,
  'stopsignal-spelling': { says: /^STOPSIGNAL has / },
  sudo: { alike: (words) => words.replaceAll(/(?:^|(?<= ))sudo(?: -[EHn])*(?: |$)/g, '') },
  'unsorted-packages': { says: /^(?:RUN|ONBUILD) in another order$/ },
  'useradd-large-uid': flag(/--no-log-init/),
  'wget-progress': flag(/(?:-q|--progress=dot:giga)/),
  'yarn-cache-kept': cleans(/yarn cache clean(?: --all)?/),
  'yum-cache-kept': cleans(/(?:sudo )?yum clean all/),
  'zypper-cache-kept': cleans(/zypper clean --all/),
};

/** Whether a difference is what one of the rules is about, or several of them together. */
export function maySafely(rules: readonly string[], difference: string): boolean {
  const allowed = rules.flatMap((rule) => may[rule] ?? []);
  const isSaid = (phrase: string) => allowed.some(({ says }) => says?.test(phrase));
  const [, keyword, one, , other = ''] = /^(\w+) (?:gains|loses|has) «(.*?)»( for «(.*)»)?$/s.exec(difference) ?? [];
  if (isSaid(difference) || one === undefined) return isSaid(difference);
  // Each takes its own out of what the others have left.
  const bare = (text: string) => allowed.reduce((left, { alike }) => alike?.(left) ?? left, text).trim();
  const [come, gone] = [bare(one), bare(other)];
  return come === gone || (come === '' && isSaid(`${keyword} loses «${gone}»`));
}
