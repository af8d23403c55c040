/** Dockerfiles made at random from parts that real ones have, each with what every instruction comes to. */
import type { RawHistory } from '../../../src/image/history.ts';
import type { Made, What } from './builders.ts';

export interface Random {
  next(below: number): number;
  pick<T>(choices: readonly T[]): T;
  maybe<T>(value: T): T | undefined;
}

export function random(seed: number): Random {
  let state = seed * 2654435761 + 12345;
  const next = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return {
    next,
    maybe: (value) => (next(3) > 0 ? value : undefined),
    pick: (choices) => {
      const chosen = choices[next(choices.length)];
      if (chosen === undefined) throw new Error('nothing to pick from');
      return chosen;
    },
  };
}

const step = (created_by: string, empty = true): RawHistory =>
  empty ? { created_by, empty_layer: true } : { created_by };
const moby = (created_by: string, empty = true): RawHistory => ({
  ...step(created_by, empty),
  comment: 'buildkit.dockerfile.v0',
});

/** Histories of bases, as images of these kinds have them. */
export const bases: readonly (readonly RawHistory[])[] = [
  [step('/bin/sh -c #(nop) ADD file:aaaa in / ', false), step('/bin/sh -c #(nop)  CMD ["bash"]')],
  [
    { created_by: "# debian.sh --arch 'amd64' out/ 'bookworm' '@1733702400'", comment: 'debuerreotype 0.15' },
    step('/bin/sh -c #(nop)  CMD ["bash"]'),
  ],
  [
    moby('ADD alpine-minirootfs-3.20.3-x86_64.tar.gz / # buildkit', false),
    moby('CMD ["/bin/sh"]'),
    moby('ENV NODE_VERSION=22.12.0'),
    moby('RUN /bin/sh -c addgroup -g 1000 node # buildkit', false),
    moby('COPY docker-entrypoint.sh /usr/local/bin/ # buildkit', false),
    moby('ENTRYPOINT ["docker-entrypoint.sh"]'),
    moby('CMD ["node"]'),
  ],
  [{ created_by: 'bazel build @distroless//base' }],
];

type Maker = (random: Random, context: Context) => readonly [source: string, what: What];

interface Context {
  workdir: string;
  readonly args: string[];
  copies: number;
}

const hash = (kind: string, random: Random) =>
  `${kind}:${random
    .next(2 ** 31)
    .toString(16)
    .padStart(8, 'a')}`;

const run: Maker = (random) => {
  const name = random.pick(['curl', 'git', 'make', 'openssl', 'tzdata']);
  const command = random.pick([
    `apt-get update && apt-get install -y ${name} && rm -rf /var/lib/apt/lists/*`,
    `apk add --no-cache ${name}`,
    `mkdir -p /srv/${name}   && echo "a  b" > /srv/${name}/x`,
    `set -e; ${name} --version || true`,
    `pip install ${name}==${random.next(9)}.${random.next(9)}`,
  ]);
  if (random.next(5) === 0) {
    const exec = ['/usr/bin/env', name, '--version'];
    const json = JSON.stringify(exec).replaceAll(',', ', ');
    return [`RUN ${json}`, { is: 'run', command: json, exec }];
  }
  if (random.next(3) > 0) return [`RUN ${command}`, { is: 'run', command }];
  const parts = command.split(' && ');
  return [`RUN ${parts.join(' && \\\n  # then\n    ')}`, { is: 'run', command: parts.join(' &&     ') }];
};

const mounted: Maker = (random) => {
  const flags = '--mount=type=cache,target=/root/.cache';
  const command = `make -j${random.next(8)} all`;
  return [`RUN ${flags} ${command}`, { is: 'run', command, flags }];
};

const copy: Maker = (random, context) => {
  context.copies += 1;
  const chown = random.next(4) === 0 ? 'app:app' : undefined;
  const from = random.next(4) === 0 ? 'tools' : undefined;
  const [sources, kind] = random.pick<readonly [readonly string[], string]>([
    [['package.json', 'package-lock.json'], 'multi'],
    [['.'], 'dir'],
    [['src/'], 'dir'],
    [[`config-${context.copies}.yml`], 'file'],
    [[`bin${context.copies}`], 'dir'],
  ]);
  const to = random.pick(['./', '/app/', `/opt/${context.copies}/`, `/etc/acme-${random.next(9)}/`]);
  const flags = `${from ? `--from=${from} ` : ''}${chown ? `--chown=${chown} ` : ''}`;
  return [
    `COPY ${flags}${sources.join(' ')} ${to}`,
    { is: 'copy', sources, to, hash: hash(kind, random), ...(chown ? { chown } : {}), ...(from ? { from } : {}) },
  ];
};

const add: Maker = (random) => [
  'ADD rootfs.tar.gz /usr/local/',
  { is: 'add', sources: ['rootfs.tar.gz'], to: '/usr/local/', hash: hash('file', random) },
];

const env: Maker = (random, { args }) => {
  const name = random.pick(['APP_HOME', 'PORT', 'LANG', 'MODE']);
  const variable = args.at(-1);
  if (variable && random.next(2) === 0) {
    const written = `${name}=$${variable} TITLE="of \${${variable}}"`;
    return [
      `ENV ${written}`,
      { is: 'pairs', keyword: 'ENV', plain: `${name}=$${variable} TITLE=of \${${variable}}`, written },
    ];
  }
  const value = random.pick(['/srv', '8080', 'C.UTF-8', 'two words']);
  if (random.next(4) === 0)
    return [
      `ENV ${name} ${value}`,
      { is: 'pairs', keyword: 'ENV', plain: `${name}=${value}`, written: `${name} ${value}` },
    ];
  const written = `${name}="${value}" \\\n    B=1`;
  return [`ENV ${written}`, { is: 'pairs', keyword: 'ENV', plain: `${name}=${value} B=1`, written }];
};

const label: Maker = (random) => {
  const written = `org.example.title="Acme ${random.next(100)}" vendor=acme`;
  return [`LABEL ${written}`, { is: 'pairs', keyword: 'LABEL', plain: written.replaceAll('"', ''), written }];
};

const arg: Maker = (random, { args }) => {
  const name = random.pick(
    ['VERSION', 'TOKEN', 'CHANNEL', 'REVISION'].filter((each) => !args.includes(each)).concat(`EXTRA${args.length}`),
  );
  args.push(name);
  const value = random.maybe(random.pick(['1.0', 'stable']));
  return [
    `ARG ${name}${value === undefined ? '' : `=${value}`}`,
    value === undefined ? { is: 'arg', name } : { is: 'arg', name, value },
  ];
};

const command: Maker = (random) => {
  const keyword = random.pick(['CMD', 'ENTRYPOINT'] as const);
  const list = ['node', 'server.js', `--port=${random.next(9000)}`];
  const written = JSON.stringify(list).replaceAll(',', ', ');
  return [`${keyword} ${written}`, { is: 'command', keyword, list, written }];
};

const workdir: Maker = (random, context) => {
  const written = random.pick(['/app', '/srv/acme', 'sub', '..']);
  context.workdir = new URL(
    `${written.replace(/\/?$/, '/')}`,
    `file://${context.workdir.replace(/\/?$/, '/')}`,
  ).pathname.replace(/(.)\/$/, '$1');
  return [`WORKDIR ${written}`, { is: 'workdir', path: context.workdir, written }];
};

const expose: Maker = (random) => {
  const ports = random.pick([['8080'], ['80', '443/tcp'], ['53/udp', '53/tcp']]);
  return [`EXPOSE ${ports.join(' ')}`, { is: 'expose', ports }];
};

const plain: Maker = (random) =>
  random.pick<readonly [string, What]>([
    ['USER app', { is: 'plain', keyword: 'USER', text: 'app' }],
    ['USER 1000:1000', { is: 'plain', keyword: 'USER', text: '1000:1000' }],
    ['VOLUME /data', { is: 'plain', keyword: 'VOLUME', text: '[/data]' }],
    ['VOLUME ["/data", "/logs"]', { is: 'plain', keyword: 'VOLUME', text: '[/data /logs]' }],
    ['STOPSIGNAL SIGINT', { is: 'plain', keyword: 'STOPSIGNAL', text: 'SIGINT' }],
    ['MAINTAINER acme <a@example.com>', { is: 'plain', keyword: 'MAINTAINER', text: 'acme <a@example.com>' }],
    [
      'SHELL ["/bin/bash", "-o", "pipefail", "-c"]',
      { is: 'plain', keyword: 'SHELL', text: '[/bin/bash -o pipefail -c]' },
    ],
    [
      'HEALTHCHECK --interval=5s CMD curl -f http://localhost/',
      {
        is: 'plain',
        keyword: 'HEALTHCHECK',
        text: '&{["CMD-SHELL" "curl -f http://localhost/"] "5s" "0s" "0s" \'\\x00\'}',
      },
    ],
    [
      'HEALTHCHECK NONE',
      {
        is: 'plain',
        keyword: 'HEALTHCHECK',
        text: '{Test:[NONE] Interval:0s Timeout:0s StartPeriod:0s StartInterval:0s Retries:0}',
      },
    ],
  ]);

const onbuild: Maker = () => ['ONBUILD RUN echo built', { is: 'onbuild', text: 'RUN echo built' }];

const makers: readonly Maker[] = [
  run,
  run,
  run,
  run,
  mounted,
  copy,
  copy,
  copy,
  add,
  env,
  env,
  label,
  arg,
  command,
  workdir,
  workdir,
  expose,
  plain,
  plain,
  onbuild,
];
/** What docker's classic builder cannot build. */
const kitOnly = new Set<Maker>([mounted]);

/** A stage's instructions, `count` of them. */
export function instructions(random: Random, count: number, classic: boolean): Made[] {
  const context: Context = { workdir: '/', args: [], copies: 0 };
  const usable = makers.filter((maker) => !(classic && kitOnly.has(maker)));
  return [workdirFirst, ...Array.from({ length: count }, () => random.pick(usable))].map((maker, id) => {
    const [source, what] = maker(random, context);
    return { id, source, what };
  });
}

const workdirFirst: Maker = (_, context) => {
  context.workdir = '/app';
  return ['WORKDIR /app', { is: 'workdir', path: '/app', written: '/app' }];
};

/** Edits of a file after the build. */
export const mutations = {
  insert: (made, random) =>
    made.toSpliced(random.next(made.length + 1), 0, {
      id: 900,
      source: `RUN echo inserted ${random.next(99)}`,
      what: { is: 'run', command: '' },
    }),
  repeat: (made, random) => {
    const copied = random.pick(made);
    return made.toSpliced(random.next(made.length + 1), 0, { ...copied, id: 901 });
  },
  remove: (made, random) => made.toSpliced(random.next(made.length), 1),
  swap: (made, random) => {
    const [a, b] = [random.next(made.length), random.next(made.length)];
    return made.map((each, index) => (index === a ? made[b] : index === b ? made[a] : each) ?? each);
  },
  edit: (made, random) => {
    const at = random.next(made.length);
    return made.map((each, index) =>
      index === at && each.what.is === 'run' ? { ...each, source: `${each.source} --more` } : each,
    );
  },
  replace: (made, random) => {
    const other = instructions(random, 1, true).at(-1);
    return other ? made.with(random.next(made.length), { ...other, id: 902 }) : made;
  },
} satisfies Readonly<Record<string, (made: readonly Made[], random: Random) => readonly Made[]>>;
