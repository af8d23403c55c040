import { commandsOf } from '../../src/dockerfile/commands.ts';
import { images } from '../../src/dockerfile/images.ts';
import { installs } from '../../src/dockerfile/packages.ts';
import { defineRule } from '../../src/rule.ts';

/** Packages of servers that keep state, and where they keep it. */
interface Server {
  /** One of these is in the name: most names are told by them. */
  readonly called: readonly string[];
  readonly name: RegExp;
  readonly data: string;
  /** Where the packages of Red Hat's family have it. */
  readonly rpm?: string;
  /** In what the container starts. */
  readonly starts: RegExp;
}

const servers: readonly Server[] = [
  {
    called: ['postgresql'],
    name: /^postgresql(?:-?\d+(?:\.\d+)?)?(?:-server)?$/,
    data: '/var/lib/postgresql',
    rpm: '/var/lib/pgsql',
    starts: /postgres|pg_ctl/i,
  },
  {
    called: ['mysql', 'mariadb'],
    name: /^(?:default-)?mysql(?:-community)?-server(?:-[\d.]+)?$|^mariadb(?:-server)?(?:-[\d.]+)?$/,
    data: '/var/lib/mysql',
    starts: /mysql|maria/i,
  },
  { called: ['redis'], name: /^redis(?:-server)?$/, data: '/var/lib/redis', starts: /redis/i },
  { called: ['mongodb'], name: /^mongodb(?:-org)?(?:-server)?$/, data: '/var/lib/mongodb', starts: /mongo/i },
  { called: ['rabbitmq'], name: /^rabbitmq-server$/, data: '/var/lib/rabbitmq', starts: /rabbit/i },
  { called: ['elasticsearch'], name: /^elasticsearch$/, data: '/var/lib/elasticsearch', starts: /elastic/i },
  { called: ['opensearch'], name: /^opensearch$/, data: '/var/lib/opensearch', starts: /opensearch/i },
  { called: ['cassandra'], name: /^cassandra$/, data: '/var/lib/cassandra', starts: /cassandra/i },
  { called: ['couchdb'], name: /^couchdb$/, data: '/var/lib/couchdb', starts: /couch/i },
  { called: ['influxdb'], name: /^influxdb2?$/, data: '/var/lib/influxdb', starts: /influx/i },
  { called: ['clickhouse'], name: /^clickhouse-server$/, data: '/var/lib/clickhouse', starts: /clickhouse/i },
];
const managers = new Set(['apt', 'apk', 'yum', 'dnf', 'zypper']);

export default defineRule({
  id: 'state-in-image',
  on: 'dockerfile',
  needs: { texts: servers.flatMap(({ called }) => called) },
  since: '1.0',
  severity: 'info',
  category: 'runtime',
  summary: 'An image with a database or queue should declare a VOLUME for its data.',
  why: 'Without one the data is written into the container’s own layer: slow, and gone with the container.',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN apt-get update && apt-get install -y [|redis-server|]\nCMD ["redis-server"]',
      message: '`redis-server` keeps its data in `/var/lib/redis`, and no `VOLUME` is declared.',
    },
    'FROM alpine:3.22\nRUN apk add --no-cache [|postgresql17|] bash\nCMD ["postgres"]',
    {
      code: 'FROM fedora:41\nRUN dnf install -y [|postgresql-server|] postgresql\nCMD ["postgres"]',
      message: '`postgresql-server` keeps its data in `/var/lib/pgsql`, and no `VOLUME` is declared.',
    },
  ],
  good: [
    'FROM debian:12.9\nRUN apt-get install -y redis-server\nVOLUME /var/lib/redis\nCMD ["redis-server"]',
    'FROM debian:12.9\nRUN apt-get install -y postgresql-client redis-tools\nCMD ["app"]',
    'FROM debian:12.9 AS test\nRUN apt-get install -y redis-server\nFROM debian:12.9\nCMD ["app"]',
    'FROM redis:8\nCMD ["redis-server"]',
    'FROM debian:12.9\nRUN apt-get install -y redis-server\nCMD ["bash"]',
    'FROM alpine:3.22\nRUN apk add --no-cache redis supervisor\nCMD ["supervisord"]',
  ],

  *check(file) {
    for (const stage of images(file)) {
      if (stage.lineage.some((one) => one.of('volume').length > 0)) continue;
      // A toolbox that has a server in it, to test against, keeps no state.
      const started = stage.lineage
        .flatMap((one) => one.of('cmd', 'entrypoint'))
        .map(({ span }) => file.text.slice(span.start, span.end));
      const found = new Set<Server>();
      for (const command of stage.lineage.flatMap(commandsOf)) {
        const install = installs(command);
        if (!install || !managers.has(install.manager.name)) continue;
        for (const { name, word } of install.packages) {
          const server = name === undefined ? undefined : serverOf(name);
          // A supervisor may start anything; a bare `redis` beside it is often there for its client.
          const runs = (text: string) => server?.starts.test(text) || (/supervisor/i.test(text) && name !== 'redis');
          if (!server || found.has(server) || !started.some(runs)) continue;
          found.add(server);
          const data = (install.manager.versions === 'rpm' && server.rpm) || server.data;
          yield {
            place: word.place,
            message: `\`${name}\` keeps its data in \`${data}\`, and no \`VOLUME\` is declared.`,
            evidence: [{ kind: 'package', manager: install.manager.name, name: name ?? '' }],
            help: `Add \`VOLUME ${data}\`, or use the official image of the server.`,
          };
        }
      }
    }
  },
});

function serverOf(name: string): Server | undefined {
  return servers.find((one) => one.called.some((word) => name.includes(word)) && one.name.test(name));
}
