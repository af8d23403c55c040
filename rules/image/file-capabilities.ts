import { defineRule } from '../../src/rule.ts';

const names =
  'chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable net_bind_service net_broadcast net_admin net_raw ipc_lock ipc_owner sys_module sys_rawio sys_chroot sys_ptrace sys_pacct sys_admin sys_boot sys_nice sys_resource sys_time sys_tty_config mknod lease audit_write audit_control setfcap mac_override mac_admin syslog wake_alarm block_suspend audit_read perfmon bpf checkpoint_restore'.split(
    ' ',
  );
const dangerous = new Set(
  'dac_override dac_read_search setgid setuid setpcap sys_module sys_rawio sys_ptrace sys_admin sys_boot net_admin setfcap mac_override bpf fowner chown mknod'.split(
    ' ',
  ),
);
/** What its program needs, and every container has anyway. */
const usual = new Set(['net_bind_service', 'net_raw']);

export default defineRule({
  id: 'file-capabilities',
  aliases: ['CIS-DI-0008'],
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'security',
  securitySeverity: 6,
  summary: 'Files that give their process capabilities must be known and wanted.',
  why: 'A capability on a file is a part of root for whoever runs it, and `ls -l` does not show it.',
  bad: [
    {
      severity: 'error',
      layers: [
        {
          '[|usr/bin/tool|]': {
            content: 'x',
            mode: 0o755,
            xattrs: {
              'security.capability': new Uint8Array([1, 0, 0, 2, 0, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
            },
          },
        },
      ],
    },
    {
      severity: 'info',
      layers: [
        {
          '[|bin/ping|]': {
            content: 'x',
            mode: 0o755,
            xattrs: {
              'security.capability': new Uint8Array([1, 0, 0, 2, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
            },
          },
        },
      ],
    },
  ],
  good: [{ layers: [{ 'usr/bin/tool': { content: 'x', mode: 0o755 } }] }],

  *check({ files }) {
    for (const version of files.unusual.filter(({ entry }) => entry.capability !== undefined)) {
      const { capability, size, mode } = version.entry;
      if (capability === undefined) continue;
      const given = capabilitiesOf(capability);
      if (given.length === 0) continue;
      const severity = given.some((name) => dangerous.has(name))
        ? 'error'
        : given.every((name) => usual.has(name))
          ? 'info'
          : 'warning';
      yield {
        place: files.at(version),
        message: `\`/${version.path}\` gives its process ${given.map((name) => `\`cap_${name}\``).join(', ')}.`,
        evidence: [{ kind: 'file', path: version.path, size, mode }],
        severity,
        help: `Take it away if nothing needs it: \`setcap -r /${version.path}\`.`,
      };
    }
  },
});

/** The permitted set: 32 bits behind the magic, 32 more behind the inheritable ones (linux/capability.h, VFS_CAP_REVISION 2 and 3). */
function capabilitiesOf(hex: string): string[] {
  const word = (at: number) => {
    const bytes = hex.slice(at * 2, at * 2 + 8).match(/../g) ?? [];
    return bytes.reduceRight((value, byte) => value * 256 + Number.parseInt(byte, 16), 0);
  };
  const low = word(4);
  const high = word(12);
  return names.filter((_, bit) => (bit < 32 ? (low >>> bit) & 1 : (high >>> (bit - 32)) & 1));
}
