import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'unowned-files',
  on: 'image',
  reads: ['passwd', 'group'],
  since: '1.0',
  severity: 'info',
  category: 'security',
  securitySeverity: 2,
  summary: 'Files should belong to users that the image knows.',
  why: 'A number without a name is mostly left over from the machine that built, and belongs to whoever gets that number later.',
  bad: [
    {
      layers: [{ 'etc/passwd': 'root:x:0:0::/root:/bin/sh\n', '[|app/server|]': { content: 'x', uid: 501, gid: 20 } }],
    },
  ],
  good: [
    {
      layers: [
        {
          'etc/passwd': 'root:x:0:0::/root:/bin/sh\napp:x:501:501::/:/bin/sh\n',
          'app/server': { content: 'x', uid: 501 },
        },
      ],
    },
    {
      name: 'the user it runs as',
      config: { User: '10001' },
      layers: [{ 'etc/passwd': 'root:x:0:0::/root:/bin/sh\n', 'app/data': { content: 'x', uid: 10001 } }],
    },
    { name: 'no accounts at all', layers: [{ 'app/server': { content: 'x', uid: 501 } }] },
  ],

  *check({ files, passwd, user }) {
    if (passwd.length === 0) return;
    const known = new Set([...passwd.map(({ uid }) => uid), ...(user.uid === undefined ? [] : [user.uid])]);
    const unowned = Map.groupBy(
      [...files.all].filter(({ entry }) => !known.has(entry.uid)),
      ({ entry }) => entry.uid,
    );
    for (const [uid, versions] of unowned) {
      const [first] = versions;
      if (!first) continue;
      yield {
        place: files.at(first),
        message: `${versions.length === 1 ? `\`/${first.path}\` belongs` : `\`/${first.path}\` and ${versions.length - 1} more belong`} to the uid ${uid}, which nobody has.`,
        evidence: [{ kind: 'file', path: first.path, uid, gid: first.entry.gid }],
        help: 'Copy with `--chown`, or make the user.',
      };
    }
  },
});
