/** Files that are there to hold secrets, known by their path. */

/** What a path says of a file: `dotenv` and `credentials` are judged by their content, `ssh` and `keystore` are secret as such. */
export type FileClass = 'dotenv' | 'credentials' | 'ssh' | 'keystore';

interface Known {
  readonly is: FileClass;
  readonly path: RegExp;
  /** "npm configuration". */
  readonly title: string;
}

/** Models of files, to be filled in: nobody keeps a secret in them. */
const models =
  /[._-](?:example|sample|template|tmpl|tpl|dist|defaults?|schema|spec|test(?:ing)?|ci|local-example|j2|erb)$/i;

let made: readonly Known[] | undefined;

/** Made when a path is first looked at: few Dockerfiles copy anything that could be one of these. */
function files(): readonly Known[] {
  made ??= known();
  return made;
}

const known = (): readonly Known[] => [
  { is: 'dotenv', path: /(?:^|\/)\.env(?:rc|\.[\w.-]+)?$/, title: 'environment file' },
  { is: 'ssh', path: /(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519|ecdsa_sk|ed25519_sk)$/, title: 'SSH private key' },
  { is: 'ssh', path: /(?:^|\/)ssh_host_\w+_key$/, title: 'SSH host key' },
  {
    is: 'ssh',
    path: /(?:^|\/)\.ssh\/(?!(?:authorized_keys2?|known_hosts\d?|config|environment|rc)(?:$|\.))[^/]+$(?<!\.pub)/,
    title: 'SSH private key',
  },
  { is: 'keystore', path: /\.(?:p12|pfx|jks|keystore|bks|keytab|ppk)$/i, title: 'key store' },
  { is: 'credentials', path: /(?:^|\/)\.npmrc$/, title: 'npm configuration' },
  { is: 'credentials', path: /(?:^|\/)\.yarnrc(?:\.yml)?$/, title: 'Yarn configuration' },
  { is: 'credentials', path: /(?:^|\/)\.pypirc$/, title: 'PyPI credentials' },
  { is: 'credentials', path: /(?:^|\/)(?:pip\.conf|\.pip\/pip\.conf)$/, title: 'pip configuration' },
  { is: 'credentials', path: /(?:^|\/)[._]netrc$/, title: 'netrc credentials' },
  {
    is: 'credentials',
    path: /(?:^|\/)(?:\.docker\/config\.json|\.dockercfg|containers\/auth\.json|kaniko\/\.docker\/config\.json)$/,
    title: 'registry credentials',
  },
  { is: 'credentials', path: /(?:^|\/)\.git-credentials$/, title: 'git credentials' },
  { is: 'credentials', path: /(?:^|\/)\.git\/config$/, title: 'git configuration' },
  { is: 'credentials', path: /(?:^|\/)\.aws\/(?:credentials|config)$/, title: 'AWS credentials' },
  {
    is: 'credentials',
    path: /(?:^|\/)(?:\.config\/)?gcloud\/(?:.*\/)?[^/]+\.(?:json|db)$/,
    title: 'Google Cloud credentials',
  },
  { is: 'credentials', path: /(?:^|\/)\.azure\/[^/]+\.(?:json|bin)$/, title: 'Azure credentials' },
  {
    is: 'credentials',
    path: /(?:^|\/)(?:\.kube\/config|kubeconfig(?:\.ya?ml)?|[\w-]+\.kubeconfig|etc\/kubernetes\/[\w-]+\.conf)$/,
    title: 'Kubernetes credentials',
  },
  { is: 'credentials', path: /(?:^|\/)serviceaccount\/token$/, title: 'Kubernetes service account token' },
  {
    is: 'credentials',
    path: /\.tfstate(?:\.backup)?$|\.tfvars(?:\.json)?$|(?:^|\/)\.terraformrc$|(?:^|\/)credentials\.tfrc\.json$/,
    title: 'Terraform state or variables',
  },
  {
    is: 'credentials',
    path: /(?:^|\/)\.(?:pgpass|my\.cnf|mylogin\.cnf|s3cfg|boto|htpasswd|dbshell|pgservice\.conf)$/,
    title: 'database or storage credentials',
  },
  { is: 'credentials', path: /(?:^|\/)(?:rclone\.conf|\.rclone\.conf)$/, title: 'rclone configuration' },
  { is: 'credentials', path: /(?:^|\/)\.m2\/settings(?:-security)?\.xml$/, title: 'Maven settings' },
  { is: 'credentials', path: /(?:^|\/)\.gradle\/gradle\.properties$/, title: 'Gradle properties' },
  { is: 'credentials', path: /(?:^|\/)nuget\.config$/i, title: 'NuGet configuration' },
  { is: 'credentials', path: /(?:^|\/)\.?composer\/auth\.json$|(?:^|\/)auth\.json$/, title: 'Composer credentials' },
  { is: 'credentials', path: /(?:^|\/)\.bundle\/config$/, title: 'Bundler configuration' },
  { is: 'credentials', path: /(?:^|\/)\.gem\/credentials$/, title: 'RubyGems credentials' },
  { is: 'credentials', path: /(?:^|\/)\.cargo\/credentials(?:\.toml)?$/, title: 'Cargo credentials' },
  {
    is: 'credentials',
    path: /(?:^|\/)(?:gh\/hosts\.yml|\.config\/hub|glab-cli\/config\.yml)$/,
    title: 'credentials of a code host',
  },
  {
    is: 'credentials',
    path: /(?:^|\/)wp-config\.php$|(?:^|\/)sites\/[^/]+\/settings\.php$|(?:^|\/)config\/database\.yml$/,
    title: 'database configuration',
  },
  { is: 'credentials', path: /(?:^|\/)config\/(?:credentials\/\w+\.key|master\.key)$/, title: 'Rails master key' },
  {
    is: 'credentials',
    path: /(?:^|\/)(?:\.claude|\.codex|\.config\/claude)\/(?:\.credentials|auth)\.json$/,
    title: "an assistant's credentials",
  },
  { is: 'credentials', path: /(?:^|\/)(?:sitemanager|recentservers)\.xml$/, title: 'FileZilla credentials' },
  {
    is: 'credentials',
    path: /(?:^|\/)etc\/(?:supervisord?\.conf|supervisor\/supervisord\.conf)$/,
    title: 'supervisord configuration',
  },
  {
    is: 'credentials',
    path: /(?:^|\/)etc\/(?:wireguard\/[^/]+\.conf|systemd\/network\/[^/]+\.netdev)$/,
    title: 'WireGuard configuration',
  },
  { is: 'credentials', path: /(?:^|\/)credentials\.xml$/, title: 'Jenkins credentials' },
];

/** What the path alone says; models such as `.env.example` say nothing. */
export function knownFile(path: string): { readonly is: FileClass; readonly title: string } | undefined {
  if (models.test(path)) return undefined;
  return files().find((known) => known.path.test(path));
}

/** What a build's secret mount, or the builder itself, left behind. */
export function isBuildLeftover(path: string): boolean {
  return (
    /(?:^|\/)run\/secrets\/(?!kubernetes\.io\/)[^/]+/.test(path) ||
    /^kaniko\/./.test(path) ||
    /(?:^|\/)\.buildkit_qemu_emulator$/.test(path)
  );
}

/** What a shell, an interpreter or a database client remembers of its sessions. */
export function isHistoryFile(path: string): boolean {
  // All but one of them are hidden, and few files of an image are.
  if (path[path.lastIndexOf('/') + 1] !== '.' && !path.endsWith('fish_history')) return false;
  return /(?:^|\/)\.(?:(?:bash|zsh|sh|ash|ksh|csh|fish|python|node_repl|psql|mysql|sqlite|irb|rediscli|mongo|php|lua|octave|scala|units|dbshell|mycli|pgcli)_?history|histfile|history|viminfo|lesshst|wget-hsts|rediscli_history|node_repl_history)$|(?:^|\/)fish_history$/.test(
    path,
  );
}

/** Each name of such a file holds one of these: most names are told by them that they are none, and an expression is long in the making. */
const hints = [
  ...['.env', 'id_', 'ssh_host_', '.ssh', '.p12', '.pfx', '.jks', '.keystore', '.bks', '.keytab', '.ppk', 'netrc'],
  ...['.pypirc', 'credential', '.pgpass', '.htpasswd', '.s3cfg', '.boto', '.dockercfg', '.vault-token', '.aws'],
  ...['.docker/', '.kube', 'kubeconfig', 'master.key', '.gnupg', '.azure', 'account', 'gcp', '.pem', '.key'],
];

/** Whether a file of this name is copied for its secret: by name alone, so only where the name says it. */
export function isSecretFileName(path: string): boolean {
  const name = path.endsWith('/') ? path.replace(/\/+$/, '') : path;
  const lower = name.toLowerCase();
  if (!hints.some((hint) => lower.includes(hint))) return false;
  const isSuch = files().some((known) => known.is !== 'credentials' && known.path.test(name));
  if (isSuch && !models.test(name)) return true;
  // Configuration of tools that may or may not hold a login is judged where its content can be seen.
  if (
    /(?:^|\/)(?:\.netrc|_netrc|\.pypirc|\.git-credentials|\.pgpass|\.htpasswd|\.s3cfg|\.boto|\.dockercfg|\.vault-token)$/.test(
      name,
    )
  )
    return true;
  if (
    /(?:^|\/)(?:\.aws\/credentials|\.docker\/config\.json|\.kube\/config|kubeconfig(?:\.ya?ml)?|config\/master\.key)$/.test(
      name,
    )
  )
    return true;
  if (/(?:^|\/)(?:\.aws|\.ssh|\.gnupg|\.kube|\.azure)$/.test(name)) return true;
  if (/(?:^|\/)(?:service[-_]?account|gcp[-_]?key|credentials?)[\w-]*\.json$/i.test(name)) return true;
  return (
    /\.(?:pem|key)$/i.test(name) &&
    !/(?:dh-?params?|ffdhe|pub(?:lic)?|cert|crt|ca[-_.]|[-_.]ca|chain|root|bundle|gpg|apt|archive|keyring|signing|repo|release|\.(?:io|org|com|net)[-_.]|20\d\d)/i.test(
      name.replace(/^.*\//, ''),
    )
  );
}
