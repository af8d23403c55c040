import { givenIn } from '../../src/image/mode.ts';
import { defineRule } from '../../src/rule.ts';

/** Folders whose files decide what runs. */
const decisive = /^(usr\/)?(local\/)?(s?bin|lib|lib64|lib32|libexec)\/|^etc\/|^usr\/local\/(s?bin|lib)\//;

export default defineRule({
  id: 'world-writable-file',
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'security',
  securitySeverity: 5,
  summary: 'No file may be writable by everybody.',
  fault: 'world-writable',
  why: 'Whatever runs in the container, as whichever user, can change it: a script there is a way to become who starts it.',
  bad: [
    { layers: [{ '[|app/server.js|]': { content: 'x', mode: 0o666 } }] },
    { severity: 'error', layers: [{ '[|usr/local/bin/start|]': { content: 'x', mode: 0o777 } }] },
    {
      name: 'where the right was given, whatever stored the file again',
      layers: [
        { 'app/server.js': { content: 'x', mode: 0o644 } },
        { '[|app/server.js|]': { content: 'x', mode: 0o666 } },
        { 'app/server.js': { content: 'x', mode: 0o666, uid: 1000 } },
      ],
    },
    {
      name: 'many, told once',
      layers: [
        {
          '[|app|]': { type: 'dir' },
          'app/a': { content: 'x', mode: 0o777 },
          'app/b': { content: 'x', mode: 0o777 },
          'app/c': { content: 'x', mode: 0o777 },
          'app/d/e': { content: 'x', mode: 0o777 },
        },
      ],
    },
  ],
  good: [
    { layers: [{ 'app/server.js': { content: 'x', mode: 0o664 } }] },
    { name: 'links and devices', layers: [{ 'bin/sh': { link: 'dash' }, 'dev/null': { type: 'char', mode: 0o666 } }] },
    { name: 'temporary files', layers: [{ 'tmp/x': { content: 'x', mode: 0o666 } }] },
  ],

  *check({ files }) {
    const open = files.unusual
      .filter(
        ({ path, entry }) =>
          entry.type === 'file' && (entry.mode & 0o002) !== 0 && !/^(dev|proc|sys|tmp|var\/tmp|run)\//.test(path),
      )
      .map((version) => givenIn(files, version, 0o002));
    const groups = Map.groupBy(
      open,
      ({ layer, path, entry }) => `${layer} ${isDecisive(path, entry.mode)} ${topOf(path)}`,
    );
    for (const group of groups.values()) {
      const [first] = group;
      if (!first) continue;
      const many = group.length > 3;
      const place = many ? { ...files.at(first), path: topOf(first.path) } : undefined;
      for (const version of many ? [first] : group) {
        const severity = isDecisive(version.path, version.entry.mode) ? 'error' : 'warning';
        yield {
          place: place ?? files.at(version),
          message: many
            ? `${group.length} files below \`/${topOf(version.path)}\` can be written by everybody, \`/${version.path}\` among them.`
            : `\`/${version.path}\` can be written by everybody: mode ${version.entry.mode.toString(8).padStart(4, '0')}.`,
          evidence: [{ kind: 'file', path: version.path, size: version.entry.size, mode: version.entry.mode }],
          severity,
          help: many
            ? `Take the right away: \`chmod -R o-w /${topOf(version.path)}\`, where the files are made.`
            : `Take the right away: \`chmod o-w /${version.path}\`.`,
        };
      }
    }
  },
});

function isDecisive(path: string, mode: number): boolean {
  return decisive.test(path) && ((mode & 0o111) !== 0 || path.startsWith('etc/'));
}

/** The folder that many files are told by. */
function topOf(path: string): string {
  const parts = path.split('/');
  return parts
    .slice(0, parts[0] === 'usr' || parts[0] === 'var' || parts[0] === 'opt' ? Math.min(3, parts.length - 1) : 1)
    .join('/');
}
