/** Presets: id → severity, or [severity, options]. `recommended` is read from the rules; each of these stands on top of it, or alone. */
import type { Severity } from '../src/finding.ts';

export type Setting = Severity | 'off' | readonly [Severity | 'off', Readonly<Record<string, unknown>>];

export interface Preset {
  /** What it is for, one sentence. */
  readonly summary: string;
  /** `recommended`: begins from the rules' own severities. `none`: only what it names is on. */
  readonly on: 'recommended' | 'none';
  readonly rules: Readonly<Record<string, Setting>>;
}

/** What `recommended` leaves out as a matter of taste or of effort; rules that say nothing without options are not here. */
const strict = (): Preset['rules'] => ({
  backquotes: 'info',
  'find-without-path': 'info',
  'useless-cat': 'info',
  'glob-as-option': 'info',
  'single-turn-loop': 'info',
  'variable-printf-format': 'info',
  'double-negation': 'info',
  'chmod-layer': 'warning',
  'curl-without-fail': 'info',
  'curl-without-location': 'info',
  'definition-description': 'info',
  'inline-suppression': 'info',
  'label-rfc3339': 'warning',
  'label-spdx': 'warning',
  'label-url': 'warning',
  'missing-cache-mount': 'info',
  'missing-healthcheck': 'info',
  'non-numeric-user': 'info',
  'os-upgrade': 'info',
  'root-owned-copy': 'info',
  'split-install': 'info',
  'stale-base': 'info',
  'unpinned-apk-package': 'info',
  'unpinned-apt-package': 'info',
  'unpinned-dnf-package': 'info',
  'unpinned-yum-package': 'info',
  'unpinned-zypper-package': 'info',
  'unsorted-packages': 'info',
  'unused-user': 'info',
  'gpg-without-batch': 'info',
  'label-empty': 'info',
  'label-hash': 'info',
});

/** hadolint 2.15's rules with its severities (its `style` is our `info`) and its scope: every stage, every instruction. */
const hadolint = (): Preset['rules'] => ({
  'syntax-error': 'error',
  'relative-workdir': ['error', { any: true }],
  'pointless-command': ['info', { strict: true }],
  'root-user': ['warning', { stages: 'all' }],
  'cd-instead-of-workdir': ['warning', { anywhere: true }],
  sudo: 'error',
  'untagged-base': 'warning',
  'latest-tag': 'warning',
  'unpinned-apt-package': 'warning',
  'apt-lists-kept': 'info',
  'archive-copied-then-extracted': 'info',
  'invalid-port': 'error',
  'duplicate-healthcheck': 'error',
  'unpinned-pip-package': 'warning',
  'interactive-apt': 'warning',
  'apt-recommends': ['info', { stages: 'all' }],
  'unpinned-npm-package': 'warning',
  'unpinned-apk-package': 'warning',
  'apk-cache-kept': ['info', { stages: 'all' }],
  'add-instead-of-copy': 'error',
  'copy-without-slash': 'error',
  'unknown-copy-from': ['warning', { bare: true }],
  'copy-from-self': 'error',
  'duplicate-stage-name': 'error',
  'shell-form': ['warning', { healthcheck: true, shell: true, exec: true }],
  'untrusted-base': 'error',
  'apt-in-script': 'warning',
  'unpinned-gem': 'warning',
  'constant-platform': 'warning',
  'interactive-yum': 'warning',
  'yum-cache-kept': ['warning', { stages: 'all' }],
  'unpinned-yum-package': 'warning',
  'interactive-zypper': 'warning',
  'dist-upgrade': 'warning',
  'zypper-cache-kept': ['warning', { stages: 'all' }],
  'unpinned-zypper-package': 'warning',
  'interactive-dnf': 'warning',
  'dnf-cache-kept': ['warning', { stages: 'all' }],
  'unpinned-dnf-package': 'warning',
  'pip-cache-kept': ['warning', { stages: 'all' }],
  'invalid-onbuild': 'error',
  'self-referencing-env': 'error',
  'relative-copy-destination': ['warning', { assume: true }],
  'useradd-large-uid': 'warning',
  'wget-progress': 'info',
  'invalid-label-key': ['info', { allow: [] }],
  'consecutive-run': ['info', { stages: 'all' }],
  'yarn-cache-kept': 'info',
  'instruction-before-from': 'error',
  'unpinned-go-package': 'warning',
  'reserved-stage-name': 'warning',
  'secret-named-variable': ['warning', { empty: true }],
  'redundant-platform': 'warning',
  'non-numeric-user': ['info', { every: true }],
  'rootfs-copy': ['warning', { all: true }],
  maintainer: 'error',
  'two-downloaders': 'warning',
  'duplicate-cmd': 'warning',
  'duplicate-entrypoint': 'error',
  'shell-replaced-by-link': 'warning',
  'missing-pipefail': ['warning', { everyShell: true }],
});

/** BuildKit's checks, all of them warnings as there; `definition-description` is experimental and off. */
const buildkit = (): Preset['rules'] => ({
  'stage-name-casing': 'warning',
  'from-as-casing': 'warning',
  'empty-continuation': 'warning',
  'inconsistent-casing': 'warning',
  'duplicate-stage-name': 'warning',
  'reserved-stage-name': 'warning',
  'shell-form': ['warning', { exec: true }],
  maintainer: 'warning',
  'undeclared-arg-in-from': 'warning',
  'relative-workdir': 'warning',
  'undefined-variable': 'warning',
  'duplicate-cmd': 'warning',
  'duplicate-entrypoint': 'warning',
  'duplicate-healthcheck': 'warning',
  'legacy-key-value': 'warning',
  'base-platform-mismatch': 'warning',
  'redundant-platform': 'warning',
  'secret-named-variable': ['warning', { empty: true }],
  'invalid-default-arg-in-from': 'warning',
  'constant-platform': 'warning',
  'ignored-copy-source': 'warning',
  'port-protocol-casing': 'warning',
  'port-mapping': 'warning',
});

/** dockle's checks with its levels (FATAL is an error), without its two that look at the host or at nothing. */
const dockle = (): Preset['rules'] => ({
  'image-runs-as-root': 'warning',
  'missing-image-healthcheck': 'info',
  'lone-update': 'error',
  'setuid-setgid-file': 'info',
  'add-instead-of-copy': 'error',
  'secret-in-env': 'error',
  'secret-in-file': 'error',
  'secret-in-deleted-file': 'error',
  sudo: 'error',
  'sensitive-volume': 'error',
  'dist-upgrade': 'warning',
  'apk-cache-in-layer': 'error',
  'apt-lists-in-layer': 'error',
  'mutable-image-tag': 'warning',
  'empty-password': 'error',
  'duplicate-uid-gid': 'error',
  'vcs-ide-os-junk': 'info',
});

/** Section 4 of the CIS Docker Benchmark 1.6, as far as an image or its Dockerfile can show it. */
const cis = (): Preset['rules'] => ({
  // 4.1: a user for the container.
  'image-runs-as-root': 'warning',
  'root-user': 'warning',
  // 4.2: trusted base images.
  'base-not-pinned': 'warning',
  'unpinned-base': 'warning',
  // 4.3: no unnecessary packages.
  'build-tools-in-image': 'warning',
  'debug-tools-in-image': 'warning',
  'docker-socket-or-runtime-in-image': 'warning',
  'package-manager-present': 'info',
  // 4.4: images are scanned and rebuilt.
  'eol-base-distro': 'warning',
  'eol-runtime': 'warning',
  'end-of-life-base': 'warning',
  // 4.6: a health check.
  'missing-image-healthcheck': 'warning',
  'missing-healthcheck': 'warning',
  // 4.7: no update alone.
  'lone-update': 'warning',
  // 4.8: no setuid and setgid.
  'setuid-setgid-file': 'warning',
  'file-capabilities': 'warning',
  // 4.9: COPY, not ADD.
  'add-instead-of-copy': 'warning',
  // 4.10: no secrets.
  'secret-in-env': 'error',
  'secret-in-file': 'error',
  'secret-in-deleted-file': 'error',
  'secret-named-variable': 'warning',
  // 4.11: verified packages.
  'unverified-packages': 'warning',
  'tls-disabled': 'warning',
  'unchecked-download': 'warning',
  'pipe-to-shell': 'warning',
});

/** Made when they are asked for, as few runs name one. */
/** By name. Made when somebody asks for one: most runs name none. */
export const presets = (): Readonly<Record<string, Preset>> => ({
  recommended: { summary: 'What is worth every reader’s time; quiet on purpose.', on: 'recommended', rules: {} },
  strict: {
    summary: 'Everything that needs no configuration, at least as a remark.',
    on: 'recommended',
    get rules() {
      return strict();
    },
  },
  hadolint: {
    summary: 'What hadolint 2.15 says, as it says it.',
    on: 'none',
    get rules() {
      return hadolint();
    },
  },
  buildkit: {
    summary: 'What `docker build --check` says.',
    on: 'none',
    get rules() {
      return buildkit();
    },
  },
  dockle: {
    summary: 'What dockle checks, without its known faults.',
    on: 'none',
    get rules() {
      return dockle();
    },
  },
  cis: {
    summary: 'Section 4 of the CIS Docker Benchmark, images and build files.',
    on: 'none',
    get rules() {
      return cis();
    },
  },
});
