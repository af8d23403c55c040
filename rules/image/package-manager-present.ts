import { programsOf } from '../../src/image/programs.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'package-manager-present',
  aliases: ['CIS-4.3'],
  on: 'image',
  since: '1.0',
  severity: 'off',
  category: 'security',
  securitySeverity: 2,
  summary: 'A hardened image holds no package manager.',
  why: 'It installs for an intruder what it installed for you.',
  bad: [{ layers: [{ '[|usr/bin/apt-get|]': { content: 'x', mode: 0o755 } }] }],
  good: [{ layers: [{ 'usr/bin/node': { content: 'x', mode: 0o755 } }] }],

  *check({ files }) {
    const managers =
      /^(?:usr\/)?(?:local\/)?s?bin\/(apt|apt-get|dpkg|apk|rpm|yum|dnf|microdnf|tdnf|zypper|pip3?|npm|yarn|pnpm|gem)$/;
    const found = programsOf(files).filter(
      ({ path, entry }) => (entry.type === 'file' || entry.type === 'symlink') && managers.test(path),
    );
    const [first] = found;
    if (!first) return;
    yield {
      place: files.at(first),
      message: `The image holds package managers: ${found.map(({ path }) => `\`/${path}\``).join(', ')}.`,
      evidence: found.map(({ path, entry }) => ({ kind: 'file', path, size: entry.size })),
      help: 'Copy the application onto a base without one: distroless, or scratch.',
    };
  },
});
