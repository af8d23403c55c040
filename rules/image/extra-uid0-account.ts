import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'extra-uid0-account',
  on: 'image',
  reads: ['passwd'],
  since: '1.0',
  severity: 'error',
  category: 'security',
  securitySeverity: 7.5,
  summary: 'Only root may have the uid 0.',
  why: 'Any other account of that number is root by another name, which nobody looks for.',
  bad: [{ layers: [{ '[|etc/passwd|]': 'root:x:0:0::/root:/bin/sh\nadmin:x:0:0::/:/bin/sh\n' }] }],
  good: [
    { layers: [{ 'etc/passwd': 'root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/:/bin/sh\n' }] },
    {
      name: 'accounts that cannot log in',
      layers: [
        {
          'etc/passwd':
            'root:x:0:0::/root:/bin/ash\noperator:x:0:0::/root:/sbin/nologin\nsync:x:0:0::/sbin:/bin/sync\nhalt:x:0:0::/sbin:/sbin/halt\n',
        },
      ],
    },
  ],

  *check({ passwd }) {
    for (const { user, uid, shell, place } of passwd) {
      if (uid !== 0 || user === 'root' || /\/(nologin|false|sync|halt|shutdown)$/.test(shell)) continue;
      yield {
        place,
        message: `\`${user}\` has the uid 0: it is root by another name.`,
        evidence: [{ kind: 'account', user, uid }],
        help: 'Give it a number of its own, or remove it.',
      };
    }
  },
});
