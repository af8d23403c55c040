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
    const unowned = files.all.filter(({ entry }) => !known.has(entry.uid));
    const [first] = unowned;
    if (!first) return;
    const uids = [...new Set(unowned.map(({ entry }) => entry.uid))].sort((a, b) => a - b);
    const who =
      uids.length === 1
        ? `the uid ${uids[0]}`
        : `the uids ${uids.slice(0, 5).join(', ')}${uids.length > 5 ? ' …' : ''}`;
    yield {
      place: files.at(first),
      message: `${unowned.length === 1 ? `\`/${first.path}\` belongs` : `\`/${first.path}\` and ${unowned.length - 1} more belong`} to ${who}, which nobody has.`,
      evidence: [{ kind: 'file', path: first.path, uid: first.entry.uid, gid: first.entry.gid }],
      help: 'Copy with `--chown`, `chown` them in the RUN that brings them, or make the user.',
    };
  },
});
