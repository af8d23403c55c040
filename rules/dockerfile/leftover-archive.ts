import { appendCommand } from '../../src/dockerfile/command-edits.ts';
import { type Download, downloadsOf, unpacks, usedBy } from '../../src/dockerfile/downloads.ts';
import { fix } from '../../src/dockerfile/edits.ts';
import type { Dockerfile } from '../../src/dockerfile/model.ts';
import { after } from '../../src/dockerfile/ran.ts';
import type { Command } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

const archive = /\.(?:tar|gz|tgz|bz2|tbz2?|xz|txz|zst|zip|7z|jar\.zip|deb|rpm|apk|whl)$/i;

export default defineRule({
  id: 'leftover-archive',
  on: 'dockerfile',
  needs: { commands: ['curl', 'wget'] },
  since: '1.0',
  severity: 'info',
  category: 'size',
  summary: 'A downloaded archive must be removed in the RUN that unpacked it.',
  why: 'It stays in the layer beside what came out of it, and a later `rm` only hides it.',
  bad: [
    {
      code: 'FROM debian:12.9\nRUN [|curl -fsSLO https://example.com/app.tar.gz|] && tar xzf app.tar.gz -C /opt',
      fixed:
        'FROM debian:12.9\nRUN curl -fsSLO https://example.com/app.tar.gz && tar xzf app.tar.gz -C /opt && rm app.tar.gz',
    },
    'FROM debian:12.9\nRUN [|wget -q -O /tmp/app.deb https://example.com/x|]; dpkg -i /tmp/app.deb',
  ],
  good: [
    'FROM debian:12.9\nRUN curl -fsSLO https://example.com/app.tar.gz && tar xzf app.tar.gz && rm app.tar.gz',
    'FROM debian:12.9\nRUN curl -fsSLo /tmp/app.zip https://example.com/x && unzip /tmp/app.zip && rm -rf /tmp/*',
    'FROM debian:12.9\nRUN curl -fsSL https://example.com/app.tar.gz | tar xz',
    'FROM debian:12.9\nRUN curl -fsSLO https://example.com/app.tar.gz',
    'FROM debian:12.9 AS build\nRUN wget -q https://example.com/app.zip && unzip app.zip\nFROM debian:12.9',
    'FROM debian:12.9\nRUN --mount=type=tmpfs,target=/tmp wget -qO /tmp/app.zip https://example.com/x && unzip /tmp/app.zip',
    'FROM debian:12.9\nRUN cd /tmp && wget -q https://example.com/app.zip && unzip app.zip && cd / && rm -rf /tmp/app*',
    'FROM debian:12.9\nRUN wget -q https://example.com/app.zip && unzip app.zip && rm $FILES',
    'FROM debian:12.9\nRUN wget -q https://example.com/app.tar.gz && gunzip app.tar.gz',
  ],

  *check(file) {
    for (const download of downloadsOf(file.shipped)) {
      const { command, file: name, run } = download;
      if (name === undefined || !archive.test(name) || run.mounts.length > 0) continue;
      const user = usedBy(download);
      if (user === undefined || !(unpacks(user) || /^(?:dpkg|rpm|apt-get|apt|yum|dnf|apk)$/.test(user.name ?? '')))
        continue;
      if (/^(?:gunzip|bunzip2|unxz|xz|jar)$/.test(user.name ?? '') || isRemoved(command, name)) continue;
      yield {
        place: command.place,
        message: `\`${name}\` stays in this layer.`,
        evidence: [{ kind: 'file', path: name }],
        help: `Remove it in the same RUN: \`rm ${name}\`.`,
        fixes: remedy(file, download, name),
      };
    }
  },
});

function isRemoved(command: Command, name: string): boolean {
  const base = name.slice(name.lastIndexOf('/') + 1);
  return after(command).some((one) => {
    if (one.name === 'mv' || one.name === undefined)
      return one.args.some(({ text }) => text === undefined || text.endsWith(base));
    if (one.name === 'trap') return true;
    if (one.name === 'find') return one.args.some(({ text }) => text === '-delete' || text === 'rm');
    if (one.name !== 'rm') return false;
    return one.parsed.operands.some(
      ({ text }) => text === undefined || covers(text, name, base) || (one.has('-r', '-R') && !isNamed(text)),
    );
  });
}

/** Something recursive of another name may well be the folder that holds it. */
function isNamed(operand: string): boolean {
  return /^\/(?:var\/lib\/apt|var\/cache|root\/\.cache)/.test(operand);
}

function covers(operand: string, name: string, base: string): boolean {
  const last = operand.slice(operand.lastIndexOf('/') + 1);
  if (last === base || name.startsWith(`${operand.replace(/\/\*?$/, '')}/`)) return true;
  if (!/[*?[{]/.test(last)) return false;
  const pattern = last
    .replace(/[.+^$()|\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.')
    .replace(/\{([^}]*)\}/g, (_, inner: string) => `(?:${inner.replaceAll(',', '|')})`);
  try {
    return new RegExp(`^${pattern}$`).test(base);
  } catch {
    return true;
  }
}

/** Where the folder has not changed since, and every step succeeded. */
function remedy(file: Dockerfile, { command }: Download, name: string) {
  const moves = after(command).some((one) => one.name === 'cd' || one.name === 'pushd' || one.name === 'popd');
  const edit = moves && !name.startsWith('/') ? undefined : appendCommand(file, command.script, `rm ${name}`);
  return edit === undefined || !/^[\w./+-]+$/.test(name) ? [] : [fix(`Remove ${name}`, 'unsafe', edit)];
}
