import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'sudoers-nopasswd',
  on: 'image',
  reads: ['sudoers'],
  since: '1.0',
  severity: 'warning',
  category: 'security',
  securitySeverity: 7,
  summary: 'Nobody may become root without a password.',
  why: '`NOPASSWD: ALL` makes the unprivileged user root whenever something in the container asks for it.',
  bad: [{ layers: [{ '[|etc/sudoers.d/app|]': 'app ALL=(ALL) NOPASSWD: ALL\n' }] }],
  good: [
    { layers: [{ 'etc/sudoers': '# app ALL=(ALL) NOPASSWD: ALL\n%sudo ALL=(ALL:ALL) ALL\n' }] },
    { name: 'one command', layers: [{ 'etc/sudoers.d/app': 'app ALL=(root) NOPASSWD: /usr/sbin/nginx -s reload\n' }] },
  ],

  *check({ sudoers }) {
    for (const { who, nopasswd, all, place } of sudoers) {
      if (!nopasswd || !all) continue;
      yield {
        place,
        message: `\`${who}\` may become root without a password.`,
        evidence: [{ kind: 'account', user: who, state: 'NOPASSWD: ALL' }],
        help: 'Leave sudo out, and run the steps that need root before `USER`.',
      };
    }
  },
});
