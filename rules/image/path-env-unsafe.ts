import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'path-env-unsafe',
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'security',
  securitySeverity: 5.5,
  summary: 'PATH must hold only folders that nobody else can write to.',
  why: 'Whoever can write into a folder of PATH decides what `ls` means to everybody who types it.',
  bad: [
    { config: { Env: ['[|PATH=/usr/bin:.:/bin|]'] }, layers: [] },
    { config: { Env: ['[|PATH=/usr/bin::/bin|]'] }, layers: [] },
    { config: { Env: ['[|PATH=/tmp/bin:/usr/bin|]'] }, layers: [] },
    { config: { Env: ['[|PATH=/opt/tools:/usr/bin|]'] }, layers: [{ 'opt/tools/': { type: 'dir', mode: 0o777 } }] },
  ],
  good: [
    {
      config: { Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/bin:/bin'] },
      layers: [{ 'usr/bin/': { type: 'dir', mode: 0o755 } }],
    },
    {
      name: 'a link is always 0777',
      config: { Env: ['PATH=/bin'] },
      layers: [{ bin: { link: 'usr/bin' }, 'usr/bin/': { type: 'dir', mode: 0o755 } }],
    },
    { config: { Env: [] }, layers: [] },
  ],

  *check({ config, files }) {
    const path = config.env.findLast(({ name }) => name === 'PATH')?.value;
    if (path === undefined || config.os === 'windows') return;
    for (const folder of new Set(path.split(':'))) {
      const found = folder.startsWith('/') ? files.resolve(folder.slice(1)) : undefined;
      const open = found?.entry.type === 'dir' && (found.entry.mode & 0o002) !== 0;
      const fault = faultOf(folder, open);
      if (!fault) continue;
      yield {
        place: { kind: 'config', key: 'Env.PATH' },
        message: `PATH ${fault}.`,
        evidence: [{ kind: 'value', name: 'PATH', value: folder }],
        help: 'Name absolute folders that only root can write to.',
      };
    }
  },
});

function faultOf(folder: string, open: boolean): string | undefined {
  if (folder === '') return 'has an empty part, which means the working directory';
  if (folder === '.' || !folder.startsWith('/')) return `holds \`${folder}\`, which depends on the working directory`;
  if (/^\/(var\/)?tmp(\/|$)|^\/dev\/shm(\/|$)/.test(folder)) return `holds \`${folder}\`, where everybody can write`;
  return open ? `holds \`${folder}\`, a folder that everybody can write to` : undefined;
}
