import { defineRule } from '../../src/rule.ts';

/** Numbers that distributions share on purpose: Alpine and busybox give root's and others' to service accounts. */
const shared = new Set(['operator', 'halt', 'shutdown', 'sync', 'toor', 'nogroup', 'nobody']);

export default defineRule({
  id: 'duplicate-uid-gid',
  aliases: ['DKL-LI-0002'],
  on: 'image',
  reads: ['passwd', 'group'],
  since: '1.0',
  severity: 'warning',
  category: 'security',
  securitySeverity: 3,
  summary: 'No two accounts may share a number.',
  why: 'Files belong to numbers: two users with one are one user to the kernel, and what the one may the other may too.',
  bad: [
    { layers: [{ '[|etc/passwd|]': 'app:x:1000:1000::/:/bin/sh\nweb:x:1000:1001::/:/bin/sh\n' }] },
    { layers: [{ '[|etc/group|]': 'app:x:1000:\nweb:x:1000:\n' }] },
  ],
  good: [
    { layers: [{ 'etc/passwd': 'app:x:1000:1000::/:/bin/sh\nweb:x:1001:1001::/:/bin/sh\n' }] },
    {
      name: 'as Alpine ships it',
      layers: [{ 'etc/passwd': 'root:x:0:0::/root:/bin/ash\noperator:x:0:0::/root:/sbin/nologin\n' }],
    },
  ],

  *check({ passwd, group }) {
    const users = passwd.map(({ user, uid, place }) => ({ name: user, number: uid, place }));
    const groups = group.map(({ group: name, gid, place }) => ({ name, number: gid, place }));
    for (const [kind, list] of [['uid', users] as const, ['gid', groups] as const]) {
      const first = new Map<number, string>();
      for (const { name, number, place } of list) {
        const other = first.get(number);
        if (other === undefined) first.set(number, name);
        // Another account of root's number is a fault of its own.
        if (other === undefined || other === name || (kind === 'uid' && number === 0) || shared.has(name)) continue;
        yield {
          place,
          message: `\`${name}\` and \`${other}\` share the ${kind} ${number}.`,
          evidence: [{ kind: 'account', user: name, ...(kind === 'uid' && { uid: number }) }],
          help: 'Give each its own number.',
        };
      }
    }
  },
});
