/**
 * `npm run fixtures -- --real`: builds `fixtures/images/one-image-in-every-form` with the real tools, as root on a Linux that has
 * buildah, skopeo, podman, dockerd, containerd and ctr-remote. Daemons are private to the run and ended with it.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const name = 'localhost/forms:1';

interface Place {
  readonly context: string;
  /** Where the archives go, and a folder for everything else. */
  readonly out: string;
  readonly work: string;
}

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...env } });
}

/** buildah, and skopeo from its store: docker-archive, OCI with each compression, `dir:`. */
function buildah({ context, out, work }: Place): void {
  const store = ['--root', join(work, 'store'), '--runroot', join(work, 'run'), '--storage-driver', 'vfs'];
  const build = (format: string): void =>
    run('buildah', [
      ...['bud', ...store, '--isolation', 'chroot', '--layers', '--timestamp', '0'],
      '--format',
      format,
      '-t',
      `${name}-${format}`,
      context,
    ]);
  build('docker');
  build('oci');
  const push = (from: string, to: string, ...flags: string[]): void =>
    run('buildah', ['push', ...store, ...flags, `${name}-${from}`, to]);
  push('docker', `docker-archive:${join(out, 'buildah.docker.tar')}:${name}`);
  push('oci', `oci-archive:${join(out, 'buildah.oci.tar')}:1`);
  push('oci', `oci-archive:${join(out, 'buildah.oci-zstd.tar')}:1`, '--format', 'oci', '--compression-format', 'zstd');
  push(
    'oci',
    `oci-archive:${join(out, 'buildah.oci-zstd-chunked.tar')}:1`,
    '--format',
    'oci',
    '--compression-format',
    'zstd:chunked',
  );
  run('skopeo', ['copy', '-q', `oci-archive:${join(out, 'buildah.oci.tar')}:1`, `dir:${join(out, 'skopeo.dir')}`]);
}

function podman({ out, work }: Place): void {
  const store = ['--root', join(work, 'podman'), '--runroot', join(work, 'podman-run'), '--storage-driver', 'vfs'];
  run('podman', [...store, 'load', '-q', '-i', join(out, 'buildah.docker.tar')]);
  run('podman', [...store, 'save', '-q', '--format', 'docker-archive', '-o', join(out, 'podman.docker.tar'), name]);
  run('podman', [...store, 'save', '-q', '--format', 'oci-archive', '-o', join(out, 'podman.oci.tar'), name]);
}

async function daemon(program: string, args: readonly string[], socket: string): Promise<ChildProcess> {
  const child = spawn(program, args, { stdio: 'ignore' });
  for (let tries = 0; tries < 100 && !existsSync(socket); tries += 1) await pause(200);
  await pause(1000);
  return child;
}

async function docker({ context, out, work }: Place): Promise<void> {
  const socket = join(work, 'docker.sock');
  const folders = [
    '--data-root',
    join(work, 'docker'),
    '--exec-root',
    join(work, 'docker-exec'),
    '--pidfile',
    join(work, 'docker.pid'),
  ];
  const network = ['--iptables=false', '--ip6tables=false', '--bridge=none', '--ip-masq=false'];
  const child = await daemon(
    'dockerd',
    [...folders, '-H', `unix://${socket}`, '--storage-driver', 'vfs', ...network],
    socket,
  );
  try {
    for (const [builder, flag] of [
      ['classic', '0'],
      ['buildkit', '1'],
    ] as const) {
      const env = { DOCKER_HOST: `unix://${socket}`, DOCKER_BUILDKIT: flag };
      run('/usr/bin/docker', ['build', '-q', '-t', `forms:${builder}`, context], env);
      run('/usr/bin/docker', ['save', '-o', join(out, `docker.${builder}.tar`), `forms:${builder}`], env);
    }
  } finally {
    child.kill();
    await pause(2000);
  }
}

/** containerd's export is what newer `docker save` writes: a layout with a `manifest.json` beside it. */
async function containerd({ out, work }: Place): Promise<void> {
  const socket = join(work, 'containerd.sock');
  const config = join(work, 'containerd.toml');
  const unused = [
    'io.containerd.grpc.v1.cri',
    'io.containerd.snapshotter.v1.btrfs',
    'io.containerd.snapshotter.v1.zfs',
  ];
  const folders = `root = "${join(work, 'ctd')}"\nstate = "${join(work, 'ctd-state')}"`;
  writeFileSync(
    config,
    `version = 2\n${folders}\ndisabled_plugins = ${JSON.stringify(unused)}\n[grpc]\n  address = "${socket}"\n`,
  );
  const child = await daemon('containerd', ['-c', config], socket);
  const ctr = (program: string, ...args: string[]): void => run(program, ['--address', socket, ...args]);
  try {
    ctr('ctr', 'image', 'import', '--no-unpack', join(out, 'docker.buildkit.tar'));
    ctr('ctr', 'image', 'export', join(out, 'containerd.tar'), 'docker.io/library/forms:buildkit');
    ctr(
      'ctr-remote',
      'image',
      'convert',
      '--estargz',
      '--oci',
      'docker.io/library/forms:buildkit',
      'docker.io/library/forms:estargz',
    );
    ctr('ctr', 'image', 'export', join(out, 'estargz.tar'), 'docker.io/library/forms:estargz');
  } finally {
    child.kill();
    await pause(1000);
  }
}

/** Builds every archive of the folder anew. */
export async function makeReal(folder: string): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'plimsoll-real-'));
  const place = { context: join(folder, 'context'), out: join(folder, 'forms'), work };
  rmSync(place.out, { recursive: true, force: true });
  mkdirSync(place.out);
  try {
    buildah(place);
    podman(place);
    await docker(place);
    await containerd(place);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
