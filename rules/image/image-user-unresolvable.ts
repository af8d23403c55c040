import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'image-user-unresolvable',
  on: 'image',
  reads: ['passwd', 'group'],
  since: '1.0',
  severity: 'error',
  category: 'runtime',
  summary: 'The user and group of an image must be known in it.',
  why: 'A name that `/etc/passwd` or `/etc/group` does not have keeps every container from starting.',
  bad: [
    { config: { User: '[|app|]' }, layers: [{ 'etc/passwd': 'root:x:0:0::/root:/bin/sh\n' }] },
    {
      config: { User: '[|app:web|]' },
      layers: [{ 'etc/passwd': 'app:x:1000:1000::/:/bin/sh\n', 'etc/group': 'app:x:1000:\n' }],
    },
    { name: 'no accounts at all', config: { User: '[|app|]' }, layers: [{ 'app/server': 'x' }] },
  ],
  good: [
    { config: { User: 'app' }, layers: [{ 'etc/passwd': 'app:x:1000:1000::/:/bin/sh\n' }] },
    { config: { User: '1000:1000' }, layers: [] },
    { config: { User: '' }, layers: [] },
  ],

  *check({ user }) {
    if (!user.missing) return;
    const file = user.missing === 'user' ? '/etc/passwd' : '/etc/group';
    yield {
      place: { kind: 'config', key: 'User' },
      message: `The image runs as \`${user.text}\`, and its ${user.missing} is not in \`${file}\`: no container of it starts.`,
      evidence: [{ kind: 'account', user: user.text, state: `${user.missing} missing` }],
      help: `Add the ${user.missing}, or name it by number.`,
    };
  },
});
