import { givenIn } from '../../src/image/mode.ts';
import type { FileTree, Version } from '../../src/image/model.ts';
import { once } from '../../src/image/once.ts';
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
    {
      name: 'a shell under another name',
      severity: 'error',
      layers: [{ 'bin/bash': { size: 2000, mode: 0o755 }, '[|usr/local/bin/helper|]': { size: 2000, mode: 0o4755 } }],
      message: '`/usr/local/bin/helper`, a copy of `bash`, runs as its owner (uid 0) whoever starts it: mode 4755.',
    },
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
    const found = files.unusual.filter(
      ({ entry: { type, mode } }) => (mode & 0o6000) !== 0 && (mode & 0o111) !== 0 && type === 'file',
    );
    const isUsual = ({ path }: Version) => severityOf(path) === 'info';
    const shells = once(() => contentsOf(files));
    for (const version of found.filter((one) => !isUsual(one))) {
      const { mode, uid, gid, size, hash } = version.entry;
      const shell = hash === undefined ? undefined : shells().get(`${size} ${hash}`);
      const copied = shell === undefined || version.path.endsWith(`/${shell}`) ? '' : `, a copy of \`${shell}\`,`;
      const setuid = (mode & 0o4000) !== 0;
      yield {
        place: files.at(givenIn(files, version, mode & 0o6000)),
        message: `\`/${version.path}\`${copied} runs as its ${setuid ? `owner (uid ${uid})` : `group (gid ${gid})`} whoever starts it: mode ${octal(mode)}.`,
        evidence: [{ kind: 'file', path: version.path, size, mode, uid, gid }],
        severity: copied === '' ? severityOf(version.path) : 'error',
        help: `Take the bit away if nothing needs it: \`chmod ${setuid ? 'u-s' : 'g-s'} /${version.path}\`.`,
      };
    }
    // What a distribution ships is told once for each layer that brought it.
    for (const versions of Map.groupBy(found.filter(isUsual), ({ layer }) => layer).values()) {
      const [first] = versions;
      if (!first) continue;
      const names = versions.map(({ path }) => `\`${nameOf(path)}\``);
      yield {
        place: files.at(first),
        message: `${versions.length === 1 ? 'A program runs' : `${versions.length} programs run`} as their owner or group whoever starts them, as distributions ship them: ${names.join(', ')}.`,
        evidence: versions.map(({ path, entry: { size, mode, uid, gid } }) => ({
          kind: 'file',
          path,
          size,
          mode,
          uid,
          gid,
        })),
        severity: 'info',
        help: 'Few containers need any: `find / -xdev -perm /6000 -type f -exec chmod a-s {} +` in the RUN that installs them.',
      };
    }
  },
});

/** Names of dangerous programs by size and content. */
function contentsOf(files: FileTree): ReadonlyMap<string, string> {
  const programs = files.all.filter(
    ({ path, entry }) => entry.type === 'file' && entry.hash !== undefined && dangerous.has(nameOf(path)),
  );
  return new Map(programs.map(({ path, entry }) => [`${entry.size} ${entry.hash}`, nameOf(path)]));
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function severityOf(path: string): Severity {
  const name = nameOf(path);
  if (dangerous.has(name)) return 'error';
  return usual.has(name) ? 'info' : 'warning';
}
