import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'unlocked-root',
  on: 'image',
  reads: ['shadow'],
  since: '1.0',
  severity: 'warning',
  category: 'security',
  securitySeverity: 6,
  summary: 'The root account must have no password.',
  why: 'Every copy of the image has the same one, and whoever has the image can try it as long as they like.',
  bad: [
    {
      layers: [
        {
          '[|etc/shadow|]':
            'root:$6$saltsalt$abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv:19000::::::\n',
        },
      ],
    },
  ],
  good: [{ layers: [{ 'etc/shadow': 'root:*:19000::::::\napp:!:19000::::::\n' }] }],

  *check({ shadow }) {
    for (const { user, state, place } of shadow) {
      if (user !== 'root' || (state !== 'hashed' && state !== 'des')) continue;
      yield {
        place,
        message: '`root` has a password, the same in every container of this image.',
        evidence: [{ kind: 'account', user, state }],
        help: 'Lock the account: `passwd -l root`.',
      };
    }
  },
});
