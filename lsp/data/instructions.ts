/** What hovers and completions say of instructions and their flags. Facts from the Dockerfile reference (docs.docker.com/reference/dockerfile), 2026-11. */
import type { InstructionKind } from '../../src/dockerfile/model.ts';

export interface InstructionDoc {
  readonly keyword: string;
  readonly summary: string;
  /** Forms of its arguments, as a reader would write them. */
  readonly forms: readonly string[];
  readonly flags: Readonly<Record<string, string>>;
}

const copyFlags = {
  chown: 'Owner of what is copied: `user[:group]`, names or numbers.',
  chmod: 'Permissions of what is copied: `755`, `u=rwX,go=rX`.',
  link: 'Copies into a layer of its own, which a changed base does not invalidate.',
  exclude: 'Leaves out paths that match the pattern. May be repeated.',
};

const docs: Readonly<Record<Exclude<InstructionKind, 'unknown'>, InstructionDoc>> = {
  from: {
    keyword: 'FROM',
    summary: 'Begins a stage on a base image or on an earlier stage.',
    forms: ['FROM image[:tag|@digest] [AS name]'],
    flags: { platform: 'Platform of the base image: `linux/amd64`, `$BUILDPLATFORM`.' },
  },
  run: {
    keyword: 'RUN',
    summary: 'Runs a command while building, and keeps what it changed as a layer.',
    forms: ['RUN command', 'RUN ["program", "argument"]', 'RUN <<EOF'],
    flags: {
      mount: 'Gives the command a mount: `type=cache`, `bind`, `secret`, `ssh` or `tmpfs`. May be repeated.',
      network: 'Network of the command: `default`, `none` or `host`.',
      security: '`sandbox`, or `insecure` where the builder allows it.',
      device: 'Gives the command a device, by its CDI name. May be repeated.',
    },
  },
  cmd: {
    keyword: 'CMD',
    summary:
      'What a container of this image runs when it is told nothing else; arguments for ENTRYPOINT where there is one.',
    forms: ['CMD ["program", "argument"]', 'CMD command'],
    flags: {},
  },
  entrypoint: {
    keyword: 'ENTRYPOINT',
    summary: 'The program that every container of this image runs.',
    forms: ['ENTRYPOINT ["program", "argument"]', 'ENTRYPOINT command'],
    flags: {},
  },
  healthcheck: {
    keyword: 'HEALTHCHECK',
    summary: 'The command that tells whether a container works; its exit code 0 says yes.',
    forms: ['HEALTHCHECK CMD command', 'HEALTHCHECK NONE'],
    flags: {
      interval: 'Time between checks: `30s`.',
      timeout: 'Time after which a check has failed: `30s`.',
      'start-period': 'Time in which failures do not count: `0s`.',
      'start-interval': 'Time between checks during the start period: `5s`.',
      retries: 'Failures in a row until it is unhealthy: `3`.',
    },
  },
  shell: {
    keyword: 'SHELL',
    summary: 'The shell for the shell forms that follow.',
    forms: ['SHELL ["/bin/bash", "-o", "pipefail", "-c"]'],
    flags: {},
  },
  env: {
    keyword: 'ENV',
    summary: 'Sets environment variables, for the rest of the build and for containers.',
    forms: ['ENV name=value …'],
    flags: {},
  },
  label: { keyword: 'LABEL', summary: 'Adds metadata to the image.', forms: ['LABEL key=value …'], flags: {} },
  arg: {
    keyword: 'ARG',
    summary: 'Declares a variable that the build may be given; before the first FROM, only FROM sees it.',
    forms: ['ARG name[=default] …'],
    flags: {},
  },
  copy: {
    keyword: 'COPY',
    summary: 'Copies files from the build context, a stage or an image.',
    forms: ['COPY source… destination', 'COPY ["source", "destination"]', 'COPY <<EOF destination'],
    flags: {
      from: 'Copies from this stage, image or named context instead of the build context.',
      parents: 'Keeps the folders above each source.',
      ...copyFlags,
    },
  },
  add: {
    keyword: 'ADD',
    summary: 'Copies like COPY, and also fetches URLs and git repositories and unpacks local archives.',
    forms: ['ADD source… destination', 'ADD https://… destination'],
    flags: {
      checksum: 'What the fetched file must hash to: `sha256:…`.',
      'keep-git-dir': 'Keeps `.git` of a fetched repository.',
      unpack: 'Whether archives are unpacked.',
      ...copyFlags,
    },
  },
  expose: {
    keyword: 'EXPOSE',
    summary: 'Documents the ports that the image listens on; opens none.',
    forms: ['EXPOSE port[/protocol] …'],
    flags: {},
  },
  volume: {
    keyword: 'VOLUME',
    summary: 'Marks paths whose data lives outside of the container.',
    forms: ['VOLUME /path …', 'VOLUME ["/path"]'],
    flags: {},
  },
  user: {
    keyword: 'USER',
    summary: 'The user for what follows, and for containers.',
    forms: ['USER user[:group]'],
    flags: {},
  },
  workdir: {
    keyword: 'WORKDIR',
    summary: 'The directory for what follows, and for containers; made where it is missing.',
    forms: ['WORKDIR /path'],
    flags: {},
  },
  stopsignal: {
    keyword: 'STOPSIGNAL',
    summary: 'The signal that asks a container to stop.',
    forms: ['STOPSIGNAL SIGTERM'],
    flags: {},
  },
  onbuild: {
    keyword: 'ONBUILD',
    summary: 'An instruction for images built on this one.',
    forms: ['ONBUILD INSTRUCTION …'],
    flags: {},
  },
  maintainer: {
    keyword: 'MAINTAINER',
    summary: 'Named the author, once; a label does it now.',
    forms: ['LABEL org.opencontainers.image.authors="…"'],
    flags: {},
  },
};

export const instructionDocs: readonly InstructionDoc[] = Object.values(docs);

export function instructionDoc(kind: InstructionKind): InstructionDoc | undefined {
  return kind === 'unknown' ? undefined : docs[kind];
}

/** Fields of `RUN --mount`, by its type; those of every type under ``. */
export const mountFields: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '': { type: 'What is mounted: bind, cache, secret, ssh, tmpfs.', target: 'Where.' },
  bind: {
    source: 'Path in `from`, or in the build context.',
    from: 'Stage, image or context; the build context where it is missing.',
    rw: 'Lets the command write; what it writes is thrown away.',
  },
  cache: {
    id: 'Tells caches apart; the target where it is missing.',
    sharing: 'shared, private or locked.',
    ro: 'Read only.',
    from: 'What the cache begins from.',
    source: 'Path in `from`.',
    mode: 'Permissions of a new cache folder.',
    uid: 'Owner of a new cache folder.',
    gid: 'Group of a new cache folder.',
  },
  secret: {
    id: 'Name of the secret.',
    env: 'Puts it into this variable.',
    required: 'Fails where the secret is not given.',
    mode: 'Permissions of the file.',
    uid: 'Owner of the file.',
    gid: 'Group of the file.',
  },
  ssh: {
    id: 'Name of the agent socket.',
    required: 'Fails where none is given.',
    mode: 'Permissions of the socket.',
    uid: 'Owner of the socket.',
    gid: 'Group of the socket.',
  },
  tmpfs: { size: 'The most it may hold.' },
};

export const mountTypes: readonly string[] = ['bind', 'cache', 'secret', 'ssh', 'tmpfs'];

/** What a flag's value may be, where that is a short list. */
export const flagValues: Readonly<Record<string, readonly string[]>> = {
  platform: ['$BUILDPLATFORM', '$TARGETPLATFORM', 'linux/amd64', 'linux/arm64'],
  network: ['default', 'none', 'host'],
  security: ['sandbox', 'insecure'],
};
