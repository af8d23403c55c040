import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'ld-preload-set',
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'security',
  securitySeverity: 5,
  summary: 'The environment must not load code from places that others can write to.',
  why: 'LD_PRELOAD and its like put their code into every process: one file there rules the container.',
  bad: [
    { config: { Env: ['[|LD_PRELOAD=/tmp/hook.so|]'] }, layers: [] },
    { config: { Env: ['[|NODE_OPTIONS=--require /tmp/trace.js|]'] }, layers: [] },
    { config: { Env: ['[|LD_LIBRARY_PATH=/opt/lib|]'] }, layers: [{ 'opt/lib/': { type: 'dir', mode: 0o777 } }] },
  ],
  good: [
    { config: { Env: ['LD_LIBRARY_PATH=/usr/local/cuda/lib64'] }, layers: [] },
    {
      config: { Env: ['LD_PRELOAD=/usr/lib/libjemalloc.so.2'] },
      layers: [{ 'usr/lib/libjemalloc.so.2': { content: 'x', mode: 0o644 } }],
    },
    { config: { Env: ['NODE_OPTIONS=--max-old-space-size=512'] }, layers: [] },
  ],

  *check({ config, files }) {
    for (const { name, value } of config.env) {
      const paths = loadedBy(name, value);
      const open = paths.find((path) => {
        const found = files.resolve(path.slice(1));
        return (
          /^\/(var\/)?tmp(\/|$)|^\/dev\/shm(\/|$)/.test(path) ||
          (found !== undefined && (found.entry.mode & 0o002) !== 0)
        );
      });
      if (open === undefined) continue;
      yield {
        place: { kind: 'config', key: `Env.${name}` },
        message: `\`${name}\` loads code from \`${open}\`, where everybody can write.`,
        evidence: [{ kind: 'value', name, value: open }],
        help: 'Keep it where only root can write, or leave the variable out.',
      };
    }
  },
});

/** Absolute paths that a variable makes processes load from. */
function loadedBy(name: string, value: string): string[] {
  if (name === 'LD_PRELOAD' || name === 'LD_LIBRARY_PATH' || name === 'PYTHONPATH' || name === 'LD_AUDIT')
    return value.split(/[:\s]+/).filter((path) => path.startsWith('/'));
  if (name === 'NODE_OPTIONS')
    return [...value.matchAll(/--(?:require|import|loader)[= ](\/\S+)/g)].map((match) => match[1] ?? '');
  return [];
}
