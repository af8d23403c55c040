import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'image-runs-as-root',
  aliases: ['CIS-DI-0001', 'DS-0002', 'DL3002'],
  on: 'image',
  reads: ['passwd'],
  since: '1.0',
  severity: 'warning',
  category: 'security',
  securitySeverity: 6.5,
  summary: 'An image must not run as root.',
  why: 'A process that runs as root in the container is root on the host the moment it breaks out, and can change every file of the image until then.',
  fault: 'runs-as-root',
  bad: [
    { config: { '[|User|]': '' }, layers: [] },
    { config: { User: '[|0:0|]' }, layers: [] },
    {
      name: 'a name whose uid is 0',
      config: { User: '[|toor|]' },
      layers: [{ 'etc/passwd': 'root:x:0:0::/root:/bin/sh\ntoor:x:0:0::/root:/bin/sh\n' }],
    },
  ],
  good: [
    { config: { User: '1000' }, layers: [] },
    { config: { User: 'app' }, layers: [{ 'etc/passwd': 'app:x:1000:1000::/:/bin/sh\n' }] },
    { name: 'a user that cannot be resolved', config: { User: 'app' }, layers: [] },
  ],

  *check({ user }) {
    if (user.uid !== 0) return;
    const how = user.text === '' ? 'sets no `User`, so it runs as root' : `runs as \`${user.text}\`, which is uid 0`;
    yield {
      place: { kind: 'config', key: 'User' },
      message: `The image ${how}.`,
      evidence: [{ kind: 'account', user: user.text, uid: 0 }],
      help: 'Set an unprivileged user in the Dockerfile: `USER 10001`.',
    };
  },
});
