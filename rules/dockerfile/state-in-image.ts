import { commandsOf } from '../../src/dockerfile/commands.ts';
import { images } from '../../src/dockerfile/images.ts';
import { installs } from '../../src/dockerfile/packages.ts';
import { defineRule } from '../../src/rule.ts';

/** Packages of servers that keep state, and where they keep it. */
const servers: readonly { readonly name: RegExp; readonly data: string }[] = [
  { name: /^postgresql(?:-?\d+(?:\.\d+)?)?(?:-server)?$/, data: '/var/lib/postgresql' },
  {
    name: /^(?:default-)?mysql(?:-community)?-server(?:-[\d.]+)?$|^mariadb(?:-server)?(?:-[\d.]+)?$/,
    data: '/var/lib/mysql',
  },
  { name: /^redis(?:-server)?$/, data: '/var/lib/redis' },
  { name: /^mongodb(?:-org)?(?:-server)?$/, data: '/var/lib/mongodb' },
  { name: /^rabbitmq-server$/, data: '/var/lib/rabbitmq' },
  { name: /^(?:elasticsearch|opensearch)$/, data: '/var/lib/elasticsearch' },
  { name: /^(?:cassandra|couchdb|influxdb2?|clickhouse-server)$/, data: '/var/lib' },
];
const managers = new Set(['apt', 'apk', 'yum', 'dnf', 'zypper']);

export default defineRule({
  id: 'state-in-image',
  on: 'dockerfile',
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
  ],
  good: [
    'FROM debian:12.9\nRUN apt-get install -y redis-server\nVOLUME /var/lib/redis\nCMD ["redis-server"]',
    'FROM debian:12.9\nRUN apt-get install -y postgresql-client redis-tools\nCMD ["app"]',
    'FROM debian:12.9 AS test\nRUN apt-get install -y redis-server\nFROM debian:12.9\nCMD ["app"]',
    'FROM redis:8\nCMD ["redis-server"]',
    'FROM debian:12.9\nRUN apt-get install -y redis-server\nCMD ["bash"]',
  ],

  *check(file) {
    for (const stage of images(file)) {
      if (stage.lineage.some((one) => one.of('volume').length > 0)) continue;
      // A toolbox that has a server in it, to test against, keeps no state.
      const started = stage.lineage
        .flatMap((one) => one.of('cmd', 'entrypoint'))
        .map(({ span }) => file.text.slice(span.start, span.end));
      if (
        !started.some((text) =>
          /postgres|mysql|maria|redis|mongo|rabbit|elastic|opensearch|cassandra|couch|influx|clickhouse|supervisor/i.test(
            text,
          ),
        )
      )
        continue;
      for (const command of stage.lineage.flatMap(commandsOf)) {
        const install = installs(command);
        if (!install || !managers.has(install.manager.name)) continue;
        for (const { name, word } of install.packages) {
          const server = servers.find((one) => name !== undefined && one.name.test(name));
          if (!server) continue;
          yield {
            place: word.place,
            message: `\`${name}\` keeps its data in \`${server.data}\`, and no \`VOLUME\` is declared.`,
            evidence: [{ kind: 'package', manager: install.manager.name, name: name ?? '' }],
            help: `Add \`VOLUME ${server.data}\`, or use the official image of the server.`,
          };
        }
      }
    }
  },
});
