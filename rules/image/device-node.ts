import { defineRule } from '../../src/rule.ts';

/** What runtimes bring themselves, and some builders leave in the tar. */
const standard = /^dev\/(null|zero|full|random|urandom|tty|console|ptmx|fuse|net\/tun|pts\/ptmx|kmsg)$/;

export default defineRule({
  id: 'device-node',
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'security',
  securitySeverity: 6,
  summary: 'An image must bring no devices of its own.',
  why: 'A block device in a layer is a way to the host’s disk for whoever may open it.',
  bad: [
    { layers: [{ '[|dev/sda|]': { type: 'block', mode: 0o660 } }] },
    { layers: [{ '[|srv/mem|]': { type: 'char', mode: 0o600 } }] },
  ],
  good: [{ layers: [{ 'dev/null': { type: 'char', mode: 0o666 }, 'run/fifo': { type: 'fifo' } }] }],

  *check({ files }) {
    for (const version of files.unusual.filter(({ entry: { type } }) => type === 'block' || type === 'char')) {
      const { type, mode } = version.entry;
      if (standard.test(version.path)) continue;
      yield {
        place: files.at(version),
        message: `\`/${version.path}\` is a ${type === 'block' ? 'block' : 'character'} device.`,
        evidence: [{ kind: 'file', path: version.path, mode }],
        help: 'Leave it out; `docker run --device` gives a container the device that it needs.',
      };
    }
  },
});
