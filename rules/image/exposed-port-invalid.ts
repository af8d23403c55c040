import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'exposed-port-invalid',
  aliases: ['DS-0008'],
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'correctness',
  summary: 'Exposed ports must be ports.',
  why: 'A port outside of 0 to 65535 can be published by nobody.',
  fault: 'invalid-port',
  bad: [
    { config: { ExposedPorts: { '[|70000/tcp|]': {} } }, layers: [] },
    { config: { ExposedPorts: { '[|http|]': {} } }, layers: [] },
  ],
  good: [{ config: { ExposedPorts: { '8080/tcp': {}, '53/udp': {}, '7000-7010/tcp': {} } }, layers: [] }],

  *check({ config }) {
    for (const port of config.exposed) {
      const [, from = '', to = from] = /^(\d+)(?:-(\d+))?(?:\/(?:tcp|udp|sctp))?$/.exec(port) ?? [];
      if (from !== '' && Number(from) <= 65535 && Number(to) <= 65535) continue;
      yield {
        place: { kind: 'config', key: `ExposedPorts.${port}` },
        message: `\`${port}\` is no port.`,
        evidence: [{ kind: 'value', name: 'port', value: port }],
        help: 'Expose a number from 0 to 65535, with `/tcp` or `/udp`.',
      };
    }
  },
});
