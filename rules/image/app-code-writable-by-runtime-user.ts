import { defineRule } from '../../src/rule.ts';

const code = /\.(js|mjs|cjs|ts|py|rb|php|pl|sh|jar|war|class|dll|so|html)$/;

export default defineRule({
  id: 'app-code-writable-by-runtime-user',
  on: 'image',
  reads: ['passwd', 'group'],
  since: '1.0',
  severity: 'off',
  category: 'security',
  securitySeverity: 3,
  summary: 'The user that runs should not be able to change what it runs.',
  why: 'Code that its own process can write turns one hole into a lasting one, until the container is replaced.',
  bad: [
    {
      config: { User: '1000', WorkingDir: '/app' },
      layers: [{ '[|app/server.js|]': { content: 'x', uid: 1000, mode: 0o644 } }],
    },
  ],
  good: [
    {
      config: { User: '1000', WorkingDir: '/app' },
      layers: [{ 'app/server.js': { content: 'x', uid: 0, mode: 0o644 } }],
    },
    {
      config: { User: '1000', WorkingDir: '/app' },
      layers: [{ 'app/server.js': { content: 'x', uid: 1000, mode: 0o444 } }],
    },
    { name: 'root may everything anyway', config: { WorkingDir: '/app' }, layers: [{ 'app/server.js': 'x' }] },
  ],

  *check({ files, user, config }) {
    if (user.uid === undefined || user.uid === 0 || config.workdir.length < 2) return;
    const folder = config.workdir.slice(1).replace(/\/+$/, '');
    const open = files.below(folder).filter(({ path, entry }) => {
      if (entry.type !== 'file' || (!code.test(path) && (entry.mode & 0o111) === 0)) return false;
      return (
        (entry.uid === user.uid && (entry.mode & 0o200) !== 0) || (entry.gid === user.gid && (entry.mode & 0o020) !== 0)
      );
    });
    const [first] = open;
    if (!first) return;
    yield {
      place: files.at(first),
      message: `\`${user.text}\` can change the code that it runs: \`/${first.path}\`${open.length > 1 ? ` and ${open.length - 1} more files` : ''}.`,
      evidence: [
        { kind: 'file', path: first.path, uid: first.entry.uid, gid: first.entry.gid, mode: first.entry.mode },
      ],
      help: 'Copy the code as root, and give the user only the folders that it writes to.',
    };
  },
});
