import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'empty-password',
  aliases: ['DKL-LI-0001'],
  on: 'image',
  reads: ['shadow'],
  since: '1.0',
  severity: 'error',
  category: 'security',
  securitySeverity: 9,
  summary: 'No account may have an empty password.',
  why: 'An empty second field in `/etc/shadow` lets anyone log in as that user.',
  bad: [{ layers: [{ '[|etc/shadow|]': 'root::19000:0:99999:7:::\n' }] }],
  good: [
    { layers: [{ 'etc/shadow': 'root:*:19000:0:99999:7:::\n' }] },
    { name: 'put right later', layers: [{ 'etc/shadow': 'root::19000:::\n' }, { 'etc/shadow': 'root:*:19000:::\n' }] },
  ],

  *check({ shadow }) {
    for (const { user, state, place } of shadow) {
      if (state !== 'empty') continue;
      yield {
        place,
        message: `\`${user}\` has an empty password.`,
        evidence: [{ kind: 'account', user, state }],
        help: `Lock the account: \`passwd -l ${user}\`.`,
      };
    }
  },
});
