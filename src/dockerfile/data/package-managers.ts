/** The one table of package managers, which Dockerfile and image rules share. Read from each manager's own manual, 2026-11. */

export type ManagerName =
  | 'apt'
  | 'apk'
  | 'yum'
  | 'dnf'
  | 'microdnf'
  | 'tdnf'
  | 'zypper'
  | 'pacman'
  | 'pip'
  | 'pipx'
  | 'uv'
  | 'poetry'
  | 'conda'
  | 'npm'
  | 'yarn'
  | 'pnpm'
  | 'bun'
  | 'gem'
  | 'bundle'
  | 'go'
  | 'cargo'
  | 'composer'
  | 'dotnet'
  | 'maven'
  | 'gradle';

export type Action =
  | 'install'
  /** What a manifest or lockfile of the project names, without packages on the command line. */
  | 'sync'
  | 'refresh'
  | 'upgrade'
  | 'dist-upgrade'
  | 'remove'
  | 'clean';

/** How a package's version is written on the command line. */
export type VersionSyntax = 'apt' | 'apk' | 'rpm' | 'zypper' | 'pip' | 'at' | 'gem' | 'composer' | 'conda' | 'none';

export interface CachePath {
  /** `~` is the home of the user who runs it. */
  readonly path: string;
  /** The index of what could be installed, or what was fetched. */
  readonly what: 'index' | 'cache';
}

export interface CleanUp {
  readonly verb: string;
  /** One of these must be given, where there are any. */
  readonly flags?: readonly string[];
  readonly paths: readonly string[];
}

export interface PackageManager {
  readonly name: ManagerName;
  /** Installs for the whole system, not for a project or a user. */
  readonly system: boolean;
  readonly verbs: Partial<Readonly<Record<Action, readonly string[]>>>;
  readonly versions: VersionSyntax;
  /** Flags that give the version of what is installed. */
  readonly versionFlags?: readonly string[];
  /** Flags that answer every question with yes. */
  readonly assumeYes?: readonly string[];
  /** Flags and variables by which nothing is kept. */
  readonly noCacheFlags?: readonly string[];
  readonly noCacheEnv?: readonly string[];
  /** Flags and variables that move the cache. */
  readonly cacheFlags?: readonly string[];
  readonly cacheEnv?: readonly string[];
  readonly caches: readonly CachePath[];
  readonly cleanUps?: readonly CleanUp[];
  /** Flags that hold an install to the lockfile, and verbs that always do. */
  readonly frozenFlags?: readonly string[];
  readonly frozenVerbs?: readonly string[];
  /** Flags that leave development dependencies out. */
  readonly productionFlags?: readonly string[];
  readonly lockfiles?: readonly string[];
  readonly manifests?: readonly string[];
}

const index = (...paths: string[]): CachePath[] => paths.map((path) => ({ path, what: 'index' }));
const cache = (...paths: string[]): CachePath[] => paths.map((path) => ({ path, what: 'cache' }));

/** Whose program it is, by its base name. */
export function managerOfProgram(program: string): ManagerName | undefined {
  switch (program) {
    case 'apt-get':
    case 'apt':
    case 'aptitude':
      return 'apt';
    case 'apk':
      return 'apk';
    case 'yum':
      return 'yum';
    case 'dnf':
    case 'dnf5':
    case 'dnf-3':
      return 'dnf';
    case 'microdnf':
      return 'microdnf';
    case 'tdnf':
      return 'tdnf';
    case 'zypper':
      return 'zypper';
    case 'pacman':
      return 'pacman';
    case 'pip':
    case 'pip2':
    case 'pip3':
      return 'pip';
    case 'pipx':
      return 'pipx';
    case 'uv':
      return 'uv';
    case 'poetry':
      return 'poetry';
    case 'conda':
    case 'mamba':
    case 'micromamba':
      return 'conda';
    case 'npm':
      return 'npm';
    case 'yarn':
    case 'yarnpkg':
      return 'yarn';
    case 'pnpm':
      return 'pnpm';
    case 'bun':
      return 'bun';
    case 'gem':
      return 'gem';
    case 'bundle':
    case 'bundler':
      return 'bundle';
    case 'go':
      return 'go';
    case 'cargo':
      return 'cargo';
    case 'composer':
    case 'composer.phar':
      return 'composer';
    case 'dotnet':
      return 'dotnet';
    case 'mvn':
    case 'mvnw':
      return 'maven';
    case 'gradle':
    case 'gradlew':
      return 'gradle';
    default:
      return undefined;
  }
}

/** Each is made when its program is met: a Dockerfile has two or three of them. */
export function describeManager(name: ManagerName): PackageManager {
  switch (name) {
    case 'apt':
      return apt();
    case 'apk':
      return apk();
    case 'yum':
      return rpm(name, ['/var/cache/yum']);
    case 'dnf':
      return rpm(name, ['/var/cache/dnf', '/var/cache/libdnf5']);
    case 'microdnf':
      return rpm(name, ['/var/cache/yum', '/var/cache/dnf', '/var/cache/libdnf5']);
    case 'tdnf':
      return rpm(name, ['/var/cache/tdnf']);
    case 'zypper':
      return zypper();
    case 'pacman':
      return pacman();
    case 'pip':
      return pip();
    case 'pipx':
      return pipx();
    case 'uv':
      return uv();
    case 'poetry':
      return poetry();
    case 'conda':
      return conda();
    case 'npm':
      return npm();
    case 'yarn':
      return yarn();
    case 'pnpm':
      return pnpm();
    case 'bun':
      return bun();
    case 'gem':
      return gem();
    case 'bundle':
      return bundle();
    case 'go':
      return go();
    case 'cargo':
      return cargo();
    case 'composer':
      return composer();
    case 'dotnet':
      return dotnet();
    case 'maven':
      return maven();
    case 'gradle':
      return gradle();
  }
}

function apt(): PackageManager {
  return {
    name: 'apt',
    system: true,
    verbs: {
      install: ['install', 'reinstall', 'build-dep', 'satisfy'],
      refresh: ['update'],
      upgrade: ['upgrade', 'safe-upgrade'],
      'dist-upgrade': ['dist-upgrade', 'full-upgrade'],
      remove: ['remove', 'purge', 'autoremove', 'autopurge'],
      clean: ['clean', 'autoclean', 'dist-clean', 'distclean'],
    },
    versions: 'apt',
    assumeYes: ['-y', '--yes', '--assume-yes'],
    caches: [...index('/var/lib/apt/lists'), ...cache('/var/cache/apt')],
    cleanUps: [
      { verb: 'clean', paths: ['/var/cache/apt'] },
      { verb: 'dist-clean', paths: ['/var/lib/apt/lists', '/var/cache/apt'] },
      { verb: 'distclean', paths: ['/var/lib/apt/lists', '/var/cache/apt'] },
    ],
  };
}

function apk(): PackageManager {
  return {
    name: 'apk',
    system: true,
    verbs: {
      install: ['add'],
      refresh: ['update'],
      upgrade: ['upgrade'],
      remove: ['del'],
      clean: ['cache clean', 'cache purge'],
    },
    versions: 'apk',
    assumeYes: [],
    noCacheFlags: ['--no-cache', '--no-network'],
    cacheFlags: ['--cache-dir'],
    caches: cache('/var/cache/apk', '/etc/apk/cache'),
    cleanUps: [
      { verb: 'cache clean', paths: ['/var/cache/apk'] },
      { verb: 'cache purge', paths: ['/var/cache/apk', '/etc/apk/cache'] },
    ],
  };
}

function zypper(): PackageManager {
  return {
    name: 'zypper',
    system: true,
    verbs: {
      install: ['install', 'in', 'install-new-recommends', 'inr', 'source-install', 'si', 'patch-install'],
      refresh: ['refresh', 'ref'],
      upgrade: ['update', 'up', 'patch'],
      'dist-upgrade': ['dist-upgrade', 'dup'],
      remove: ['remove', 'rm'],
      clean: ['clean', 'cc'],
    },
    versions: 'zypper',
    assumeYes: ['-n', '--non-interactive', '-y', '--no-confirm'],
    noCacheFlags: ['--no-cache'],
    caches: cache('/var/cache/zypp'),
    cleanUps: [
      { verb: 'clean', paths: ['/var/cache/zypp'] },
      { verb: 'cc', paths: ['/var/cache/zypp'] },
    ],
  };
}

function pacman(): PackageManager {
  return {
    name: 'pacman',
    system: true,
    verbs: { install: ['-S'], refresh: ['-Sy'], upgrade: ['-Su', '-Syu'], remove: ['-R'], clean: ['-Sc', '-Scc'] },
    versions: 'none',
    assumeYes: ['--noconfirm'],
    caches: [...cache('/var/cache/pacman/pkg'), ...index('/var/lib/pacman/sync')],
    cleanUps: [
      { verb: '-Sc', paths: ['/var/cache/pacman/pkg'] },
      { verb: '-Scc', paths: ['/var/cache/pacman/pkg', '/var/lib/pacman/sync'] },
    ],
  };
}

function pip(): PackageManager {
  return {
    name: 'pip',
    system: false,
    verbs: { install: ['install'], remove: ['uninstall'], clean: ['cache purge', 'cache remove'] },
    versions: 'pip',
    // Without an index nothing is downloaded, and what is installed from disk is not kept a second time.
    noCacheFlags: ['--no-cache-dir', '--no-cache', '--no-index'],
    noCacheEnv: ['PIP_NO_CACHE_DIR'],
    cacheFlags: ['--cache-dir'],
    cacheEnv: ['PIP_CACHE_DIR', 'XDG_CACHE_HOME'],
    caches: cache('~/.cache/pip'),
    cleanUps: [{ verb: 'cache purge', paths: ['~/.cache/pip'] }],
    manifests: ['requirements.txt', 'pyproject.toml', 'setup.py', 'setup.cfg', 'constraints.txt'],
  };
}

function pipx(): PackageManager {
  return {
    name: 'pipx',
    system: false,
    verbs: { install: ['install', 'inject'], upgrade: ['upgrade', 'upgrade-all'], remove: ['uninstall'] },
    versions: 'pip',
    noCacheEnv: ['PIP_NO_CACHE_DIR'],
    caches: cache('~/.cache/pip', '~/.cache/pipx'),
  };
}

function uv(): PackageManager {
  return {
    name: 'uv',
    system: false,
    verbs: {
      install: ['pip install', 'tool install', 'add'],
      sync: ['sync', 'pip sync'],
      remove: ['pip uninstall', 'remove', 'tool uninstall'],
      clean: ['cache clean', 'cache prune', 'clean'],
    },
    versions: 'pip',
    noCacheFlags: ['--no-cache', '-n'],
    noCacheEnv: ['UV_NO_CACHE'],
    cacheFlags: ['--cache-dir'],
    cacheEnv: ['UV_CACHE_DIR', 'XDG_CACHE_HOME'],
    caches: cache('~/.cache/uv'),
    cleanUps: [
      { verb: 'cache clean', paths: ['~/.cache/uv'] },
      { verb: 'clean', paths: ['~/.cache/uv'] },
    ],
    frozenFlags: ['--frozen', '--locked'],
    productionFlags: ['--no-dev', '--no-default-groups'],
    lockfiles: ['uv.lock'],
    manifests: ['pyproject.toml'],
  };
}

function poetry(): PackageManager {
  return {
    name: 'poetry',
    system: false,
    verbs: { install: ['add', 'self add'], sync: ['install', 'sync'], remove: ['remove'], clean: ['cache clear'] },
    versions: 'pip',
    noCacheFlags: ['--no-cache'],
    noCacheEnv: ['POETRY_NO_CACHE'],
    cacheEnv: ['POETRY_CACHE_DIR', 'XDG_CACHE_HOME'],
    caches: cache('~/.cache/pypoetry'),
    cleanUps: [{ verb: 'cache clear', flags: ['--all'], paths: ['~/.cache/pypoetry'] }],
    productionFlags: ['--no-dev', '--only', '--without'],
    lockfiles: ['poetry.lock'],
    manifests: ['pyproject.toml'],
  };
}

function conda(): PackageManager {
  return {
    name: 'conda',
    system: false,
    verbs: {
      install: ['install', 'create'],
      sync: ['env create', 'env update'],
      upgrade: ['update', 'upgrade'],
      remove: ['remove', 'uninstall'],
      clean: ['clean'],
    },
    versions: 'conda',
    assumeYes: ['-y', '--yes'],
    cacheEnv: ['CONDA_PKGS_DIRS', 'MAMBA_ROOT_PREFIX'],
    caches: cache('/opt/conda/pkgs', '~/miniconda3/pkgs', '~/anaconda3/pkgs', '/opt/miniconda3/pkgs'),
    cleanUps: [
      {
        verb: 'clean',
        flags: ['-a', '--all', '-t', '--tarballs', '-p', '--packages'],
        paths: ['/opt/conda/pkgs', '~/miniconda3/pkgs', '~/anaconda3/pkgs', '/opt/miniconda3/pkgs'],
      },
    ],
    manifests: ['environment.yml', 'environment.yaml'],
  };
}

function npm(): PackageManager {
  return {
    name: 'npm',
    system: false,
    verbs: {
      install: ['install', 'i', 'add', 'in', 'ins', 'inst', 'insta', 'instal', 'isnt', 'isnta', 'isntal', 'isntall'],
      sync: ['ci', 'clean-install', 'ic', 'install-clean'],
      upgrade: ['update', 'up', 'upgrade'],
      remove: ['uninstall', 'un', 'remove', 'rm', 'r', 'unlink'],
      clean: ['cache clean', 'cache clear', 'cache rm'],
    },
    versions: 'at',
    cacheFlags: ['--cache'],
    cacheEnv: ['npm_config_cache', 'NPM_CONFIG_CACHE'],
    caches: cache('~/.npm/_cacache'),
    // npm 5 and later fail without `--force`, so that whoever got past it has an older one, which obeys.
    cleanUps: [
      { verb: 'cache clean', paths: ['~/.npm/_cacache'] },
      { verb: 'cache clear', paths: ['~/.npm/_cacache'] },
      { verb: 'cache rm', paths: ['~/.npm/_cacache'] },
    ],
    frozenVerbs: ['ci', 'clean-install', 'ic', 'install-clean'],
    productionFlags: ['--production', '--only', '--omit'],
    lockfiles: ['package-lock.json', 'npm-shrinkwrap.json'],
    manifests: ['package.json'],
  };
}

function yarn(): PackageManager {
  return {
    name: 'yarn',
    system: false,
    verbs: {
      install: ['add', 'global add'],
      sync: ['', 'install', 'workspaces focus'],
      upgrade: ['upgrade', 'up'],
      remove: ['remove', 'global remove'],
      clean: ['cache clean'],
    },
    versions: 'at',
    cacheFlags: ['--cache-folder'],
    cacheEnv: ['YARN_CACHE_FOLDER', 'YARN_ENABLE_GLOBAL_CACHE'],
    caches: cache('~/.cache/yarn', '/usr/local/share/.cache/yarn', '~/.yarn/berry/cache'),
    cleanUps: [
      { verb: 'cache clean', paths: ['~/.cache/yarn', '/usr/local/share/.cache/yarn', '~/.yarn/berry/cache'] },
    ],
    frozenFlags: ['--frozen-lockfile', '--immutable', '--pure-lockfile'],
    productionFlags: ['--production', '--prod'],
    lockfiles: ['yarn.lock'],
    manifests: ['package.json'],
  };
}

function pnpm(): PackageManager {
  return {
    name: 'pnpm',
    system: false,
    verbs: {
      install: ['add'],
      sync: ['install', 'i', 'fetch', 'ci'],
      upgrade: ['update', 'up', 'upgrade'],
      remove: ['remove', 'rm', 'uninstall', 'un'],
      clean: ['store prune'],
    },
    versions: 'at',
    cacheFlags: ['--store-dir'],
    cacheEnv: ['PNPM_HOME', 'npm_config_store_dir'],
    caches: cache('~/.local/share/pnpm/store', '~/.cache/pnpm'),
    cleanUps: [{ verb: 'store prune', paths: ['~/.local/share/pnpm/store'] }],
    frozenFlags: ['--frozen-lockfile'],
    frozenVerbs: ['fetch', 'ci'],
    productionFlags: ['--prod', '-P', '--production'],
    lockfiles: ['pnpm-lock.yaml'],
    manifests: ['package.json'],
  };
}

function bun(): PackageManager {
  return {
    name: 'bun',
    system: false,
    verbs: {
      install: ['add', 'a'],
      sync: ['install', 'i', 'ci'],
      upgrade: ['update'],
      remove: ['remove', 'rm'],
      clean: ['pm cache rm'],
    },
    versions: 'at',
    noCacheFlags: ['--no-cache'],
    caches: cache('~/.bun/install/cache'),
    cleanUps: [{ verb: 'pm cache rm', paths: ['~/.bun/install/cache'] }],
    frozenFlags: ['--frozen-lockfile'],
    frozenVerbs: ['ci'],
    productionFlags: ['--production', '-p', '--omit'],
    lockfiles: ['bun.lock', 'bun.lockb'],
    manifests: ['package.json'],
  };
}

function gem(): PackageManager {
  return {
    name: 'gem',
    system: false,
    verbs: { install: ['install', 'i'], upgrade: ['update'], remove: ['uninstall'], clean: ['cleanup', 'sources'] },
    versions: 'gem',
    versionFlags: ['-v', '--version'],
    caches: cache('~/.gem', '~/.local/share/gem', '/usr/local/bundle/cache'),
  };
}

function bundle(): PackageManager {
  return {
    name: 'bundle',
    system: false,
    verbs: { install: ['add'], sync: ['install', ''], upgrade: ['update'], remove: ['remove'], clean: ['clean'] },
    versions: 'none',
    versionFlags: ['-v', '--version'],
    caches: cache('~/.bundle/cache', '/usr/local/bundle/cache'),
    frozenFlags: ['--frozen', '--deployment'],
    productionFlags: ['--without', '--deployment'],
    lockfiles: ['Gemfile.lock'],
    manifests: ['Gemfile'],
  };
}

function go(): PackageManager {
  return {
    name: 'go',
    system: false,
    verbs: { install: ['install', 'get'], sync: ['mod download', 'mod vendor', 'build', 'mod tidy'], clean: ['clean'] },
    versions: 'at',
    cacheEnv: ['GOMODCACHE', 'GOCACHE', 'GOFLAGS'],
    caches: cache('/go/pkg/mod', '~/go/pkg/mod', '~/.cache/go-build'),
    cleanUps: [
      { verb: 'clean', flags: ['-modcache'], paths: ['/go/pkg/mod', '~/go/pkg/mod'] },
      { verb: 'clean', flags: ['-cache'], paths: ['~/.cache/go-build'] },
    ],
    lockfiles: ['go.sum'],
    manifests: ['go.mod'],
  };
}

function cargo(): PackageManager {
  return {
    name: 'cargo',
    system: false,
    verbs: {
      install: ['install', 'binstall'],
      sync: ['fetch', 'build', 'b', 'vendor'],
      upgrade: ['update'],
      remove: ['uninstall', 'remove', 'rm'],
      clean: ['clean'],
    },
    versions: 'at',
    versionFlags: ['--version', '--vers', '--tag', '--rev'],
    cacheEnv: ['CARGO_HOME'],
    caches: cache('/usr/local/cargo/registry', '~/.cargo/registry', '~/.cargo/git', '/usr/local/cargo/git'),
    frozenFlags: ['--locked', '--frozen'],
    lockfiles: ['Cargo.lock'],
    manifests: ['Cargo.toml'],
  };
}

function composer(): PackageManager {
  return {
    name: 'composer',
    system: false,
    verbs: {
      install: ['require', 'req', 'r', 'global require'],
      sync: ['install', 'i', 'create-project'],
      upgrade: ['update', 'u', 'upgrade'],
      remove: ['remove', 'rm', 'uninstall'],
      clean: ['clear-cache', 'clearcache', 'cc'],
    },
    versions: 'composer',
    noCacheFlags: ['--no-cache'],
    cacheEnv: ['COMPOSER_CACHE_DIR', 'COMPOSER_HOME'],
    caches: cache('~/.composer/cache', '~/.cache/composer'),
    cleanUps: ['clear-cache', 'clearcache', 'cc'].map((verb) => ({
      verb,
      paths: ['~/.composer/cache', '~/.cache/composer'],
    })),
    productionFlags: ['--no-dev'],
    lockfiles: ['composer.lock'],
    manifests: ['composer.json'],
  };
}

function dotnet(): PackageManager {
  return {
    name: 'dotnet',
    system: false,
    verbs: {
      install: ['tool install', 'add package', 'package add', 'new install', 'workload install'],
      sync: ['restore', 'build', 'publish', 'tool restore'],
      upgrade: ['tool update', 'workload update'],
      remove: ['tool uninstall', 'remove package'],
      clean: ['nuget locals'],
    },
    versions: 'at',
    versionFlags: ['--version', '-v'],
    caches: cache('~/.nuget/packages', '~/.local/share/NuGet'),
    cleanUps: [
      { verb: 'nuget locals', flags: ['--clear', '-c'], paths: ['~/.nuget/packages', '~/.local/share/NuGet'] },
    ],
    frozenFlags: ['--locked-mode'],
    lockfiles: ['packages.lock.json'],
    manifests: ['*.csproj', '*.fsproj', '*.sln', 'Directory.Packages.props', 'NuGet.Config'],
  };
}

function maven(): PackageManager {
  return {
    name: 'maven',
    system: false,
    verbs: {
      sync: [
        'install',
        'package',
        'verify',
        'compile',
        'dependency:go-offline',
        'dependency:resolve',
        'deploy',
        'test',
      ],
      clean: ['dependency:purge-local-repository'],
    },
    versions: 'none',
    cacheFlags: ['-Dmaven.repo.local'],
    cacheEnv: ['MAVEN_OPTS', 'MAVEN_ARGS'],
    caches: cache('~/.m2/repository'),
    manifests: ['pom.xml'],
  };
}

function gradle(): PackageManager {
  return {
    name: 'gradle',
    system: false,
    verbs: { sync: ['build', 'assemble', 'bootJar', 'shadowJar', 'jar', 'dependencies', 'war', 'installDist'] },
    versions: 'none',
    cacheFlags: ['-g', '--gradle-user-home'],
    cacheEnv: ['GRADLE_USER_HOME'],
    caches: cache('~/.gradle/caches', '/home/gradle/.gradle/caches'),
    lockfiles: ['gradle.lockfile'],
    manifests: ['build.gradle', 'build.gradle.kts', 'settings.gradle', 'settings.gradle.kts', 'gradle.properties'],
  };
}

function rpm(name: 'yum' | 'dnf' | 'microdnf' | 'tdnf', paths: readonly string[]): PackageManager {
  return {
    name,
    system: true,
    verbs: {
      install: [
        'install',
        'localinstall',
        'groupinstall',
        'group install',
        'reinstall',
        'builddep',
        'module install',
        'in',
      ],
      refresh: ['makecache', 'check-update'],
      upgrade: ['update', 'upgrade', 'update-minimal', 'upgrade-minimal'],
      'dist-upgrade': ['distro-sync', 'dist-upgrade', 'dsync', 'system-upgrade'],
      remove: ['remove', 'erase', 'autoremove', 'groupremove'],
      clean: ['clean'],
    },
    versions: 'rpm',
    assumeYes: ['-y', '--assumeyes'],
    noCacheFlags: [],
    caches: cache(...paths),
    cleanUps: [{ verb: 'clean', paths }],
  };
}
