/** Real builders, each asked for one image: its history as recorded, and the paths that each layer brings. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** One entry of a config's history. */
export interface Step {
  readonly created_by?: string;
  readonly comment?: string;
  readonly empty_layer?: boolean;
}

export interface Built {
  readonly history: readonly Step[];
  /** Paths of what is no folder, per layer. */
  readonly layers: () => readonly (readonly string[])[];
}

/** `flags` are `--build-arg A=B`, `--label A=B`, `--target A`, as every command line takes them. */
export interface Request {
  readonly file: string;
  readonly context: string;
  readonly flags: readonly string[];
}

export interface Builder {
  readonly name: string;
  /** The mode of the same program that writes the same steps, with a layer for each. */
  readonly like?: string;
  /** It is given its bases as OCI layouts, which keep no ONBUILD. */
  readonly withoutTriggers?: true;
  /** Throws what the builder said when it refuses. */
  readonly build: (request: Request) => Built;
  /** Takes a base from a docker archive. */
  readonly load: (archive: string, name: string) => void;
  readonly save: (archive: string, name: string, request: Request) => void;
}

/** Builders of one program, and how to end what they started. */
export interface Family {
  readonly builders: readonly Builder[];
  readonly end: () => Promise<void>;
}

export const families: Readonly<Record<string, (work: string) => Family | Promise<Family>>> = {
  docker,
  buildah: (work) => buildah(work, 'buildah'),
  podman: (work) => buildah(work, 'podman'),
  buildkit,
};

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  return execFileSync(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    maxBuffer: 2 ** 28,
  }).toString();
}

/** The paths in every layer of a docker archive or an OCI layout, lowest layer first. */
function pathsOf(layers: readonly string[]): readonly (readonly string[])[] {
  return layers.map((layer) =>
    run('tar', ['-tf', layer])
      .split('\n')
      .map((path) => path.replace(/^\.?\//, ''))
      .filter((path) => path !== '' && !path.endsWith('/') && !basename(path).startsWith('.wh.')),
  );
}

function unpacked(archive: string): readonly (readonly string[])[] {
  const folder = `${archive}.d`;
  mkdirSync(folder);
  run('tar', ['-xf', archive, '-C', folder]);
  const [image]: { Layers: string[] }[] = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const paths = pathsOf((image?.Layers ?? []).map((layer) => join(folder, layer)));
  rmSync(folder, { recursive: true });
  rmSync(archive);
  return paths;
}

/** Docker's two builders in one private daemon; squashing is an experiment of it. */
async function docker(work: string): Promise<Family> {
  const folder = join(work, 'docker');
  const socket = join(work, 'docker.sock');
  const own = ['--data-root', folder, '--exec-root', `${folder}-exec`, '--pidfile', `${folder}.pid`];
  const quiet = ['--network', 'none'];
  const network = ['--iptables=false', '--ip6tables=false', '--bridge=none', '--ip-masq=false'];
  const daemon = spawn(
    'dockerd',
    [...own, ...network, '--experimental', '-H', `unix://${socket}`, '--storage-driver', 'vfs'],
    { stdio: 'ignore' },
  );
  await answers(socket);
  const call = (args: readonly string[], kit = '0') =>
    run('/usr/bin/docker', args, { DOCKER_HOST: `unix://${socket}`, DOCKER_BUILDKIT: kit }).trim();
  const mode = (name: string, kit: '0' | '1', flags: readonly string[], like?: string): Builder => ({
    name,
    ...(like === undefined ? {} : { like }),
    build: ({ file, context, flags: given }) => {
      const id = call(['build', '-q', ...quiet, ...flags, ...given, '-f', file, context], kit);
      const config = join(folder, 'image/vfs/imagedb/content', id.replace(':', '/'));
      return {
        history: historyOf(readFileSync(config, 'utf8')),
        layers: () => {
          call(['save', '-o', join(work, 'docker.tar'), id]);
          return unpacked(join(work, 'docker.tar'));
        },
      };
    },
    load: (archive) => void call(['load', '-q', '-i', archive]),
    save: (archive, image, { file, context }) => {
      call(['build', '-q', ...quiet, '-t', image, '-f', file, context], kit);
      call(['save', '-o', archive, image]);
    },
  });
  const builders = [
    mode('classic', '0', []),
    mode('classic-squash', '0', ['--squash'], 'classic'),
    mode('buildkit-20.10', '1', []),
  ];
  return { builders, end: () => ended(daemon) };
}

function historyOf(config: string): readonly Step[] {
  const { history }: { history?: Step[] } = JSON.parse(config);
  return history ?? [];
}

async function ended(daemon: ChildProcess): Promise<void> {
  const exit = once(daemon, 'exit');
  daemon.kill();
  await exit;
}

async function answers(socket: string): Promise<void> {
  for (let tries = 0; tries < 150 && !existsSync(socket); tries += 1) await pause(200);
  await pause(2000);
}

function buildah(work: string, program: 'buildah' | 'podman'): Family {
  const store = ['--root', join(work, program), '--runroot', join(work, `${program}-run`)];
  const mode = (name: string, flags: readonly string[], like?: string): Builder => ({
    name,
    ...(like === undefined ? {} : { like }),
    build: ({ file, context, flags: given }) => {
      const list = join(work, `${program}.id`);
      const how = [...store, '--isolation', 'chroot', '--pull=never', '-q', '--iidfile', list];
      run('buildah' === program ? 'buildah' : 'podman', [
        ...(program === 'buildah' ? ['build', ...how] : [...store, 'build', ...how.slice(store.length)]),
        ...[...flags, ...given, '-f', file, context],
      ]);
      const id = readFileSync(list, 'utf8').trim().replace('sha256:', '');
      const said: { Config: string } = JSON.parse(run('buildah', ['inspect', ...store, '--type', 'image', id]));
      return {
        history: historyOf(said.Config),
        layers: () => {
          const archive = join(work, `${program}.tar`);
          run('buildah', ['push', ...store, '-q', id, `docker-archive:${archive}:acme/app:1`]);
          return unpacked(archive);
        },
      };
    },
    load: (archive, image) => {
      const id = run('buildah', ['pull', ...store, '-q', `docker-archive:${archive}`]).trim();
      run('buildah', ['tag', ...store, id, `localhost/${image}`]);
    },
    save: (archive, image, { file, context }) => {
      run('buildah', [
        'build',
        ...store,
        '--isolation',
        'chroot',
        '--layers',
        '--format',
        'docker',
        '-q',
        '-t',
        image,
        '-f',
        file,
        context,
      ]);
      run('buildah', ['push', ...store, '-q', image, `docker-archive:${archive}:${image}`]);
    },
  });
  const format = ['--format', 'docker'];
  const builders =
    program === 'buildah'
      ? [
          mode('buildah', ['--layers', ...format]),
          mode('buildah-one-layer', ['--layers=false', ...format], 'buildah'),
          mode('buildah-squash', ['--layers=false', '--squash', ...format], 'buildah'),
        ]
      : [
          mode('podman', ['--layers', '--format', 'oci']),
          mode('podman-squash', ['--squash', '--format', 'oci'], 'podman'),
        ];
  return { builders, end: () => Promise.resolve() };
}

/** A BuildKit of its own, newer than the one in dockerd: it needs `buildkitd`, `buildctl` and `runc` on the path. */
async function buildkit(work: string): Promise<Family> {
  const socket = join(work, 'buildkit.sock');
  const worker = ['--containerd-worker=false', '--oci-worker-net=host', '--oci-worker-snapshotter=native'];
  const daemon: ChildProcess = spawn(
    'buildkitd',
    ['--root', join(work, 'buildkit'), '--addr', `unix://${socket}`, ...worker],
    { stdio: 'ignore' },
  );
  await answers(socket);
  const bases: string[] = [];
  const builder: Builder = {
    name: 'buildkit',
    withoutTriggers: true,
    build: ({ file, context, flags }) => {
      const out = mkdtempSync(join(work, 'oci-'));
      const options = flags.flatMap((flag, at) => {
        const value = flags[at + 1] ?? '';
        if (!flag.startsWith('--')) return [];
        return ['--opt', flag === '--target' ? `target=${value}` : `${flag.slice(2)}:${value}`];
      });
      run('buildctl', [
        ...['--addr', `unix://${socket}`, 'build', '--frontend', 'dockerfile.v0', '--local', `context=${context}`],
        ...['--local', `dockerfile=${dirname(file)}`, '--opt', `filename=${basename(file)}`, ...options, ...bases],
        ...['--output', `type=oci,tar=false,dest=${out}`],
      ]);
      const blob = (digest: string) => join(out, 'blobs', digest.replace(':', '/'));
      const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
      const manifest: { config: { digest: string }; layers: { digest: string }[] | null } = json(
        blob(json(join(out, 'index.json')).manifests[0].digest),
      );
      const history = historyOf(readFileSync(blob(manifest.config.digest), 'utf8'));
      const paths = pathsOf((manifest.layers ?? []).map(({ digest }) => blob(digest)));
      rmSync(out, { recursive: true });
      return { history, layers: () => paths };
    },
    load: (archive, image) => {
      const layout = `${archive}.oci`;
      if (!existsSync(layout)) run('skopeo', ['copy', '-q', `docker-archive:${archive}`, `oci:${layout}:1`]);
      const index: { manifests: { digest: string }[] } = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8'));
      const store = image.replace(/\W/g, '-');
      bases.push('--oci-layout', `${store}=${layout}`);
      bases.push('--opt', `context:${image}=oci-layout://${store}@${index.manifests[0]?.digest}`);
    },
    save: () => {
      throw new Error('No base is made by this builder.');
    },
  };
  return { builders: [builder], end: () => ended(daemon) };
}
