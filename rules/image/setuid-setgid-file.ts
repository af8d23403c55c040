import { defineRule, type Severity } from '../../src/rule.ts';

/** What distributions ship with these bits: base names. */
const usual = new Set(
  'passwd su mount umount chsh chfn newgrp gpasswd chage expiry unix_chkpwd wall ssh-agent ssh-keysign dbus-daemon-launch-helper pam_timestamp_check bsd-write write crontab fusermount fusermount3 at pkexec polkit-agent-helper-1 utempter newuidmap newgidmap'.split(
    ' ',
  ),
);

/** What hands out a shell or any file when it runs as its owner. */
const dangerous = new Set(
  'sh bash dash ash zsh ksh busybox python python3 perl ruby node php lua env find vim vi nano less more awk gawk mawk sed tar cp mv dd rsync nmap gdb strace docker make git tee xargs'.split(
    ' ',
  ),
);

export default defineRule({
  id: 'setuid-setgid-file',
  aliases: ['CIS-DI-0008'],
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'security',
  securitySeverity: 5.5,
  summary: 'Files that run as their owner or group must be known and wanted.',
  why: 'A setuid program gives whoever runs it the rights of its owner: a way up for an intruder that few containers need.',
  bad: [
    { layers: [{ '[|usr/local/bin/helper|]': { content: 'x', mode: 0o4755 } }] },
    { severity: 'error', layers: [{ '[|bin/bash|]': { content: 'x', mode: 0o4755 } }] },
    { severity: 'info', layers: [{ '[|usr/bin/passwd|]': { content: 'x', mode: 0o4755 } }] },
    { layers: [{ '[|usr/local/bin/helper|]': { content: 'x', mode: 0o2755 } }] },
  ],
  good: [
    { layers: [{ 'usr/local/bin/helper': { content: 'x', mode: 0o755 } }] },
    { layers: [{ 'var/mail': { type: 'dir', mode: 0o2775 } }] },
    {
      name: 'a deleted one',
      layers: [{ 'usr/local/bin/helper': { content: 'x', mode: 0o4755 } }, { 'usr/local/bin/.wh.helper': '' }],
    },
  ],

  *check({ files }) {
    for (const version of files.all) {
      const { path, type, mode, uid, gid, size } = version.entry;
      if ((mode & 0o6000) === 0 || (type !== 'file' && type !== 'hardlink')) continue;
      const setuid = (mode & 0o4000) !== 0;
      const executable = (mode & 0o111) !== 0;
      if (!executable) continue;
      yield {
        place: files.at(version),
        message: `\`/${path}\` runs as its ${setuid ? `owner (uid ${uid})` : `group (gid ${gid})`} whoever starts it: mode ${mode.toString(8).padStart(4, '0')}.`,
        evidence: [{ kind: 'file', path, size, mode, uid, gid }],
        severity: severityOf(path),
        help: `Take the bit away if nothing needs it: \`chmod ${setuid ? 'u-s' : 'g-s'} /${path}\`.`,
      };
    }
  },
});

function severityOf(path: string): Severity {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (dangerous.has(name)) return 'error';
  return usual.has(name) ? 'info' : 'warning';
}
