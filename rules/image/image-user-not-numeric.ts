import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'image-user-not-numeric',
  aliases: ['DL3066'],
  on: 'image',
  since: '1.0',
  severity: 'info',
  category: 'security',
  summary: 'The user of an image should be a number.',
  why: 'Kubernetes cannot tell whether a name is root, and refuses it under `runAsNonRoot`.',
  fault: 'non-numeric-user',
  bad: [{ config: { User: '[|app|]' }, layers: [{ 'etc/passwd': 'app:x:1000:1000::/:/bin/sh\n' }] }],
  good: [
    { config: { User: '1000' }, layers: [] },
    { config: { User: '1000:app' }, layers: [] },
    { config: { User: '' }, layers: [] },
    { name: 'root is another fault', config: { User: 'root' }, layers: [] },
  ],

  *check({ user }) {
    const [name = ''] = user.text.split(':');
    if (name === '' || /^\d+$/.test(name) || user.uid === 0 || name === 'root' || user.missing) return;
    yield {
      place: { kind: 'config', key: 'User' },
      message: `The image runs as \`${name}\`, a name that Kubernetes cannot check against \`runAsNonRoot\`.`,
      evidence: [{ kind: 'account', user: name, ...(user.uid !== undefined && { uid: user.uid }) }],
      help: `Name the user by its number: \`USER ${user.uid ?? 10001}\`.`,
    };
  },
});
