import type { Entry } from '../../src/image/facts.ts';
import { givenIn } from '../../src/image/mode.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'world-writable-dir-no-sticky',
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'security',
  securitySeverity: 5,
  summary: 'A folder that everybody writes to needs the sticky bit.',
  fault: 'world-writable',
  why: 'Without it everybody can remove and replace the files of everybody else.',
  bad: [
    { layers: [{ '[|app/uploads|]': { type: 'dir', mode: 0o777 } }] },
    { layers: [{ '[|tmp|]': { type: 'dir', mode: 0o777 } }] },
  ],
  good: [
    { layers: [{ tmp: { type: 'dir', mode: 0o1777 } }] },
    { layers: [{ 'app/uploads': { type: 'dir', mode: 0o775 } }] },
    { name: 'told once for a tree', layers: [{ 'app/': { type: 'dir', mode: 0o755 } }] },
  ],

  *check({ files }) {
    let told: string | undefined;
    const isOpen = ({ type, mode }: Entry) => type === 'dir' && (mode & 0o1002) === 0o002;
    for (const version of files.unusual.filter(({ entry }) => isOpen(entry))) {
      const { mode } = version.entry;
      if (/^(dev|proc|sys)(\/|$)/.test(version.path)) continue;
      // What lies in a folder that everybody can replace adds nothing.
      if (told !== undefined && version.path.startsWith(`${told}/`)) continue;
      told = version.path;
      yield {
        place: files.at(givenIn(files, version, 0o002)),
        message: `Everybody can write to \`/${version.path}\` and replace what is in it: mode ${mode.toString(8).padStart(4, '0')}.`,
        evidence: [{ kind: 'file', path: version.path, mode }],
        help: `Give it to the user that needs it, or set the sticky bit: \`chmod 1777 /${version.path}\`.`,
      };
    }
  },
});
