import { removedAfter } from '../../src/dockerfile/caches.ts';
import { after, commandsOf } from '../../src/dockerfile/ran.ts';
import type { Assignment, Command } from '../../src/dockerfile/script-model.ts';
import { defineRule } from '../../src/rule.ts';

export default defineRule({
  id: 'leftover-build-directory',
  on: 'dockerfile',
  since: '1.0',
  severity: 'info',
  category: 'size',
  summary: 'A folder that was made to build in must be removed in the same RUN.',
  why: 'Sources and objects stay in the layer beside what was installed from them, and a later `rm` only hides them.',
  needs: { texts: ['mktemp', '/tmp/', '/usr/src/'] },
  bad: [
    'FROM debian:12.9\nRUN [|dir=$(mktemp -d)|] && cd "$dir" && curl -fsSL https://example.com/a | tar xz && make install',
    'FROM debian:12.9\nRUN [|git clone https://example.com/app /tmp/app|] && cd /tmp/app && make && make install',
    'FROM debian:12.9\nRUN [|mkdir -p /usr/src/app|] && curl -f https://example.com/a | tar xz -C /usr/src/app && make -C /usr/src/app install',
  ],
  good: [
    'FROM debian:12.9\nRUN dir=$(mktemp -d) && cd "$dir" && make install && rm -rf "$dir"',
    'FROM debian:12.9\nRUN export GNUPGHOME="$(mktemp -d)" && gpg --verify a.asc a && gpgconf --kill all && rm -r "$GNUPGHOME"',
    'FROM debian:12.9\nRUN git clone https://example.com/app /tmp/app && cd /tmp/app && make install && rm -rf /tmp/app',
    'FROM debian:12.9\nRUN git clone https://example.com/app /opt/app && cd /opt/app && make install',
    'FROM debian:12.9 AS build\nRUN git clone https://example.com/app /tmp/app && make -C /tmp/app install\nFROM debian:12.9',
    'FROM debian:12.9\nRUN dir=$(mktemp -d) && trap \'rm -rf "$dir"\' EXIT && make install',
    'FROM debian:12.9\nRUN git clone https://example.com/app /tmp/app && make -C /tmp/app install && rm -rf /tmp/*',
  ],

  *check({ shipped }) {
    for (const { command, run } of commandsOf(shipped)) {
      if (run.mounts.some(({ type }) => type === 'tmpfs' || type === 'cache')) continue;
      const made = madeByMktemp(command);
      if (made && !isUsedByRm(command, made.name)) yield draft(made.place, `$${made.name}`);
      const folder = buildFolder(command);
      if (folder === undefined || !installs(after(command)) || removedAfter(command, folder)) continue;
      yield draft(command.place, folder);
    }
  },
});

function draft(place: Command['place'], folder: string) {
  return {
    place,
    message: `\`${folder}\` stays in this layer when the work in it is done.`,
    help: 'Remove it at the end of the same RUN.',
  };
}

/** `dir=$(mktemp -d)`, `export dir="$(mktemp -d)"`. */
function madeByMktemp({ assignments, args, name }: Command): Pick<Assignment, 'name' | 'place'> | undefined {
  const assigned = assignments.find(({ value }) => isMktemp(value?.raw));
  if (assigned) return assigned;
  if (name !== 'export' && name !== 'local' && name !== 'readonly') return undefined;
  const arg = args.find(({ raw }) => isMktemp(raw.slice(raw.indexOf('=') + 1)));
  return arg && { name: arg.raw.slice(0, arg.raw.indexOf('=')), place: arg.place };
}

function isMktemp(raw: string | undefined): boolean {
  return /^"?(?:\$\(|`)\s*mktemp\b.*\s-\w*d/.test(raw ?? '') || /^"?(?:\$\(|`)\s*mktemp\s+--directory/.test(raw ?? '');
}

function isUsedByRm(command: Command, name: string): boolean {
  return after(command).some(
    (one) =>
      (one.name === 'rm' || one.name === 'trap' || one.name === undefined || one.name === 'mv' || one.name === 'sh') &&
      one.args.some(({ raw, variables }) => variables.includes(name) || raw.includes(name)),
  );
}

function buildFolder(command: Command): string | undefined {
  const { name, parsed } = command;
  const last = parsed.operands.at(-1)?.text;
  const makes =
    (name === 'git' && parsed.operands[0]?.text === 'clone' && parsed.operands.length > 2) || name === 'mkdir';
  return makes && last !== undefined && /^\/(?:tmp|usr\/src|var\/tmp)\/[^/*]+$/.test(last) ? last : undefined;
}

function installs(commands: readonly Command[]): boolean {
  return commands.some(
    ({ name = '', args }) =>
      /^(?:make|gmake|ninja|cmake|meson|scons)$/.test(name) &&
      args.some(({ text = '' }) => /^(?:--)?install(?:-\w+)?$/.test(text)),
  );
}
