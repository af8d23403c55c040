/** What the captured builds are given: a context of a few small files, and the bases they stand on. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Each base, the builder that makes it, and its Dockerfile: a build mostly stands on another builder's image. */
export const bases = [
  {
    name: 'acme/base:1',
    family: 'docker',
    by: 'classic',
    text: [
      'FROM scratch',
      'ADD rootfs.tar /',
      'ENV PATH=/bin',
      'LABEL vendor=acme',
      'RUN mkdir -p /srv /tmp && chmod 1777 /tmp',
      'CMD ["sh"]',
    ],
  },
  {
    name: 'acme/kit:1',
    family: 'docker',
    by: 'buildkit-20.10',
    text: [
      'FROM acme/base:1',
      'ARG VERSION=1.2',
      'ENV KIT_VERSION=$VERSION',
      'WORKDIR /kit',
      'COPY one.txt ./',
      'RUN echo kit $VERSION > version',
      'EXPOSE 4000',
      'CMD ["sh", "-l"]',
    ],
  },
  {
    name: 'acme/onbuild:1',
    family: 'buildah',
    by: 'buildah',
    text: [
      'FROM acme/base:1',
      'RUN mkdir /on',
      'ONBUILD COPY one.txt /on/',
      'ONBUILD RUN echo triggered > /on/build',
      'ONBUILD ENV TRIGGERED=yes',
    ],
  },
] as const;

/** The flags that a Dockerfile's comment `# build:` asks for; a backslash keeps a blank. */
export function flagsOf(text: string): readonly string[] {
  const [, flags = ''] = /^# build: (.*)$/m.exec(text) ?? [];
  return [...flags.matchAll(/(?:\\.|\S)+/g)].map(([word]) => word.replace(/\\(.)/g, '$1'));
}

const applets =
  'sh echo mkdir cat ls chmod chown rm cp mv ln touch adduser test true id sleep wget printf pwd tr env grep sed';

const files: Readonly<Record<string, string>> = {
  'one.txt': 'one\n',
  'two.txt': 'two\n',
  'conf.yml': 'site: acme\n',
  'package.json': '{ "name": "acme" }\n',
  'src/index.js': 'start();\n',
  'src/lib/start.js': 'export {};\n',
};

/** Writes the context; the only program in it is a static busybox. */
export function writeContext(folder: string, busybox: string): void {
  for (const [path, text] of Object.entries(files)) write(join(folder, path), text);
  const root = `${folder}-root`;
  for (const made of ['bin', 'etc', 'srv']) mkdirSync(join(root, made), { recursive: true });
  copyFileSync(busybox, join(root, 'bin/busybox'));
  for (const name of applets.split(' ')) symlinkSync('busybox', join(root, 'bin', name));
  // More names than a COPY brings, so that no reader takes the layer for one.
  for (let made = 0; made < 50; made += 1) write(join(root, `etc/made/${made}`), '');
  write(join(root, 'etc/passwd'), 'root:x:0:0::/:/bin/sh\ndaemon:x:2:2::/:/bin/sh\napp:x:1000:1000::/srv:/bin/sh\n');
  write(join(root, 'etc/group'), 'root:x:0:\ndaemon:x:2:\napp:x:1000:\n');
  tar(join(folder, 'rootfs.tar'), root, '.');
  tar(join(folder, 'more.tar'), folder, 'src');
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function tar(to: string, folder: string, what: string): void {
  const steady = ['--sort=name', '--mtime=@1700000000', '--owner=0', '--group=0', '--numeric-owner'];
  execFileSync('tar', ['-cf', to, ...steady, '-C', folder, what]);
}
