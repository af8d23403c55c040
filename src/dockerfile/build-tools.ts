/** Packages that only serve to build, and base images that are made to build with. */
import { familiarName } from './bases.ts';
import { isCopy } from './brought.ts';
import type { Stage } from './model.ts';
import { hasWord } from './row.ts';

const names =
  ' gcc g++ gcc-c++ clang llvm make cmake ninja-build meson build-essential build-base alpine-sdk base-devel autoconf automake libtool bison flex nasm yasm golang golang-go rust rustc cargo maven gradle ant dpkg-dev rpm-build linux-headers gfortran ghc swig ';

/** `gcc-12`, `clang-19`, `libpq-dev`, `openssl-devel`, `linux-headers-amd64`. */
const versioned = ['gcc-', 'g++-', 'clang-', 'llvm-', 'gfortran-', 'linux-headers-', 'golang-', 'kernel-headers-'];
const forBuilding = ['-dev', '-devel'];

/** Whether a package of a distribution only serves to build. */
export function isBuildTool(name: string): boolean {
  if (hasWord(names, name) || forBuilding.some((end) => name.endsWith(end) && name !== end)) return true;
  const tool = versioned.find((beginning) => name.startsWith(beginning));
  return tool !== undefined && /^[\w.]+$/.test(name.slice(tool.length));
}

/** A base that brings compilers by itself, or a stage that is made to be worked in: tools belong there. */
export function isWorkshop({ root, lineage }: Stage): boolean {
  const sdks =
    /(?:^|[/-])(?:gcc|golang|go|rust|maven|gradle|swift|haskell|dart|gradlew|buildpack-deps|sdk|jdk|dev|devel|devcontainers?|build|builder|toolchain|emsdk|ci|runner|jupyter|notebook|nvidia|cuda|pytorch|tensorflow|rocm)(?:$|[/:-])/i;
  if (root.kind === 'image') {
    const name = familiarName(root);
    if (sdks.test(name) || /(?:^|[-.])(?:devel|sdk|jdk|dev|builder)(?:$|[-.])/i.test(root.tag ?? '')) return true;
  }
  return lineage.some(({ name }) =>
    /(?:^|[-_])(?:dev|devel|development|build|builder|test|ci|sdk|toolchain)(?:$|[-_])/.test(name ?? ''),
  );
}

/** Whether the container starts a program of its own, not a shell: only then is it an application. */
export function isApplication({ lineage }: Stage): boolean {
  for (const stage of lineage) {
    const starts = stage.of('cmd', 'entrypoint');
    if (starts.length === 0) continue;
    return starts.some(({ words }) => {
      const said = words.map(({ text, raw }) => text ?? raw).join(' ');
      return !/^\s*(?:\/usr)?(?:\/bin\/|\/usr\/bin\/env )?(?:bash|sh|zsh|ash|fish|irb|python3?|node|true|sleep \S+|tail -f \S+)(?:\s+-[li]+)?\s*$/.test(
        said,
      );
    });
  }
  return false;
}

/** Whether a project's own sources come in: the whole context, its sources by name, or the manifest of its dependencies. */
export function bringsProject({ lineage }: Stage): boolean {
  const manifests =
    /(?:^|\/)(?:package\.json|package\*\.json|yarn\.lock|requirements[\w.-]*\.txt|pyproject\.toml|setup\.py|Pipfile|poetry\.lock|Gemfile|composer\.json|pom\.xml|go\.mod|Cargo\.toml|mix\.exs|[\w.*-]+\.csproj)$/;
  return lineage.some(({ instructions }) =>
    instructions.some(
      (one) =>
        isCopy(one) &&
        !one.from &&
        one.sources.some(
          ({ text = '-' }) =>
            /^\.?\/?$/.test(text) ||
            /^(?:\.\/)?(?:src|app|lib|cmd|server|backend|api)\/?$/.test(text) ||
            manifests.test(text),
        ),
    ),
  );
}

const forWork = ' dev devel develop development devcontainer test tests testing ci debug local ';

/** Whether a file says by its name, or its folder's, that its image is to work or to test in. */
export function isForDevelopment(file: string): boolean {
  return file
    .split('/')
    .slice(-2)
    .flatMap((part) => part.toLowerCase().replaceAll('_', '.').replaceAll('-', '.').split('.'))
    .some((word) => hasWord(forWork, word));
}

/** Whether a container starts the tests of a project, not the project. */
/** What is in the names of all that starts tests. */
const testers = ['est', 'nox', 'tox', 'spec', 'unit', 'bats', 'check'];

/** Whether a container starts the tests of a project, not the project. */
export function startsTests({ lineage }: Stage): boolean {
  const started = lineage.flatMap((stage) => stage.of('cmd', 'entrypoint'));
  const lines = started.map(({ words }) => words.map(({ text, raw }) => text ?? raw).join(' '));
  return lines.some(
    (line) =>
      testers.some((part) => line.includes(part)) &&
      /\b(?:pytest|tox|nox|rspec|phpunit|ctest|bats|jest|vitest|(?:rake|npm|yarn|pnpm|go|make|cargo|mvn|gradle|dotnet) (?:run )?(?:test|check)s?)\b/.test(
        line,
      ),
  );
}
